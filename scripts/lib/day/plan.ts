/** Who works where and when, and which queue has how many calls: all of it drawn before the day begins. */
import type { Random } from '../../../test/domain/simulation/random.ts'
import { exponentialMs, logNormalMs, shareOut } from './chance.ts'
import type { Station } from './erlang.ts'
import { agentsOf, type Department, type Reference, type Settings } from './settings.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** Midnight where the site is (UTC+8). */
export const BEGAN_AT = Date.UTC(2026, 7, 31, 16)

export interface QueuePlan {
  readonly n: number
  /** What the report calls the group that it belongs to. */
  readonly group: string
  readonly isEmergency: boolean
  readonly hasMenu: boolean
  readonly ringMs: number
  readonly wrapUpMs: number
  readonly maxWaitMs: number | undefined
  /** Of the day's calls that come by the hour; 0 for reference queues. */
  readonly weight: number
  readonly station: Station | undefined
  talkMs(random: Random): number
  patienceMs(random: Random): number
}

export interface AgentPlan {
  readonly n: number
  readonly queues: readonly number[]
  /** From midnight; agents of a shift past midnight have one at each end of the day. */
  readonly shifts: readonly { readonly fromMs: number; readonly toMs: number }[]
  readonly isReference: boolean
}

export interface Plan {
  readonly queues: readonly QueuePlan[]
  readonly agents: readonly AgentPlan[]
}

const ALL_DAY = [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }]

export function planDay(settings: Settings): Plan {
  const { reference } = settings
  const stations = reference ? stationsOf(reference) : []
  const staff = settings.agents - agentsOf(reference?.erlangC) - agentsOf(reference?.erlangA)
  const departments = departmentsOf(settings, settings.queues - stations.length)
  const queues: QueuePlan[] = departments.flatMap(({ queues }) => queues)
  const agents = agentsFor(settings, departments, staff)
  for (const { group, station } of stations) {
    const n = queues.length
    queues.push(referenceQueue(n, group, station))
    for (let a = 0; a < station.agents; a += 1)
      agents.push({ n: agents.length, queues: [n], shifts: ALL_DAY, isReference: true })
  }
  return { queues, agents }
}

interface DepartmentPlan {
  readonly department: Department
  readonly queues: readonly QueuePlan[]
  /** How much of the day's work it has. */
  readonly work: number
}

function departmentsOf({ departments }: Settings, queueCount: number): DepartmentPlan[] {
  const counts = shareOut(
    queueCount,
    departments.map(({ queues }) => queues),
    1,
  )
  let n = 0
  return departments.map((department, index) => {
    const count = counts[index] ?? 1
    // A few large ones, many small ones.
    const sizes = Array.from({ length: count }, (_, k) => 1 / (k + 3))
    const sum = sizes.reduce((all, size) => all + size, 0)
    const queues = sizes.map((size) => queueOf(n++, department, (department.calls * size) / sum))
    const { median, spread } = department.talkSeconds
    const heldSeconds = median * Math.exp(spread ** 2 / 2) + department.wrapUpSeconds + 5
    return { department, queues, work: department.calls * heldSeconds }
  })
}

function queueOf(n: number, department: Department, weight: number): QueuePlan {
  const { talkSeconds, patienceSeconds, ringSeconds, wrapUpSeconds, maxWaitSeconds } = department
  return {
    n,
    group: department.name,
    isEmergency: department.emergency,
    hasMenu: department.menu,
    ringMs: ringSeconds * 1_000,
    wrapUpMs: wrapUpSeconds * 1_000,
    maxWaitMs: maxWaitSeconds * 1_000,
    weight,
    station: undefined,
    talkMs: (random) => logNormalMs(random, talkSeconds.median * 1_000, talkSeconds.spread),
    patienceMs: (random) => exponentialMs(random, patienceSeconds * 1_000),
  }
}

function referenceQueue(n: number, group: string, station: Station): QueuePlan {
  const { patienceMs } = station
  return {
    n,
    group,
    isEmergency: false,
    hasMenu: false,
    ringMs: 20_000,
    wrapUpMs: 0,
    maxWaitMs: undefined,
    weight: 0,
    station,
    talkMs: (random) => exponentialMs(random, station.talkMs),
    patienceMs: (random) =>
      patienceMs === undefined ? Number.POSITIVE_INFINITY : exponentialMs(random, patienceMs),
  }
}

export const ERLANG_C = 'Erlang C'
export const ERLANG_A = 'Erlang A'

function stationsOf({ talkSeconds, erlangC, erlangA }: Reference): { group: string; station: Station }[] {
  const talkMs = talkSeconds * 1_000
  const several = (group: string, { queues, agents, load }: typeof erlangC, patienceMs: number | undefined) =>
    Array.from({ length: queues }, () => ({
      group,
      station: { agents, arrivalsPerMs: load / talkMs, talkMs, patienceMs },
    }))
  return [
    ...several(ERLANG_C, erlangC, undefined),
    ...several(ERLANG_A, erlangA, erlangA.patienceSeconds * 1_000),
  ]
}

function agentsFor(settings: Settings, departments: readonly DepartmentPlan[], staff: number): AgentPlan[] {
  const { shifts } = settings
  const counts = shareOut(
    staff,
    departments.map(({ work }) => work),
    shifts.length,
  )
  const agents: AgentPlan[] = []
  departments.forEach(({ department, queues }, index) => {
    const count = counts[index] ?? 0
    const firsts = shareOut(
      count,
      queues.map(({ weight }) => weight),
    )
    const helped = departments.filter((other) => other.department.sharedWith === department.name)
    const byShift = shiftsInTurn(count, settings)
    queues.forEach((_, first) => {
      for (let k = firsts[first] ?? 0; k > 0; k -= 1) {
        const n = agents.length
        const own = served(queues, first, department.queuesOfAnAgent, n)
        const helps = helped.flatMap((other) => [other.queues[n % other.queues.length]?.n ?? own[0] ?? 0])
        const shift = byShift() ?? shifts[0]
        agents.push({
          n,
          queues: [...new Set([...own, ...helps])],
          shifts: shift ? hoursOf(shift) : ALL_DAY,
          isReference: false,
        })
      }
    })
  })
  return agents
}

/** The first, and others of the department in turn, so that every queue has agents, small ones by those of large ones. */
function served(queues: readonly QueuePlan[], first: number, count: number, n: number): number[] {
  const own = new Set<number>()
  for (let k = 0; k < Math.min(count, queues.length); k += 1) {
    const at = k === 0 ? first : (first + 1 + ((n * 7 + k * 13) % queues.length)) % queues.length
    const queue = queues[at]
    if (queue) own.add(queue.n)
  }
  return [...own]
}

/** Gives the shifts by their shares, mixed evenly: whoever is furthest behind its share is next. */
function shiftsInTurn(count: number, { shifts }: Settings): () => Settings['shifts'][number] | undefined {
  const left = shareOut(
    count,
    shifts.map(({ share }) => share),
    1,
  )
  const all = [...left]
  return () => {
    let best = -1
    for (let k = 0; k < left.length; k += 1) {
      const behind = (left[k] ?? 0) / (all[k] ?? 1)
      if (best < 0 || behind > (left[best] ?? 0) / (all[best] ?? 1)) best = k
    }
    left[best] = (left[best] ?? 0) - 1
    return shifts[best]
  }
}

function hoursOf({ from, to }: { from: number; to: number }): AgentPlan['shifts'] {
  const shift = { fromMs: from * HOUR_MS, toMs: to * HOUR_MS }
  if (shift.toMs <= DAY_MS) return [shift]
  return [{ fromMs: 0, toMs: shift.toMs - DAY_MS }, shift]
}
