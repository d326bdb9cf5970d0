/**
 * The sealer beside plain node:crypto AES-256-GCM over the same bytes in the same run; 1,000 sealers at once; 1,000
 * recordings at once through the whole recorder (recorder-load.ts). The last line is one JSON object.
 *
 *     npm run -s bench:seal
 *
 * `plain` is what a program without a format would do: one cipher for the whole recording, one `update` for each piece
 * as it comes, one tag at the end; such a recording can't be read in parts. `perChunk` is node:crypto with a cipher and
 * a tag for each 16 KiB and nothing else: what any format with random access pays. The pieces are those a recorder may
 * get: 20 ms of stereo L16 at 8 kHz (640 bytes), 128 ms, and larger ones as when it catches up.
 */
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import { createDataKey, createSealer, type RecordingHeader } from '../../src/adapters/crypto/ctirec1/index.ts'
import { recorderLoad } from './recorder-load.ts'

const RECORDING_BYTES = 8 * 1_024 * 1_024
const ROUNDS = 15
const PIECES_BYTES = [640, 4_096, 16_384, 65_536]
/** How FreeSWITCH hands over a recording: every 20 ms. */
const RECORDER_PIECE_BYTES = 640
const CHUNK_BYTES = 16_384
const LEAST_RATIO = 0.8

const RECORDINGS = 1_000
const STEP_MS = 20
const LOAD_MS = 10_000

const header: RecordingHeader = {
  suite: 1,
  recordingId: 'rec_01J9ZZZZZZZZZZZZZZZZZZZZZZ',
  segment: 0,
  codec: 'pcm_s16le',
  rate: 8_000,
  channels: 2,
  startedAt: '2026-03-01T08:00:00.000Z',
  keyId: '00'.repeat(32),
}

const recording = randomBytes(RECORDING_BYTES)
const options = { authTagLength: 16 }

function plain(pieceBytes: number): void {
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12), options)
  for (let at = 0; at < recording.length; at += pieceBytes)
    cipher.update(recording.subarray(at, at + pieceBytes))
  cipher.final()
  cipher.getAuthTag()
}

function perChunk(): void {
  const key = createSecretKey(randomBytes(32))
  const nonce = randomBytes(12)
  for (let at = 0; at < recording.length; at += CHUNK_BYTES) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, options)
    cipher.update(recording.subarray(at, at + CHUNK_BYTES))
    cipher.final()
    cipher.getAuthTag()
  }
}

function sealed(pieceBytes: number): void {
  const sealer = createSealer({ header, dataKey: createDataKey() })
  for (let at = 0; at < recording.length; at += pieceBytes)
    sealer.push(recording.subarray(at, at + pieceBytes))
  sealer.finish()
}

/** MB/s of processor time: what else the machine does at the moment counts less than by the clock. */
function megabytesPerSecond(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return RECORDING_BYTES / (user + system)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits))

interface Throughput {
  readonly pieceBytes: number
  readonly sealedMBs: number
  readonly plainMBs: number
  readonly perChunkMBs: number
  readonly ratio: number
  readonly ratioPerChunk: number
}

function compare(pieceBytes: number): Throughput {
  const figures = { sealed: [] as number[], plain: [] as number[], perChunk: [] as number[] }
  // In turn, so that whatever else the machine does falls on all; the first round only warms up.
  for (let run = 0; run <= ROUNDS; run += 1) {
    const one = {
      sealed: megabytesPerSecond(() => sealed(pieceBytes)),
      plain: megabytesPerSecond(() => plain(pieceBytes)),
      perChunk: megabytesPerSecond(perChunk),
    }
    if (run === 0) continue
    figures.sealed.push(one.sealed)
    figures.plain.push(one.plain)
    figures.perChunk.push(one.perChunk)
  }
  const [ours, against, bare] = [median(figures.sealed), median(figures.plain), median(figures.perChunk)]
  return {
    pieceBytes,
    sealedMBs: Math.round(ours),
    plainMBs: Math.round(against),
    perChunkMBs: Math.round(bare),
    ratio: round(ours / against),
    ratioPerChunk: round(ours / bare),
  }
}

/** 1,000 recordings grow by 640 bytes every 20 ms, in real time, each under a key of its own. */
async function load(): Promise<object> {
  globalThis.gc?.()
  const memoryBefore = process.memoryUsage()
  const began = performance.now()
  const cpuBefore = process.cpuUsage()
  const sealers = Array.from({ length: RECORDINGS }, () => createSealer({ header, dataKey: createDataKey() }))
  const setUpMs = performance.now() - began
  // As if begun at different moments: otherwise all chunks would fill in the same step.
  for (const [n, sealer] of sealers.entries()) sealer.push(recording.subarray(0, (n * 640) % CHUNK_BYTES))
  const loadBegan = performance.now()
  const cpuAtLoad = process.cpuUsage()
  let [steps, longestStepMs, rss] = [0, 0, 0]
  while (steps * STEP_MS < LOAD_MS) {
    const stepBegan = performance.now()
    const piece = recording.subarray(steps * 640, steps * 640 + 640)
    for (const sealer of sealers) sealer.push(piece)
    longestStepMs = Math.max(longestStepMs, performance.now() - stepBegan)
    rss = Math.max(rss, process.memoryUsage.rss())
    steps += 1
    await after(Math.max(steps * STEP_MS - (performance.now() - loadBegan), 0))
  }
  const seconds = (performance.now() - loadBegan) / 1_000
  const cpu = process.cpuUsage(cpuAtLoad)
  for (const sealer of sealers) sealer.finish()
  const whole = process.cpuUsage(cpuBefore)
  return {
    recordings: RECORDINGS,
    kilobytesPerSecondEach: round((steps * 640) / seconds / 1_000, 1),
    cpuShareOfOneCore: round((cpu.user + cpu.system) / 1e6 / seconds, 3),
    cpuSecondsWithSetUpAndEnd: round((whole.user + whole.system) / 1e6),
    setUpMs: Math.round(setUpMs),
    longestStepMs: round(longestStepMs, 1),
    mostRssAddedMB: round((rss - memoryBefore.rss) / 1e6, 1),
  }
}

// First, while the heap is small: the memory is to be the sealers' own.
const thousand = await load()
console.log(JSON.stringify(thousand))
const recorder = await recorderLoad(RECORDINGS)
console.log(JSON.stringify(recorder))
const throughput = PIECES_BYTES.map((pieceBytes) => {
  const figures = compare(pieceBytes)
  console.log(JSON.stringify(figures))
  return figures
})
const asRecorded = throughput.find((figures) => figures.pieceBytes === RECORDER_PIECE_BYTES)
const ratio = asRecorded?.ratio ?? 0
console.log(
  JSON.stringify({
    bench: 'seal',
    figures: {
      pieceBytes: RECORDER_PIECE_BYTES,
      sealedMBs: asRecorded?.sealedMBs,
      leastRatioOfAllPieces: Math.min(...throughput.map((figures) => figures.ratio)),
      throughput,
      thousand,
      recorder,
    },
    against: { what: 'one node:crypto AES-256-GCM cipher, the same pieces', plainMBs: asRecorded?.plainMBs },
    ratio,
  }),
)
if (ratio < LEAST_RATIO) {
  console.error(`the ratio is below ${LEAST_RATIO}`)
  process.exitCode = 1
}
