/** What became of the talk's sound: sealed, opened for a reason, and looked at tone by tone. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { RecordingView } from '../../src/domain/recording/view.ts'
import { verifyLog } from '../../src/keyservice/verify-log.ts'
import type { Trial } from '../../src/trial/trial.ts'
import { toneDb } from '../../test/support/audio/goertzel.ts'
import type { DemoApi } from './demo-api.ts'

export interface SealedRecording {
  readonly recordingId: string
  /** Sentences for the terminal. */
  readonly lines: readonly string[]
}

/** Waits until all of the call's recording is stored, and says what is kept of it. */
export async function sealed(api: DemoApi, trial: Trial, callId: string): Promise<SealedRecording> {
  const recordingId = callId.replace('call_', 'rec_')
  const { talkedMs, sealedMs, gapMs, segments } = await api.until('the whole recording', 20_000, async () => {
    const body = JSON.parse(await api.text(`/v1/recordings/${recordingId}`)) as RecordingView
    return body.state === 'complete' ? body : undefined
  })
  const objects = segments.map(({ objectKey, byteLength }) => {
    const magic = readFileSync(join(trial.dataDir, 'recordings', objectKey))
      .subarray(0, 7)
      .toString('latin1')
    return `  ${objectKey}: ${byteLength} bytes, beginning with ${JSON.stringify(magic)}`
  })
  const left = readdirSync(trial.spoolDir).length
  return {
    recordingId,
    lines: [
      `  ${talkedMs} ms talked, ${sealedMs} ms sealed, ${gapMs} ms missing`,
      ...objects,
      `  in clear in the spool: ${left === 0 ? 'nothing' : `${left} files`}`,
    ],
  }
}

const HEADER_BYTES = 44
const QUIET_DB = -45

/** Opens it as a person would, and makes sure that each side is on its channel. Throws where it isn't. */
export async function opened(
  api: DemoApi,
  recordingId: string,
  { patientHz, agentHz }: { readonly patientHz: number; readonly agentHz: number },
): Promise<readonly string[]> {
  const query = new URLSearchParams({ person: 'demo', reason: 'to hear whether it is all there' })
  const wav = await api.bytes(`/v1/recordings/${recordingId}/audio?${query}`)
  const channel = (offset: number) =>
    Int16Array.from({ length: (wav.length - HEADER_BYTES) / 4 }, (_, n) =>
      wav.readInt16LE(HEADER_BYTES + n * 4 + offset),
    )
  return [
    ['left, the patient', channel(0), patientHz, agentHz] as const,
    ['right, the agent', channel(2), agentHz, patientHz] as const,
  ].map(([who, samples, hz, otherHz]) => {
    const [own, other] = [toneDb(samples, hz), toneDb(samples, otherHz)]
    if (own < QUIET_DB || other > own - 20)
      throw new Error(`${who}: ${hz} Hz at ${own.toFixed(0)} dBFS, ${otherHz} Hz at ${other.toFixed(0)} dBFS`)
    return `  ${who}: ${hz} Hz at ${own.toFixed(0)} dBFS, ${(samples.length / 8_000).toFixed(1)} s`
  })
}

/** The journal's fact of the opening against the key service's own log, which the telephone host can't write. */
export async function accounted(trial: Trial): Promise<readonly string[]> {
  const database = new pg.Client(trial.postgres)
  await database.connect()
  try {
    const { rows } = await database.query(`select data from journal where kind = 'opening' order by pos`)
    const [opening] = rows as readonly { data: { person: string; logAnchors: readonly string[] } }[]
    if (!opening) throw new Error('no opening is in the journal')
    const { person, logAnchors } = opening.data
    const anchors = logAnchors.map((text) => {
      const [seq = '', hash = ''] = text.split(':')
      return { seq: Number(seq), hash }
    })
    const verified = verifyLog(join(trial.keys.keyServiceDir, 'data/log'), anchors)
    if (!verified.ok) throw new Error(verified.reason)
    return [
      `  opened by ${person}; why is kept sealed`,
      `  the key service's log holds together, with line ${anchors[0]?.seq} as the journal names it`,
    ]
  } finally {
    await database.end()
  }
}
