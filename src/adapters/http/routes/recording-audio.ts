/** A recording's sound, for a person who says why. */
import { z } from 'zod'
import { assertNever } from '../../../domain/assert-never.ts'
import { LONGEST_REASON } from '../../../domain/recording/requests.ts'
import { permitClaims } from '../../../lib/pki/permit.ts'
import type { SegmentFault } from '../../../runtime/opening-ports.ts'
import type { Found, Opened, PlayableRecording } from '../../../runtime/playback.ts'
import { wantedRange } from '../byte-range.ts'
import type { HttpDeps } from '../deps.ts'
import { reach } from '../reach.ts'
import { type Problem, problem, type Reply } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { recordingParam } from '../schemas/ids.ts'
import { maySee } from '../within.ts'

const WAV = 'audio/wav'
/** What both a permit and the journal take: a key must not be given for an opening that then can't be noted. */
const { person: PERSON } = permitClaims.shape
const REASON = permitClaims.shape.reason.refine((reason) => reason.length <= LONGEST_REASON)

export const recordingAudio = route({
  method: 'get',
  path: '/v1/recordings/{recordingId}/audio',
  operationId: 'readRecordingAudio',
  scope: 'recordings:open',
  summary: 'A recording’s sound, opened for a person who says why',
  description:
    'WAV, 16 bits, 8 kHz: left what came from the far end of the recorded leg, right what it heard. `Range` is served, ' +
    'one range at a time, and only what is asked for is decrypted. Each opening is a fact in the journal before the ' +
    'first byte goes out; what the same person asks for the same reason within a minute is the same opening. Person ' +
    'and reason come in the query or as `X-Person` and `X-Reason`, there percent-encoded in UTF-8. HEAD opens nothing.',
  tag: 'recordings',
  params: { recordingId: recordingParam },
  query: z.strictObject({
    person: z
      .string()
      .max(400)
      .optional()
      .meta({
        description:
          'Who listens, as you name them. A key that stands for a person opens for that person alone.',
        examples: ['zhao'],
      }),
    reason: z
      .string()
      .max(2_000)
      .optional()
      .meta({ description: 'Why. It is kept sealed.', examples: ['complaint 12'] }),
    partial: z.enum(['true', 'false']).optional().meta({
      description: 'What is stored so far will do, though the recording is not complete.',
    }),
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'The sound; 206 with a part of it where a range was asked for.',
    contentType: WAV,
    headers: {
      'Accept-Ranges': '`bytes`.',
      'Content-Range': 'With 206 and 416 (RFC 9110, section 14.4).',
      ETag: 'Changes with what is in the recording: for `If-Range`.',
    },
  },
  problems: [
    'recording-unknown',
    'recording-incomplete',
    'recording-empty',
    'recording-gone',
    'recording-damaged',
    'recording-unreadable',
    'opening-invalid',
    'opening-refused',
    'opening-limited',
    'range-not-satisfiable',
    'key-service-away',
    'not-owner',
    'store-unavailable',
  ],
  async handle(request, deps) {
    const { params, query, principal, header, method } = request
    const { recordingId } = params
    const unseen = await maySee(deps, request, 'recording', recordingId, 'recording-unknown')
    if (unseen) return unseen
    const partial = query.partial === 'true'
    const found = await reach(deps, 'recording', () => deps.playback.find(recordingId, { partial }))
    if (!found.ok) return found.problem
    if (found.value.type !== 'found') return notFound(found.value)
    const { recording } = found.value
    const { byteLength } = recording
    const etag = `"${recording.version}"`
    const wanted = wantedRange(header('range'), byteLength, (header('if-range') ?? etag) === etag)
    if (wanted.type === 'unsatisfiable')
      return problem('range-not-satisfiable', { headers: { 'Content-Range': `bytes */${byteLength}` } })
    const range = wanted.type === 'part' ? wanted : { from: 0, to: byteLength }
    const answer = {
      kind: 'stream',
      status: wanted.type === 'part' ? 206 : 200,
      contentType: WAV,
      byteLength: range.to - range.from,
      headers: {
        'Accept-Ranges': 'bytes',
        ETag: etag,
        ...(wanted.type === 'part' && {
          'Content-Range': `bytes ${range.from}-${range.to - 1}/${byteLength}`,
        }),
      },
    } as const
    if (method === 'HEAD') return { ...answer, body: NOTHING }
    // A key that stands for somebody opens for nobody else.
    const person = principal.person ?? query.person ?? decoded(header('x-person')) ?? ''
    const reason = query.reason ?? decoded(header('x-reason')) ?? ''
    if (!PERSON.safeParse(person).success || !REASON.safeParse(reason).success)
      return problem('opening-invalid')
    return opened(deps, recording, range, { principal: principal.id, person, reason }, answer)
  },
})

const NOTHING: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
}

type Answer = Omit<Extract<Reply, { kind: 'stream' }>, 'body'>

async function opened(
  deps: HttpDeps,
  recording: PlayableRecording,
  range: Parameters<PlayableRecording['open']>[0],
  listener: Parameters<PlayableRecording['open']>[1],
  answer: Answer,
): Promise<Reply> {
  const outcome = await recording.open(range, listener)
  if (outcome.type !== 'opened') return notOpened(outcome)
  return { ...answer, body: whole(outcome.pieces, deps) }
}

/** The status has gone out: all that can be done about a fault is to cut the answer off. */
async function* whole(pieces: AsyncIterable<Uint8Array | SegmentFault>, { log }: HttpDeps) {
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) {
      log.error({ fault: piece }, 'a recording could not be played to its end')
      throw new Error(`a recording is ${piece.type}`)
    }
    yield piece
  }
}

/** Header fields hold ASCII, and reasons are Chinese. Undefined for what isn't percent-encoded UTF-8. */
function decoded(field: string | undefined): string | undefined {
  try {
    return field === undefined ? undefined : decodeURIComponent(field)
  } catch {
    return undefined
  }
}

function notFound(found: Exclude<Found, { type: 'found' }>): Problem {
  switch (found.type) {
    case 'unknown':
      return problem('recording-unknown')
    case 'incomplete':
      return problem('recording-incomplete', { detail: `it is ${found.state}` })
    case 'empty':
      return problem('recording-empty')
    case 'gone':
      return problem('recording-gone')
    default:
      return assertNever(found)
  }
}

function notOpened(outcome: Exclude<Opened, { type: 'opened' }>): Problem {
  switch (outcome.type) {
    case 'unavailable':
      return problem('key-service-away')
    case 'refused':
      return problem(LIMITS.has(outcome.reason) ? 'opening-limited' : 'opening-refused', {
        detail: outcome.reason,
      })
    case 'damaged':
      return problem('recording-damaged', { detail: outcome.reason })
    case 'unreadable':
      return problem('recording-unreadable')
    case 'notNoted':
      return outcome.why === 'refused' ? problem('opening-invalid') : problem('not-owner')
    default:
      return assertNever(outcome)
  }
}

/** Words of the key service for: not so many at once. */
const LIMITS: ReadonlySet<string> = new Set(['personLimit', 'totalLimit'])
