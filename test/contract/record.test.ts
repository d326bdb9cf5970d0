/** How a leg is recorded: what the orders answer, what is told, what is in the file. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { toneDb } from '../support/audio/goertzel.ts'
import { eventually } from '../support/eventually.ts'
import { type Arrival, type Bench, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { RECORD_HOW } from './support/orders.ts'
import { AGENT_HZ, CALLER_HZ } from './support/site.ts'

const BYTES_PER_MS = 32
const STEP_BYTES = 20 * BYTES_PER_MS
const PAGE_BYTES = 4_096
const LOUD_DB = -20
/** What frames that got lost on a busy machine make of the other side's tone is far below it, too. */
const QUIET_DB = -35
/** The first frames of a recording are held back, and what comes later with them (RECORD_PRE_BUFFER_FRAMES). */
const HELD_BACK_MS = 100

/** Files of a scenario's own, in memory as the spool is. */
function spool(bench: Bench): (take: number) => string {
  const dir = mkdtempSync('/dev/shm/cti-contract-')
  bench.later(() => rmSync(dir, { recursive: true, force: true }))
  const id = callId().replace('call_', 'rec_')
  return (take) => join(dir, `${id}.${take}.raw`)
}

async function start(bench: Bench, uuid: string, file: string): Promise<void> {
  expect(await bench.socket.api(`uuid_setvar_multi ${uuid} ${RECORD_HOW}`)).toBe('+OK\n')
  expect(await bench.socket.api(`uuid_record ${uuid} start ${file}`)).toBe('+OK Success\n')
}

const order = (bench: Bench, { uuid }: Arrival, what: string, file: string) =>
  bench.socket.api(`uuid_record ${uuid} ${what} ${file}`)

/** Resolves when the file has so much more than now. */
function grown(file: string, ms: number): Promise<number> {
  const wanted = (existsSync(file) ? statSync(file).size : 0) + ms * BYTES_PER_MS
  return eventually(async () => {
    const { size } = statSync(file)
    return size >= wanted ? { found: size } : { waiting: `${size} bytes` }
  }, SOON_MS + ms)
}

/** One side of the file, 16-bit at 8 kHz. */
function side(file: string, which: 'left' | 'right', fromMs = 0, toMs?: number): Int16Array {
  const bytes = readFileSync(file).subarray(
    fromMs * BYTES_PER_MS,
    toMs === undefined ? undefined : toMs * BYTES_PER_MS,
  )
  const at = which === 'left' ? 0 : 2
  return Int16Array.from({ length: Math.floor(bytes.length / 4) }, (_, n) => bytes.readInt16LE(n * 4 + at))
}

contract('a talk is recorded', (scenario) => {
  scenario('what the leg says on the left, what it hears on the right, in steps of 20 ms', async (bench) => {
    const file = spool(bench)(0)
    const { patient } = await bench.talk()
    await start(bench, patient.uuid, file)
    const began = await bench.socket.event('RECORD_START', { 'Unique-ID': patient.uuid })
    expect(began.pick('Record-File-Path', 'Channel-Read-Codec-Name', 'Channel-Read-Codec-Rate')).toEqual({
      'Record-File-Path': file,
      'Channel-Read-Codec-Name': 'PCMU',
      'Channel-Read-Codec-Rate': '8000',
    })
    await grown(file, 300)
    const sizes = new Set<number>()
    while (sizes.size < 8) {
      sizes.add(statSync(file).size)
      await new Promise(setImmediate)
    }
    // Linux lengthens a file page by page, so that one write may be seen half done where it crosses into the next.
    const whole = [...sizes].filter((size) => size % PAGE_BYTES !== 0)
    expect(whole.length).toBeGreaterThan(0)
    for (const size of whole) expect(size % STEP_BYTES).toBe(0)
    await grown(file, 500)
    expect(await order(bench, patient, 'stop', file)).toBe('+OK Success\n')
    const stopped = await bench.socket.event('RECORD_STOP', { 'Unique-ID': patient.uuid })
    expect(stopped.pick('Record-File-Path', 'Record-Completion-Cause')).toEqual({
      'Record-File-Path': file,
      'Record-Completion-Cause': 'success-maxtime',
    })
    expect(loudest(side(file, 'left', 200), CALLER_HZ)).toBeGreaterThan(LOUD_DB)
    expect(toneDb(side(file, 'left', 200), AGENT_HZ)).toBeLessThan(QUIET_DB)
    expect(loudest(side(file, 'right', 200), AGENT_HZ)).toBeGreaterThan(LOUD_DB)
    expect(toneDb(side(file, 'right', 200), CALLER_HZ)).toBeLessThan(QUIET_DB)
    const { size } = statSync(file)
    expect(stopped.get('variable_record_samples')).toBe(String(size / 4))
    expect(await order(bench, patient, 'stop', file)).toBe('-ERR Cannot stop record session!\n')
  })

  scenario('a second order for the same file changes nothing', async (bench) => {
    const file = spool(bench)(0)
    const { patient } = await bench.talk()
    await start(bench, patient.uuid, file)
    const before = await grown(file, 300)
    expect(await order(bench, patient, 'start', file)).toBe('+OK Success\n')
    expect(await grown(file, 100)).toBeGreaterThan(before)
    const begun = bench.socket.events.filter((event) => event.get('Event-Name') === 'RECORD_START')
    expect(begun).toHaveLength(1)
  })

  scenario('a masked stretch is silence on both sides, the time line is kept', async (bench) => {
    const file = spool(bench)(0)
    const { patient } = await bench.talk()
    await start(bench, patient.uuid, file)
    const length = () => statSync(file).size / BYTES_PER_MS
    await grown(file, 500)
    // What an order does begins somewhere between its sending and its answer.
    const clearUntil = length()
    expect(await order(bench, patient, 'mask', file)).toBe('+OK Success\n')
    const maskedFrom = length() + HELD_BACK_MS
    await grown(file, 600)
    const maskedUntil = length()
    expect(await order(bench, patient, 'unmask', file)).toBe('+OK Success\n')
    const clearFrom = length() + HELD_BACK_MS
    await grown(file, 500)
    await order(bench, patient, 'stop', file)
    expect(maskedUntil - maskedFrom).toBeGreaterThan(300)
    for (const [which, hz] of [
      ['left', CALLER_HZ],
      ['right', AGENT_HZ],
    ] as const) {
      const masked = side(file, which, maskedFrom, maskedUntil)
      expect(masked.every((sample) => Math.abs(sample) <= 1)).toBe(true)
      const clear = [side(file, which, 0, clearUntil), side(file, which, clearFrom)]
      for (const stretch of clear) expect(loudest(stretch, hz)).toBeGreaterThan(LOUD_DB)
    }
    expect(await order(bench, patient, 'mask', `${file}x`)).toBe('-ERR Cannot mask recording session!\n')
  })

  scenario(
    'a codec that is changed in mid-call is told; the next take goes on where the last ended',
    async (bench) => {
      const file = spool(bench)
      const { patient } = await bench.talk()
      await start(bench, patient.uuid, file(0))
      await grown(file(0), 900)
      const speaking = patient.call.speak('PCMA')
      const told = await bench.socket.event('CODEC', {
        'Unique-ID': patient.uuid,
        'Channel-Read-Codec-Name': 'PCMA',
      })
      expect(told.get('Channel-Read-Codec-Rate')).toBe('8000')
      await order(bench, patient, 'stop', file(0))
      await order(bench, patient, 'start', file(1))
      await speaking
      await grown(file(1), 1_000)
      await order(bench, patient, 'stop', file(1))
      const toldAt = await recordTimes(bench, patient, 4)
      for (const take of [0, 1]) {
        const [from = 0, to = 0] = toldAt.slice(take * 2)
        const recordedMs = statSync(file(take)).size / BYTES_PER_MS
        // By the switch's own clock: a codec that is misread makes half of it or twice as much.
        expect(recordedMs / (to - from)).toBeGreaterThan(0.75)
        expect(recordedMs / (to - from)).toBeLessThan(1.25)
      }
      expect(loudest(side(file(1), 'left', 400), CALLER_HZ)).toBeGreaterThan(LOUD_DB)
    },
  )

  scenario('a caller who holds is not recorded meanwhile, and is again afterwards', async (bench) => {
    const file = spool(bench)(0)
    const { patient } = await bench.talk()
    await start(bench, patient.uuid, file)
    await grown(file, 300)
    await patient.call.hold()
    const held = await eventually(async () => {
      const { size } = statSync(file)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return statSync(file).size === size ? { found: size } : { waiting: `${size} bytes` }
    }, SOON_MS)
    await patient.call.unhold()
    expect(await grown(file, 300)).toBeGreaterThan(held)
  })

  scenario('ends with the leg, and says so after its hang-up', async (bench) => {
    const file = spool(bench)(0)
    const { patient } = await bench.talk()
    await start(bench, patient.uuid, file)
    await grown(file, 300)
    await patient.call.hangUp()
    const stopped = await bench.socket.event('RECORD_STOP', { 'Unique-ID': patient.uuid })
    expect(stopped.get('Record-Completion-Cause')).toBe('success-silence')
    const names = bench.socket.events
      .filter((event) => event.get('Unique-ID') === patient.uuid)
      .map((event) => event.get('Event-Name'))
    expect(names.indexOf('CHANNEL_HANGUP')).toBeLessThan(names.indexOf('RECORD_STOP'))
    expect(await order(bench, patient, 'start', `${file}x`)).toBe('-ERR Cannot locate session!\n')
  })

  scenario('goes on in park when the agent has left, until it is told to stop', async (bench) => {
    const file = spool(bench)(0)
    const { patient, agent } = await bench.talk()
    await start(bench, patient.uuid, file)
    await grown(file, 300)
    const parks = () =>
      bench.socket.events.filter(
        (event) => event.get('Event-Name') === 'CHANNEL_PARK' && event.get('Unique-ID') === patient.uuid,
      ).length
    const before = parks()
    await agent.call.hangUp()
    await eventually(
      async () => (parks() > before ? { found: true } : { waiting: `${parks()} parks` }),
      SOON_MS,
    )
    await grown(file, 300)
    expect(await order(bench, patient, 'stop', file)).toBe('+OK Success\n')
  })
})

/** The strongest that a tone is in any tenth of a second: a busy machine loses frames, and not all of a talk. */
function loudest(samples: Int16Array, hz: number): number {
  const steps = Array.from({ length: Math.floor(samples.length / 800) }, (_, n) => n * 800)
  return Math.max(...steps.map((at) => toneDb(samples.subarray(at, at + 800), hz)))
}

/** The moments of the leg's first RECORD_START and RECORD_STOP events, in milliseconds of the switch's clock. */
function recordTimes(bench: Bench, { uuid }: Arrival, count: number): Promise<number[]> {
  return eventually(async () => {
    const told = bench.socket.events.filter(
      (event) => event.get('Unique-ID') === uuid && /^RECORD_/.test(event.get('Event-Name') ?? ''),
    )
    const times = told.map((event) => Number(event.get('Event-Date-Timestamp')) / 1_000)
    return times.length >= count ? { found: times } : { waiting: `${times.length} events` }
  }, SOON_MS)
}
