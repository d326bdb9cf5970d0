/** Which faults meet which states, in which order: all of it from the seed, so that the same plan can be made again. */
import { Random } from '../../../test/domain/simulation/random.ts'
import { type KindName, kindNames } from './kinds.ts'
import { STATES, type State } from './states.ts'

export interface PlannedFault {
  readonly kind: KindName
  /** Injected when a call is in this state, or when none could be brought into it. */
  readonly state: State
  /** After everything has recovered from the fault before. */
  readonly pauseMs: number
}

/** However short a drill is, these come first. */
const FIRST: readonly KindName[] = [
  'controllerKilled',
  'switchKilled',
  'databaseKilled',
  'redisKilled',
  'controllerDead',
  'switchLinkReset',
  'controllerAsleep',
  'redisFlushed',
  'databaseLinkHeld',
  'switchLinkHeld',
]

/** With two controllers, these. */
const FIRST_OF_TWO: readonly KindName[] = [
  'controllerKilled',
  'controllerAsleep',
  'redisFlushed',
  'controllerForgotten',
  'controllerTold',
  'sleeperForgotten',
  'controllerCutOff',
  'controllerDead',
  'frontKilled',
  'waiterKilled',
]

/** Between two faults. Now and then it is quiet for longer, so that what is only seen in quiet times is seen. */
const PAUSE_MS = { from: 300, to: 1_800 } as const
const QUIET_EVERY = 10
const QUIET_MS = 5_000

/** Each next fault is of a kind and meets a state that have had fewest so far; no pair comes again before all have come. */
export function planFaults(seed: number, count: number, controllers: 1 | 2): readonly PlannedFault[] {
  const random = new Random(seed)
  const names = kindNames(controllers)
  const firsts = controllers === 2 ? FIRST_OF_TWO : FIRST
  const rank = new Map(names.map((kind) => [kind, firsts.includes(kind) ? 0 : 1]))
  const kinds = new Map<KindName, number>()
  const states = new Map<State, number>()
  let left = shuffled(names, random)
  const planned: PlannedFault[] = []
  while (planned.length < count) {
    if (left.length === 0) left = shuffled(names, random)
    const cost = ({ kind, state }: Pair) =>
      (kinds.get(kind) ?? 0) + (rank.get(kind) ?? 0) * 0.5 + (states.get(state) ?? 0)
    const best = left.reduce((cheapest, pair) => (cost(pair) < cost(cheapest) ? pair : cheapest))
    left = left.filter((pair) => pair !== best)
    kinds.set(best.kind, (kinds.get(best.kind) ?? 0) + 1)
    states.set(best.state, (states.get(best.state) ?? 0) + 1)
    const quietMs = planned.length > 0 && planned.length % QUIET_EVERY === 0 ? QUIET_MS : 0
    planned.push({ ...best, pauseMs: quietMs + random.between(PAUSE_MS.from, PAUSE_MS.to) })
  }
  return planned
}

interface Pair {
  readonly kind: KindName
  readonly state: State
}

function shuffled(names: readonly KindName[], random: Random): Pair[] {
  const pairs = names.flatMap((kind) => STATES.map((state) => ({ kind, state })))
  return pairs
    .map((pair) => ({ pair, at: random.unit() }))
    .sort((a, b) => a.at - b.at)
    .map(({ pair }) => pair)
}
