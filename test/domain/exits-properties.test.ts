/**
 * No state without an exit: from wherever chance has led, time alone leads on, with not a word from the outside, until
 * everybody and everything waits for a person. For whom, is a closed list.
 */
import './support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentPhase } from '../../src/domain/acd/agent.ts'
import type { Call, Phase } from '../../src/domain/call/state.ts'
import { isReachable, type SiteState } from '../../src/domain/site/state.ts'
import { beginsWithMore } from './support/beyond.ts'
import { type Draw, inputOf, NODES } from './support/chance.ts'
import { callingParty, connecting, hangsUp, heard, makesCall } from './support/given.ts'
import { recordingSite } from './support/recordings.ts'
import { agentId, agentLeg, callerLeg, type Site, talking } from './support/story.ts'

const draw: fc.Arbitrary<Draw> = fc.record({
  what: fc.nat({ max: 64 }),
  who: fc.nat({ max: 30 }),
  how: fc.nat({ max: 30 }),
  ms: fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 70_000 })),
  node: fc.nat({ max: 2 }),
})
/** Where histories begin: chance alone seldom leads there. */
const BEGINNINGS: readonly ((site: Site) => void)[] = [
  () => {},
  (site) => talking(site, 1, 'li'),
  (site) => {
    talking(site, 1, 'li')
    hangsUp(site, callerLeg(1))
    hangsUp(site, agentLeg(1, 1))
  },
  (site) => connecting(site, 1),
  (site) => {
    callingParty(site, 1)
    hangsUp(site, agentLeg(1, 2), 'USER_BUSY')
  },
  (site) => void callingParty(site, 1),
  (site) => {
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    makesCall(site, 1)
  },
  (site) => {
    site.arrives(1, '8008')
    site.leg('legAnswered', callerLeg(1))
    hangsUp(site, callerLeg(1))
    site.agentReady('li')
  },
  (site) => {
    site.arrives(1, '8004')
    site.leg('legAnswered', callerLeg(1))
    heard(site, 1)
  },
  (site) => {
    site.arrives(1, '8005')
    site.leg('legAnswered', callerLeg(1))
    site.leg('legAnswered', agentLeg(1, 1))
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
  },
]

const history = fc.record({
  draws: fc.array(draw, { minLength: 5, maxLength: 50 }),
  begins: fc.nat({ max: BEGINNINGS.length - 1 }),
})
interface History {
  readonly draws: readonly Draw[]
  readonly begins: number
}
const runs = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 2026),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40),
}

/** Longer and longer, as far as any promise of ours holds. */
const STEPS_MS = [
  ...Array.from({ length: 10 }, () => 1_000),
  ...Array.from({ length: 30 }, () => 20_000),
  ...Array.from({ length: 30 }, () => 600_000),
]

type Seen = Map<string, number>

function live({ draws, begins }: History, agents: Seen, calls: Seen): Site {
  const site = recordingSite()
  beginsWithMore(site)
  for (const nodeId of NODES) site.when({ type: 'switchConnected', nodeId, coreUuid: 'core-1', legs: [] })
  BEGINNINGS[begins]?.(site)
  const count = (seen: Seen, name: string) => seen.set(name, (seen.get(name) ?? 0) + 1)
  const look = () => {
    for (const { phase } of site.state.agents.values()) count(agents, phase.name)
    for (const { phase } of site.state.calls.values()) count(calls, phase.name)
  }
  look()
  draws.forEach((one, index) => {
    site.after(one.ms)
    site.when(inputOf(site, one, 100 + index))
    look()
  })
  return site
}

/** Deadlines are reached, and nothing else happens. */
function timePasses(site: Site): void {
  for (const ms of STEPS_MS) site.after(ms)
}

/** For whom a call may wait without an end of its own; undefined: for nobody. */
function awaitedBy(state: SiteState, call: Call): string | undefined {
  const { phase, nodeId } = call
  // The switch that has it is out of reach: it comes back, or an operator gives it up.
  if (!isReachable(state, nodeId) && call.legs.size > 0) return 'operator'
  switch (phase.name) {
    case 'queued':
      return phase.place.giveUpAt === undefined ? 'agent or caller' : undefined
    case 'connected':
    case 'handedOn':
      return phase.returnedBy === undefined ? 'one of the two' : undefined
    case 'fallback':
      return 'one of the two'
    default:
      return undefined
  }
}

/** The same of an agent. */
function agentAwaits(state: SiteState, phase: AgentPhase): string | undefined {
  switch (phase.name) {
    case 'loggedOff':
    case 'ready':
      return 'agent or caller'
    case 'notReady':
      return phase.until === undefined ? 'agent' : undefined
    case 'busy': {
      const call = state.calls.get(phase.callId)
      return call && awaitedBy(state, call)
    }
    default:
      return undefined
  }
}

/** Who is somewhere, with nobody to wait for; each with what exactly it is in. */
function notAwaiting({ state }: Site): Map<string, string> {
  const found = new Map<string, string>()
  for (const call of state.calls.values())
    if (awaitedBy(state, call) === undefined) found.set(call.id, JSON.stringify(call.phase))
  for (const { id, phase } of state.agents.values())
    if (agentAwaits(state, phase) === undefined) found.set(id, JSON.stringify(phase))
  return found
}

/** Those who are still where they were, long after. */
function stuckIn(site: Site): string[] {
  timePasses(site)
  const before = notAwaiting(site)
  for (let n = 0; n < 3; n += 1) site.after(600_000)
  return [...notAwaiting(site)].flatMap(([id, now]) => (before.get(id) === now ? [`${id} is in ${now}`] : []))
}

/** A record, so that a phase that is added has to be thought of here. */
const CALL_PHASES: Readonly<Record<Phase['name'], true>> = {
  walking: true,
  queued: true,
  offered: true,
  connecting: true,
  connected: true,
  callingAgent: true,
  callingParty: true,
  telling: true,
  voicemail: true,
  transferring: true,
  handedOn: true,
  awaitingCallback: true,
  callingBack: true,
  fallback: true,
  ending: true,
}
const AGENT_PHASES: Readonly<Record<AgentPhase['name'], true>> = {
  loggedOff: true,
  notReady: true,
  ready: true,
  reserved: true,
  busy: true,
  wrapUp: true,
}

describe('no state without an exit', () => {
  const agents: Seen = new Map()
  const calls: Seen = new Map()

  it('while the switches are in reach and say nothing', () => {
    fc.assert(
      fc.property(history, (drawn) => {
        const site = live(drawn, agents, calls)
        for (const nodeId of NODES) {
          if (isReachable(site.state, nodeId)) continue
          const legs = [...site.state.calls.values()].flatMap((call) =>
            call.nodeId === nodeId
              ? [...call.legs].map(([legId, { role, answered }]) => ({
                  legId,
                  callId: call.id,
                  role,
                  answered,
                  bridgedTo: undefined,
                  waiting: true,
                  fallback: false,
                  arrival: undefined,
                }))
              : [],
          )
          site.when({ type: 'switchConnected', nodeId, coreUuid: 'core-1', legs })
        }
        expect(stuckIn(site)).toEqual([])
      }),
      runs,
    )
  })

  it('while every switch is out of reach: no agent is kept by a phone that rings', () => {
    fc.assert(
      fc.property(history, (drawn) => {
        const site = live(drawn, agents, calls)
        for (const nodeId of NODES) site.when({ type: 'switchLost', nodeId })
        expect(stuckIn(site)).toEqual([])
      }),
      runs,
    )
  })

  it('held of every state that there is', () => {
    for (const begins of BEGINNINGS.keys()) live({ draws: [], begins }, agents, calls)
    expect([...agents.keys()].sort()).toEqual(Object.keys(AGENT_PHASES).sort())
    expect([...calls.keys()].sort()).toEqual(Object.keys(CALL_PHASES).sort())
  })
})
