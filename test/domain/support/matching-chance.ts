/** Histories of a site where it matters who serves whom, put together by chance. */
import fc from 'fast-check'
import type { Agent } from '../../../src/domain/acd/agent.ts'
import { STRATEGIES } from '../../../src/domain/acd/needs.ts'
import type { Call, Place } from '../../../src/domain/call/state.ts'
import type { CallId } from '../../../src/domain/ids.ts'
import { isReachable, type SiteState } from '../../../src/domain/site/state.ts'
import { definesAgent, definesQueue, licence, type QueueSketch, siteOf } from './matching.ts'
import { agentId, callerLeg, type Happened, type Site } from './story.ts'

const NAMES = ['li', 'wang', 'zhao', 'chen'] as const
const QUEUES = ['general', 'stroke', 'advice'] as const
const NUMBERS = ['8000', '8001', '8002', '8003', '8999', '8998'] as const

interface Draw {
  readonly what: number
  readonly who: number
  readonly how: number
  readonly ms: number
}
const draw: fc.Arbitrary<Draw> = fc.record({
  what: fc.nat({ max: 17 }),
  who: fc.nat({ max: 30 }),
  how: fc.nat({ max: 30 }),
  ms: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 40_000 }), fc.constant(86_400_000)),
})
export const history = fc.array(draw, { minLength: 5, maxLength: 70 })
/** Always the same histories; `PROPERTY_SEED` tries others. */
export const runs = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 2026),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 50),
}

function sketchOf(queue: string, how: number): QueueSketch {
  const strategy = STRATEGIES[how % STRATEGIES.length] ?? 'longestIdle'
  const relax = [{ afterMs: 20_000, skill: 'stroke', level: how % 2 }]
  const common = { strategy, ringAtOnce: 2, preferAgentMs: 30_000, wrapUpMs: (how % 3) * 5_000 }
  if (queue === 'stroke') return { ...common, skills: [{ skill: 'stroke', level: 3 }], relax }
  return queue === 'advice' ? { ...common, licence: { kind: 'physician' } } : common
}

function agentOf(index: number, how: number) {
  const queues = QUEUES.filter((_, n) => ((how + index) >> n) % 2 === 0)
  const validTo = ['2030-12-31', '2027-01-15', '2027-01-16'][how % 3] ?? ''
  return {
    queues: queues.length > 0 ? queues : QUEUES,
    extension: `10${index + 10}`,
    skills: [{ skill: 'stroke', level: 1 + ((how + index) % 6) }],
    licences: how % 4 === 3 ? [] : [licence('physician', { validTo }, how % 7 === 6)],
    ...(how % 2 === 0 ? { weights: { queue_stroke: 3, queue_general: 2 } as Record<string, number> } : {}),
  }
}

function begins(): Site {
  return siteOf(
    Object.fromEntries(QUEUES.map((queue, n) => [queue, sketchOf(queue, n)])),
    Object.fromEntries(NAMES.map((name, n) => [name, agentOf(n, n)])),
    {
      '8000': ['general'],
      '8001': ['stroke'],
      '8002': ['advice', { rank: 1 }],
      '8003': ['general', { skills: [{ skill: 'stroke', level: 2 }], rank: 8 }],
      '8999': ['general', { priority: 'emergency' }],
      '8998': ['advice', { priority: 'emergency' }],
    },
  )
}

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T
}

/** What switch, agents and administrators might do next. */
function happens(site: Site, { what, who, how }: Draw, fresh: number): Happened {
  const calls = [...site.state.calls.values()]
  const call = calls.length > 0 ? at(calls, who) : undefined
  const legs = [...(call?.legs.keys() ?? [])]
  const legId = legs.length > 0 ? at(legs, how) : callerLeg(1)
  const name = at(NAMES, who)
  const agent = { agentId: agentId(name) }
  switch (what) {
    case 0:
    case 1:
    case 2:
    case 3: {
      const calling = { masked: '138****5678', hash: `hash-${how % 5}` }
      return site.when({ type: 'legParked', arrival: { ...site.arrival(fresh, at(NUMBERS, how)), calling } })
    }
    case 4:
    case 5:
      return site.leg('legAnswered', legs.at(-1) ?? legId)
    case 6:
    case 7:
      return site.leg('legsBridged', legs[0] ?? legId, { withLegId: legs.at(-1) ?? legId })
    case 8:
    case 9:
    case 10:
      return site.leg('legHungUp', legId, { cause: at(['NORMAL_CLEARING', 'NO_ANSWER', 'LOSE_RACE'], how) })
    case 11:
      return site.when({ type: 'logOnAgent', ...agent, extension: undefined })
    case 12:
    case 13:
      return site.when({ type: 'makeAgentReady', ...agent })
    case 14:
      return how % 3 === 0
        ? site.when({ type: 'logOffAgent', ...agent })
        : site.when({ type: 'makeAgentNotReady', ...agent, reasonCode: 'break' })
    case 15:
      definesAgent(site, name, agentOf(who % NAMES.length, how))
      return site.after(0)
    case 16:
      definesQueue(site, at(QUEUES, who), sketchOf(at(QUEUES, who), how))
      return site.after(0)
    default:
      return how % 2 === 0
        ? site.when({ type: 'switchLost' })
        : site.reconnected(
            calls.flatMap(({ id, legs: own }) =>
              [...own].map(([leg, { role, answered }]) => ({
                legId: leg,
                callId: id,
                role,
                answered,
                waiting: true,
              })),
            ),
          )
  }
}

export function live(draws: readonly Draw[], look: (site: Site, happened: Happened) => void): Site {
  const site = begins()
  for (const name of NAMES) site.agentReady(name)
  draws.forEach((one, index) => {
    look(site, site.after(one.ms))
    look(site, happens(site, one, 100 + index))
  })
  return site
}

/** Calls that wait and whose switch is in reach. */
export function waitingCalls(state: SiteState): { call: Call; place: Place }[] {
  return [...state.calls.values()].flatMap((call) =>
    call.phase.name === 'queued' && isReachable(state, call.nodeId)
      ? [{ call, place: call.phase.place }]
      : [],
  )
}

/** The offers that were made just now. */
export function offersOf(site: Site, { facts }: Happened): { call: Call; place: Place; agent: Agent }[] {
  return facts.flatMap((fact) => {
    if (fact.type !== 'callOffered') return []
    const call = site.state.calls.get(fact.subject as CallId)
    const agent = site.state.agents.get((fact.data as { agentId: Agent['id'] }).agentId)
    if (!call || !agent || call.phase.name !== 'offered') return []
    return [{ call, place: call.phase.place, agent }]
  })
}
