/** What a sealed recording says of itself in clear text: how to play it and which key opens it, nothing of the patient. */
import { z } from 'zod'
import { keyIdSchema, recordingIdSchema, segmentSchema } from '../../../lib/envelope/ids.ts'
import { faultOf } from '../../../lib/zod-fault.ts'
import { MAX_HEADER_BYTES } from './layout.ts'

/** AES-256-GCM in Cobblestone-256. Another cipher (SM4-GCM, say) is another suite. */
export const SUITE = 1

const RATES_HZ = [8_000, 16_000, 24_000, 32_000, 48_000] as const

const headerSchema = z.strictObject({
  suite: z.literal(SUITE),
  recordingId: recordingIdSchema,
  /** Counted from 0; a new one begins when the recorder was restarted or the codec changed. */
  segment: segmentSchema,
  /** Signed 16-bit samples, low byte first, channels interleaved: what FreeSWITCH writes into a `.raw` file. */
  codec: z.literal('pcm_s16le'),
  /** Samples a second of each channel. */
  rate: z.literal(RATES_HZ),
  channels: z.literal([1, 2]),
  /** When the segment's first sample was taken: RFC 3339, UTC, milliseconds. */
  startedAt: z.string().refine(isInstant, 'not an instant as 2026-01-31T08:00:00.000Z'),
  /**
   * The key service's certificate when the segment was sealed. After a rotation the envelope, which is wrapped anew,
   * says which certificates open it; the header stays as it was.
   */
  keyId: keyIdSchema,
})

export type RecordingHeader = Readonly<z.infer<typeof headerSchema>>

export type ParsedHeader =
  | { readonly type: 'header'; readonly header: RecordingHeader }
  | { readonly type: 'unknownSuite'; readonly suite: number }
  /** `fault` names the field, never its value. */
  | { readonly type: 'badHeader'; readonly fault: string }

/**
 * The header's bytes: JSON without spaces, fields in the order of the type.
 * @throws RangeError when a field isn't as the format has it: a bug of the caller, found before anything is sealed
 */
export function encodeHeader(header: RecordingHeader): Buffer {
  const checked = headerSchema.safeParse(header)
  if (!checked.success) throw new RangeError(`recording header: ${faultOf(checked.error)}`)
  return canonical(checked.data)
}

/**
 * Reads a header strictly: each field there and no other, and the very bytes that `encodeHeader` gives. A header that
 * two readers could understand differently (a field twice, say) is refused.
 */
export function parseHeader(bytes: Buffer): ParsedHeader {
  if (bytes.length === 0 || bytes.length > MAX_HEADER_BYTES) return { type: 'badHeader', fault: 'length' }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return { type: 'badHeader', fault: 'not JSON' }
  }
  const suite = z.looseObject({ suite: z.number() }).safeParse(value)
  if (suite.success && suite.data.suite !== SUITE) return { type: 'unknownSuite', suite: suite.data.suite }
  const checked = headerSchema.safeParse(value)
  if (!checked.success) return { type: 'badHeader', fault: faultOf(checked.error) }
  if (!canonical(checked.data).equals(bytes)) return { type: 'badHeader', fault: 'not in its one form' }
  return { type: 'header', header: checked.data }
}

function canonical(header: RecordingHeader): Buffer {
  const { suite, recordingId, segment, codec, rate, channels, startedAt, keyId } = header
  return Buffer.from(
    JSON.stringify({ suite, recordingId, segment, codec, rate, channels, startedAt, keyId }),
    'utf8',
  )
}

function isInstant(text: string): boolean {
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString() === text
}
