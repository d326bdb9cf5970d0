/** Which faults meet which states, in which order: all of it from the seed, so that the same plan can be made again. */
import { Random } from '../../../test/domain/simulation/random.ts'
import { KIND_NAMES, type KindName } from './kinds.ts'
import { STATES, type State } from './states.ts'

export interface PlannedFault {
  readonly kind: KindName
  /** Injected when a call is in this state, or when none has come into it for a while. */
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

/** Each next fault is of a kind and meets a state that have had fewest so far; no pair comes again before all have come. */
export function planFaults(seed: number, count: number): readonly PlannedFault[] {
  const random = new Random(seed)
  const rank = new Map(KIND_NAMES.map((kind) => [kind, FIRST.includes(kind) ? 0 : 1]))
  const kinds = new Map<KindName, number>()
  const states = new Map<State, number>()
  let left = shuffled(random)
  const planned: PlannedFault[] = []
  while (planned.length < count) {
    if (left.length === 0) left = shuffled(random)
    const cost = ({ kind, state }: Pair) =>
      (kinds.get(kind) ?? 0) + (rank.get(kind) ?? 0) * 0.5 + (states.get(state) ?? 0)
    const best = left.reduce((cheapest, pair) => (cost(pair) < cost(cheapest) ? pair : cheapest))
    left = left.filter((pair) => pair !== best)
    kinds.set(best.kind, (kinds.get(best.kind) ?? 0) + 1)
    states.set(best.state, (states.get(best.state) ?? 0) + 1)
    planned.push({ ...best, pauseMs: random.between(500, 3_000) })
  }
  return planned
}

interface Pair {
  readonly kind: KindName
  readonly state: State
}

function shuffled(random: Random): Pair[] {
  const pairs = KIND_NAMES.flatMap((kind) => STATES.map((state) => ({ kind, state })))
  return pairs
    .map((pair) => ({ pair, at: random.unit() }))
    .sort((a, b) => a.at - b.at)
    .map(({ pair }) => pair)
}
