/** Sealed recordings, format CTIREC1; `../CTIREC1.md` describes it for whoever writes a reader of their own. */
export {
  createEnvelope,
  type EnvelopeContent,
  type EnvelopeOpening,
  type EnvelopeOutcome,
  encodeEnvelope,
  type KeyEnvelope,
  openEnvelope,
  type ParsedEnvelope,
  parseEnvelope,
} from '../../../lib/envelope/envelope.ts'
export {
  type CertificateFault,
  certificateKeyId,
  keyLabel,
  type UnwrapOutcome,
  unwrapKey,
  type WrapOutcome,
  wrapKey,
} from '../../../lib/envelope/wrap.ts'
export { type RecordingHeader, SUITE } from './header.ts'
export { chunksLength, keepableLength, plaintextLength } from './layout.ts'
export { type OpenOptions, type OpenOutcome, openSealed, type SealedRecording } from './opener.ts'
export type { RangeOutcome } from './range.ts'
export type { Refusal, Unreadable } from './refusal.ts'
export { createDataKey, createSealer, type Sealer, type SealerOptions } from './sealer.ts'
export { bufferSource, type SealedSource, type SourceRead, storedSource } from './source.ts'
