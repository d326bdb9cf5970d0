/** What is counted of queues, and what their wallboard shows. Callers waiting are `cti_queue_waiting`. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { FiguresObserver } from '../../runtime/figures/counting.ts'
import type { QueueSums } from '../../runtime/figures/measures.ts'
import type { QueueBoard } from '../../runtime/figures/wallboard.ts'

/** Undefined while this process doesn't own the site: then the owner shows it. */
export type BoardSource = () => readonly QueueBoard[] | undefined

export interface FigureMeter {
  readonly observer: FiguresObserver
  /** Reads the source. */
  read(): void
}

const OUTCOMES = [
  'abandoned',
  'shortAbandoned',
  'overflowed',
  'left',
  'timedOut',
  'fellBack',
  'endedOtherwise',
] as const satisfies readonly (keyof QueueSums)[]

const CALLBACKS = {
  callbacksPromised: 'promised',
  callbacksAnswered: 'answered',
  callbacksFailed: 'failed',
} as const satisfies Partial<Record<keyof QueueSums, string>>

export function createFigureMeter(registry: Registry, source: BoardSource): FigureMeter {
  const registers = [registry]
  const arrivals = new Counter({
    name: 'cti_queue_arrivals_total',
    help: 'Arrivals of callers in the queue',
    labelNames: ['queue'],
    registers,
  })
  const outcomes = new Counter({
    name: 'cti_queue_outcomes_total',
    help: 'What became of callers in the queue: answeredInTime, answeredLate, or how it ended without an answer',
    labelNames: ['queue', 'outcome'],
    registers,
  })
  const callbacks = new Counter({
    name: 'cti_queue_callbacks_total',
    help: 'Callbacks promised, answered by an agent in the end, or come to nothing',
    labelNames: ['queue', 'outcome'],
    registers,
  })
  const position = new Gauge({
    name: 'cti_figures_position',
    help: 'Position in the journal up to which figures are counted',
    registers,
  })
  const longest = new Gauge({
    name: 'cti_queue_longest_wait_seconds',
    help: 'How long the caller has waited who waits longest now',
    labelNames: ['queue'],
    registers,
  })
  const agents = new Gauge({
    name: 'cti_queue_agents',
    help: 'Agents logged on for the queue; who serves several is counted in each',
    labelNames: ['queue', 'state'],
    registers,
  })
  const level = new Gauge({
    name: 'cti_queue_service_level_ratio',
    help: 'Callers answered in time: of the day so far, of the last half hour; absent where there is nobody to judge by',
    labelNames: ['queue', 'window'],
    registers,
  })

  function count(queue: string, sums: QueueSums): void {
    if (sums.arrived > 0) arrivals.inc({ queue }, sums.arrived)
    const ended = (outcome: string, n: number) => n > 0 && outcomes.inc({ queue, outcome }, n)
    ended('answeredInTime', sums.answeredInTime)
    ended('answeredLate', sums.answered - sums.answeredInTime)
    for (const outcome of OUTCOMES) ended(outcome, sums[outcome])
    for (const [name, outcome] of Object.entries(CALLBACKS)) {
      const n = sums[name as keyof typeof CALLBACKS]
      if (n > 0) callbacks.inc({ queue, outcome }, n)
    }
  }

  function show({ queueId: queue, longestWaitSince, agents: on, today, lastHalfHour }: QueueBoard): void {
    longest.set({ queue }, longestWaitSince === null ? 0 : Math.max(0, Date.now() - longestWaitSince) / 1000)
    const { loggedOn: _, ...states } = on
    for (const [state, n] of Object.entries(states)) agents.set({ queue, state }, n)
    const levels = { day: today?.serviceLevel, halfHour: lastHalfHour?.serviceLevel }
    for (const [window, ratio] of Object.entries(levels))
      if (typeof ratio === 'number') level.set({ queue, window }, ratio)
  }

  return {
    observer: {
      counted(pos, added) {
        position.set(pos)
        // Each is there twice: in its quarter of an hour, and in its day.
        for (const row of added?.queues ?? []) if (row.span === 1_440) count(row.queueId, row.sums)
      },
    },
    read() {
      for (const gauge of [longest, agents, level]) gauge.reset()
      for (const board of source() ?? []) show(board)
    },
  }
}
