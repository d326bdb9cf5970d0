/** A whole day, from midnight until the last of its calls has ended. */
import { Random } from '../../../test/domain/simulation/random.ts'
import { Callers } from './callers.ts'
import { Desks } from './desks.ts'
import { Estimates } from './estimates.ts'
import { Ground, type Listener } from './ground.ts'
import { Phones } from './phones.ts'
import { BEGAN_AT, DAY_MS, HOUR_MS, type Plan, planDay, type QueuePlan } from './plan.ts'
import { type Compared, ReferenceQueues } from './reference.ts'
import type { Settings } from './settings.ts'
import { defineSite } from './site.ts'
import { Tally } from './tally.ts'
import { Watch } from './watch.ts'

/** Calls that haven't ended so long after midnight never will. */
const AFTERWARDS_MS = 6 * HOUR_MS
/** Between two looks at the progress. */
const STEPS = 20_000

export interface Progress {
  /** Since midnight. */
  readonly simulatedMs: number
  readonly calls: number
  readonly live: number
  readonly waiting: number
  readonly inputs: number
  readonly faults: number
}

export interface Day {
  readonly plan: Plan
  readonly tally: Tally
  readonly watch: Watch
  readonly estimates: Estimates
  readonly compared: readonly Compared[]
  readonly calls: number
  readonly inputs: number
  readonly facts: number
  /** Calls that never ended; more than none is a fault. */
  readonly left: number
}

/** `also`: who else is told of all that happens. */
export function runDay(
  settings: Settings,
  tell: (progress: Progress) => void = () => {},
  also: readonly Listener[] = [],
): Day {
  const plan = planDay(settings)
  const ground = new Ground(new Random(settings.seed), BEGAN_AT - HOUR_MS)
  const queueOf = (call: number): QueuePlan => callers.queueOf(call)
  const phones = new Phones(ground, settings.agentsDo, queueOf)
  const callers = new Callers(ground, phones, plan.queues, settings)
  const desks = new Desks(ground, settings.agentsDo)
  const watch = new Watch()
  const tally = new Tally(queueOf, plan.agents, settings.serviceLevelSeconds * 1_000)
  const estimates = new Estimates(queueOf)
  const reference = new ReferenceQueues(queueOf, BEGAN_AT + (settings.reference?.fromHour ?? 0) * HOUR_MS)
  // The watch first: what it says of an input is about the state right after it.
  for (const listener of [watch, tally, estimates, reference, phones, desks, callers, ...also])
    ground.listen(listener)
  defineSite(ground, plan)
  desks.begin(plan.agents)
  callers.begin()
  const midnight = BEGAN_AT + DAY_MS
  const goesOn = () => ground.step(midnight) || (watch.live > 0 && ground.step(midnight + AFTERWARDS_MS))
  for (let steps = 0; goesOn(); steps += 1) {
    if (steps % STEPS !== 0) continue
    const { inputs, now } = ground
    const { live, faults, standing } = watch
    tell({
      simulatedMs: now - BEGAN_AT,
      calls: callers.calls,
      live,
      waiting: standing.waiting,
      inputs,
      faults,
    })
  }
  const { inputs, facts } = ground
  const compared = reference.compare()
  return { plan, tally, watch, estimates, compared, calls: callers.calls, inputs, facts, left: watch.live }
}
