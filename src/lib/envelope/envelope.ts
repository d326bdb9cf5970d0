/**
 * The envelope of a segment's data key: the key wrapped to the key service's certificate and to the escrow's, which is
 * kept offline. It is durable before the first chunk is written, is kept apart from the sealed object, and is all that
 * rotation (wrapped anew) and crypto-shredding (deleted) touch.
 */
import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { faultOf } from '../zod-fault.ts'
import { keyIdSchema, recordingIdSchema, segmentSchema } from './ids.ts'
import { type CertificateFault, keyLabel, unwrapKey, wrapKey } from './wrap.ts'

/** RSA of 2,048 to 16,384 bits. */
const WRAPPED_BYTES = { least: 256, most: 2_048 }
const MAX_ENVELOPE_BYTES = 8_192

/** Base64 in the one form that Node itself writes: its reader passes over what isn't base64. */
const wrappedSchema = z
  .string()
  .max(2_800)
  .refine((text) => {
    const bytes = Buffer.from(text, 'base64')
    const fits = bytes.length >= WRAPPED_BYTES.least && bytes.length <= WRAPPED_BYTES.most
    return fits && bytes.toString('base64') === text
  }, 'not base64 of a wrapped key')

/** The data key, wrapped to one certificate. */
export const envelopeEntrySchema = z.strictObject({ keyId: keyIdSchema, wrappedKey: wrappedSchema })

/** What every envelope says, whoever's keys are in it. */
export const envelopeFields = {
  version: z.literal(1),
  segment: segmentSchema,
  /** As JSON Web Algorithms call RSA-OAEP with SHA-256 and MGF1 with SHA-256 (RFC 7518, 4.3). */
  algorithm: z.literal('RSA-OAEP-256'),
}

const envelopeSchema = z
  .strictObject({
    ...envelopeFields,
    recordingId: recordingIdSchema,
    /** The key service's first, then the escrow's. */
    keys: z.tuple([envelopeEntrySchema, envelopeEntrySchema]),
  })
  .refine(({ keys: [first, second] }) => first.keyId !== second.keyId, { path: ['keys'] })

export type KeyEnvelope = Readonly<z.infer<typeof envelopeSchema>>

export type EnvelopeOutcome =
  | { readonly type: 'envelope'; readonly envelope: KeyEnvelope }
  /** Both copies would hang on one private key. */
  | { readonly type: 'sameCertificate' }
  | (CertificateFault & { readonly holder: 'keyService' | 'escrow' })

export interface EnvelopeContent {
  readonly recordingId: string
  readonly segment: number
  readonly dataKey: Uint8Array
  readonly keyServiceCertificatePem: string
  readonly escrowCertificatePem: string
}

/** Wraps a data key to both certificates; also how a rotation wraps it anew. */
export function createEnvelope(content: EnvelopeContent): EnvelopeOutcome {
  const { recordingId, segment, dataKey } = content
  const label = keyLabel(recordingId, segment)
  const keyService = wrapKey(dataKey, label, content.keyServiceCertificatePem)
  if (keyService.type !== 'wrapped') return { ...keyService, holder: 'keyService' }
  const escrow = wrapKey(dataKey, label, content.escrowCertificatePem)
  if (escrow.type !== 'wrapped') return { ...escrow, holder: 'escrow' }
  if (keyService.keyId === escrow.keyId) return { type: 'sameCertificate' }
  const entry = ({ keyId, wrappedKey }: { keyId: string; wrappedKey: Buffer }) => ({
    keyId,
    wrappedKey: wrappedKey.toString('base64'),
  })
  const envelope: KeyEnvelope = {
    version: 1,
    recordingId,
    segment,
    algorithm: 'RSA-OAEP-256',
    keys: [entry(keyService), entry(escrow)],
  }
  return { type: 'envelope', envelope: envelopeSchema.parse(envelope) }
}

/** JSON in the one form that `parseEnvelope` takes. */
export function encodeEnvelope(envelope: KeyEnvelope): string {
  const { version, recordingId, segment, algorithm, keys } = envelope
  return JSON.stringify({
    version,
    recordingId,
    segment,
    algorithm,
    keys: keys.map(({ keyId, wrappedKey }) => ({ keyId, wrappedKey })),
  })
}

export type ParsedEnvelope =
  | { readonly type: 'envelope'; readonly envelope: KeyEnvelope }
  /** `fault` names the field, never its value. */
  | { readonly type: 'badEnvelope'; readonly fault: string }

/** Reads an envelope strictly: its fields and no other, and the very text that `encodeEnvelope` gives. */
export function parseEnvelope(text: string): ParsedEnvelope {
  if (text.length > MAX_ENVELOPE_BYTES) return { type: 'badEnvelope', fault: 'length' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { type: 'badEnvelope', fault: 'not JSON' }
  }
  const checked = envelopeSchema.safeParse(value)
  if (!checked.success) return { type: 'badEnvelope', fault: faultOf(checked.error) }
  if (encodeEnvelope(checked.data) !== text) return { type: 'badEnvelope', fault: 'not in its one form' }
  return { type: 'envelope', envelope: checked.data }
}

export type EnvelopeOpening =
  | { readonly type: 'unwrapped'; readonly dataKey: Buffer }
  | { readonly type: 'notOpened' }
  /** Wrapped to other certificates, before or after a rotation. */
  | { readonly type: 'otherKey' }

/** @param keyId the certificate that belongs to `privateKey` */
export function openEnvelope(envelope: KeyEnvelope, keyId: string, privateKey: KeyObject): EnvelopeOpening {
  const entry = envelope.keys.find((key) => key.keyId === keyId)
  if (entry === undefined) return { type: 'otherKey' }
  const label = keyLabel(envelope.recordingId, envelope.segment)
  return unwrapKey(Buffer.from(entry.wrappedKey, 'base64'), label, privateKey)
}
