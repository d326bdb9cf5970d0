/** Recordings as whoever listens to them has them: opened by the API, taken apart, and looked at tone by tone. */
import type { RecordingView } from '../../src/domain/recording/view.ts'
import { strongest, toneDb } from './audio/goertzel.ts'
import { eventually } from './eventually.ts'
import type { System } from './system.ts'

/** As the API shows it: moments are RFC 3339. */
export type RecordingBody = Omit<RecordingView, 'takes' | 'segments'> & {
  readonly takes: readonly (Omit<RecordingView['takes'][number], 'startedAt' | 'endedAt' | 'masks'> & {
    readonly startedAt: string
    readonly endedAt: string | null
    readonly masks: readonly { readonly since: string; readonly until: string | null }[]
  })[]
  readonly segments: readonly (Omit<RecordingView['segments'][number], 'startedAt'> & {
    readonly startedAt: string
  })[]
}

export interface Sound {
  /** What came from the far end of the recorded leg. */
  readonly left: Int16Array
  /** What that end heard. */
  readonly right: Int16Array
}

export const SAMPLES_PER_MS = 8
const HEADER_BYTES = 44

export function recordingIdOf(callId: string): string {
  return callId.replace('call_', 'rec_')
}

/** Waits until the recording of this call satisfies `holds`. */
export function recording(
  { api }: System,
  callId: string,
  holds: (now: RecordingBody) => boolean,
  withinMs = 20_000,
): Promise<RecordingBody> {
  return eventually(async () => {
    const { status, body } = await api('GET', `/v1/recordings/${recordingIdOf(callId)}`)
    if (status !== 200) return { waiting: `${status} ${JSON.stringify(body)}` }
    return holds(body) ? { found: body as RecordingBody } : { waiting: JSON.stringify(body) }
  }, withinMs)
}

export const complete = (system: System, callId: string, withinMs?: number) =>
  recording(system, callId, ({ state }) => state === 'complete', withinMs)

/** The answer to a request for a recording's sound. */
export function askSound(
  { trial }: System,
  recordingId: string,
  { query = 'person=zhao&reason=complaint', ...init }: RequestInit & { readonly query?: string } = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${trial.apiToken}`, ...init.headers }
  const url = `${trial.apiUrl}/v1/recordings/${recordingId}/audio?${query}`
  return fetch(url, { ...init, headers, signal: AbortSignal.timeout(20_000) })
}

export async function soundOf(system: System, recordingId: string): Promise<Sound> {
  const answer = await askSound(system, recordingId)
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return channelsOf(Buffer.from(await answer.arrayBuffer()))
}

/** Of a stereo WAV file. */
export function channelsOf(wav: Buffer): Sound {
  const pairs = (wav.length - HEADER_BYTES) / 4
  const channel = (offset: number) =>
    Int16Array.from({ length: pairs }, (_, n) => wav.readInt16LE(HEADER_BYTES + n * 4 + offset))
  return { left: channel(0), right: channel(2) }
}

/** Where a tone is heard: pieces of 100 ms, one after another. */
export function heardIn(samples: Int16Array, hz: number, leastDb = -30): boolean[] {
  return pieces(samples).map((piece) => toneDb(piece, hz) > leastDb)
}

/** Where there is no sound at all. */
export function silentIn(samples: Int16Array): boolean[] {
  return pieces(samples).map((piece) => piece.every((sample) => Math.abs(sample) < 16))
}

/** For failure messages: what is loudest in each piece. */
export function inWords(samples: Int16Array): string {
  return pieces(samples)
    .map((piece) => strongest(piece, 1).map(({ hz, db }) => `${hz}@${Math.round(db)}`)[0])
    .join(' ')
}

export const PIECE_MS = 100

function pieces(samples: Int16Array): Int16Array[] {
  const size = PIECE_MS * SAMPLES_PER_MS
  return Array.from({ length: Math.floor(samples.length / size) }, (_, n) =>
    samples.subarray(n * size, (n + 1) * size),
  )
}

/**
 * The longest stretch of pieces in a row for which it is so, in milliseconds. `but`: so many pieces in a row for which it
 * isn't don't end it; a busy machine's phones skip a moment now and then.
 */
export function longest(flags: readonly boolean[], { but = 0 } = {}): number {
  return stretch(flags, but).pieces * PIECE_MS
}

/** Where the longest stretch begins, in milliseconds. */
export function longestFrom(flags: readonly boolean[]): number {
  return stretch(flags, 0).from * PIECE_MS
}

function stretch(flags: readonly boolean[], but: number): { readonly from: number; readonly pieces: number } {
  let most = { from: 0, pieces: 0 }
  let from: number | undefined
  let last = 0
  for (const [at, flag] of flags.entries()) {
    if (!flag) continue
    if (from === undefined || at - last > but + 1) from = at
    last = at
    if (at + 1 - from > most.pieces) most = { from, pieces: at + 1 - from }
  }
  return most
}
