/** An envelope as it comes in a request, and its opening. */
import { constants, type KeyObject, privateDecrypt } from 'node:crypto'
import { z } from 'zod'
import { envelopeLabel, ID_PATTERN } from '../lib/pki/permit.ts'
import type { EnvelopeKeys } from '../lib/pki/renewal.ts'

/** RSA of 2,048 to 16,384 bits. */
const WRAPPED_BYTES = { least: 256, most: 2048 }
const DATA_KEY_BYTES = 32

/** Buffer.from passes over what isn't base64; only what it would write itself is taken. */
const wrappedKey = z
  .string()
  .max(2800)
  .refine((text) => {
    const bytes = Buffer.from(text, 'base64')
    const fits = bytes.length >= WRAPPED_BYTES.least && bytes.length <= WRAPPED_BYTES.most
    return fits && bytes.toString('base64') === text
  })

/** CTIREC1.md describes it; the escrow's copy may be left out. */
export const envelopeSchema = z.strictObject({
  version: z.literal(1),
  recordingId: z.string().regex(ID_PATTERN),
  segment: z.int().min(0).max(999_999),
  algorithm: z.literal('RSA-OAEP-256'),
  keys: z
    .array(z.strictObject({ keyId: z.string().regex(/^[0-9a-f]{64}$/), wrappedKey }))
    .min(1)
    .max(4),
})

export type Envelope = z.output<typeof envelopeSchema>

export type EnvelopeOpening =
  | { readonly type: 'opened'; readonly keyId: string; readonly dataKey: Buffer }
  | { readonly type: 'keyUnknown' }
  /** Another label, another key, altered bytes; which of them isn't told. */
  | { readonly type: 'notOpened' }

/** Unwraps the data key by the first of our keys that the envelope names. Takes about 3 ms. */
export function openEnvelope(envelope: Envelope, keys: EnvelopeKeys): EnvelopeOpening {
  for (const { keyId, wrappedKey } of envelope.keys) {
    const own = keys.byId.get(keyId)
    if (own === undefined) continue
    const dataKey = unwrap(Buffer.from(wrappedKey, 'base64'), envelope, own.credential.privateKey)
    return dataKey?.length === DATA_KEY_BYTES ? { type: 'opened', keyId, dataKey } : { type: 'notOpened' }
  }
  return { type: 'keyUnknown' }
}

function unwrap(wrapped: Buffer, { recordingId, segment }: Envelope, key: KeyObject): Buffer | undefined {
  try {
    return privateDecrypt(
      {
        key,
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
        oaepLabel: envelopeLabel(recordingId, segment),
      },
      wrapped,
    )
  } catch {
    return undefined
  }
}
