/**
 * Plain channel events of 2.8 KB through our adapter, beside bare modesl 1.2.1 on the same stream. Both hand every
 * event to a listener that reads the same ten headers. The events come from a process of its own; runs alternate, and
 * the medians are compared. The last line is JSON.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createEslClient } from '../../src/adapters/esl/client.ts'
import { silentLog } from '../../src/lib/log.ts'
import { bareModesl } from '../adapters/esl/support/modesl.ts'
import { channelEvents, EVENT_NAMES, TOUCHED } from './esl-events.ts'

const EVENTS_PER_RUN = Number(process.env['BENCH_ESL_EVENTS'] ?? 28_000)
const RUNS = Number(process.env['BENCH_ESL_RUNS'] ?? 7)

/** Counts characters, so that reading can't be optimised away and both can be seen to have read the same. */
function createMeter() {
  let events = 0
  let characters = 0
  let startedAt = 0
  let finish: (rate: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    finish = resolve
  })
  return {
    finished,
    characters: () => characters,
    take: (get: (name: string) => string | null | undefined) => {
      if (events === 0) startedAt = performance.now()
      for (const name of TOUCHED) characters += get(name)?.length ?? 0
      if (++events === EVENTS_PER_RUN) finish((EVENTS_PER_RUN - 1) / ((performance.now() - startedAt) / 1000))
    },
  }
}

interface Run {
  readonly perSecond: number
  readonly characters: number
}

async function ours(port: number): Promise<Run> {
  const meter = createMeter()
  const client = createEslClient({
    host: '127.0.0.1',
    port,
    password: 'x',
    events: EVENT_NAMES,
    log: silentLog,
    onEvent: (event) => meter.take((name) => event.get(name)),
    onState: (state) => {
      if (state.type === 'up') client.api(`blast ${EVENTS_PER_RUN}`, { timeoutMs: 60_000 }, () => {})
    },
  })
  client.start()
  const perSecond = await meter.finished
  await client.close()
  return { perSecond, characters: meter.characters() }
}

async function bare(port: number): Promise<Run> {
  const meter = createMeter()
  const connection = new bareModesl.Connection('127.0.0.1', port, 'x')
  for (const name of EVENT_NAMES) {
    connection.on(`esl::event::${name}::*`, (event) => meter.take((header) => event.getHeader(header)))
  }
  await new Promise<unknown>((resolve) => connection.once('esl::event::auth::success', resolve))
  await new Promise<unknown>((resolve) => connection.events('plain', EVENT_NAMES, resolve))
  connection.sendRecv(`api blast ${EVENTS_PER_RUN}`, () => {})
  const perSecond = await meter.finished
  connection.socket?.destroy()
  return { perSecond, characters: meter.characters() }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const source = fork(new URL('./esl-source.ts', import.meta.url))
const [port] = (await once(source, 'message')) as [number]

const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
// The first round warms both up and isn't counted.
for (let round = 0; round <= RUNS; round++) {
  const modesl = await bare(port)
  const adapter = await ours(port)
  if (modesl.characters !== adapter.characters) {
    throw new Error(
      `the two read different headers: ${modesl.characters} and ${adapter.characters} characters`,
    )
  }
  if (round === 0) continue
  rates.bare.push(modesl.perSecond)
  rates.ours.push(adapter.perSecond)
  const [a, b] = [adapter.perSecond, modesl.perSecond].map((rate) => Math.round(rate).toLocaleString('en'))
  console.log(`run ${round}: adapter ${a} events/s, modesl ${b} events/s`)
}
source.disconnect()

const figures = { eventsPerSecond: Math.round(median(rates.ours)) }
const against = { eventsPerSecond: Math.round(median(rates.bare)), what: 'modesl 1.2.1' }
const bytes = channelEvents(280).reduce((sum, event) => sum + event.length, 0) / 280
console.log(
  JSON.stringify({
    bench: 'esl',
    figures: { ...figures, runs: RUNS, eventsPerRun: EVENTS_PER_RUN, bytesPerEvent: Math.round(bytes) },
    against,
    ratio: Number((figures.eventsPerSecond / against.eventsPerSecond).toFixed(2)),
  }),
)
