/** An envelope as it comes in a request, and its opening. */
import { z } from 'zod'
import { envelopeEntrySchema, envelopeFields } from '../lib/envelope/envelope.ts'
import { keyLabel, unwrapKey } from '../lib/envelope/wrap.ts'
import { ID_PATTERN } from '../lib/pki/permit.ts'
import type { EnvelopeKeys } from '../lib/pki/renewal.ts'

/** CTIREC1.md describes it; the escrow's copy may be left out, and copies for older certificates may be there. */
export const envelopeSchema = z.strictObject({
  ...envelopeFields,
  recordingId: z.string().regex(ID_PATTERN),
  keys: z.array(envelopeEntrySchema).min(1).max(4),
})

export type Envelope = z.output<typeof envelopeSchema>

export type EnvelopeOpening =
  | { readonly type: 'opened'; readonly keyId: string; readonly dataKey: Buffer }
  | { readonly type: 'keyUnknown' }
  /** Another label, another key, altered bytes; which of them isn't told. */
  | { readonly type: 'notOpened' }

/** Unwraps the data key by the first of our keys that the envelope names. Takes about 3 ms. */
export function openEnvelope(envelope: Envelope, keys: EnvelopeKeys): EnvelopeOpening {
  const label = keyLabel(envelope.recordingId, envelope.segment)
  for (const { keyId, wrappedKey } of envelope.keys) {
    const own = keys.byId.get(keyId)
    if (own === undefined) continue
    const opening = unwrapKey(Buffer.from(wrappedKey, 'base64'), label, own.credential.privateKey)
    return opening.type === 'unwrapped' ? { type: 'opened', keyId, dataKey: opening.dataKey } : opening
  }
  return { type: 'keyUnknown' }
}
