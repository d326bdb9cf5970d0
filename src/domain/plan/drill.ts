/** What test calls of a drill meet, noted fact by fact: the drill's report. */
import type { AgentFact } from '../acd/facts.ts'
import { type CallFact, callFact } from '../call/facts.ts'
import { type Call, placeWaitedAt } from '../call/state.ts'
import type { CallId, QueueId } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import type { SiteState } from '../site/state.ts'
import { changesOf, memberPlace, type PlanDefinition, pointer, type QueueChanges } from './definition.ts'
import { type Drill, type DrillCall, MOST_DRILL_CALLS } from './state.ts'

/** What a test call has met of a queue's settings, by what happened to it there. */
const MET_BY: Readonly<Partial<Record<CallFact['type'], readonly (keyof QueueChanges)[]>>> = {
  callQueued: ['rank', 'ageingMs', 'skills', 'licence', 'preferAgentMs'],
  callNeedsRelaxed: ['relax'],
  callOverflowed: ['overflow'],
  callAnnounced: ['announcements'],
  callbackOffered: ['callback'],
  callOffered: ['strategy', 'ringMs', 'ringAtOnce'],
  callConnected: ['record'],
}

/** After a fact about a test call has been folded. */
export function noteDrillCall(state: SiteState, call: Call, fact: CallFact): void {
  const { plans } = state
  const drill = plans.drills.find(({ planId, n }) => planId === call.drill?.planId && n === call.drill.n)
  if (!drill) return
  const next = withFact(state, drill, call, fact)
  if (next !== drill) plans.drills = plans.drills.map((one) => (one === drill ? next : one))
}

function withFact(state: SiteState, drill: Drill, call: Call, fact: CallFact): Drill {
  if (fact.type === 'callAccepted') {
    if (drill.calls.length >= MOST_DRILL_CALLS) return { ...drill, unnoted: drill.unnoted + 1 }
    const { serviceNumber, flowId } = fact.data
    const began: DrillCall = {
      callId: call.id,
      at: fact.at,
      serviceNumber,
      flowIds: [flowId],
      queueIds: [],
      prompts: [],
      answeredAfterMs: null,
      agentId: null,
      ended: null,
    }
    return met({ ...drill, calls: [...drill.calls, began] }, metOnArrival(state, drill.plan, fact.data))
  }
  const noted = drill.calls.find(({ callId }) => callId === call.id)
  if (!noted) return drill
  const now = changed(noted, fact)
  const calls = now === noted ? drill.calls : drill.calls.map((one) => (one === noted ? now : one))
  return met(calls === drill.calls ? drill : { ...drill, calls }, metBy(drill.plan, call, fact))
}

function changed(noted: DrillCall, fact: CallFact): DrillCall {
  switch (fact.type) {
    case 'callQueued':
      return { ...noted, queueIds: withOne(noted.queueIds, fact.data.queueId) }
    case 'callOverflowed': {
      const { to } = fact.data
      const isQueue = typeof to === 'object' && 'queueId' in to
      return isQueue ? { ...noted, queueIds: withOne(noted.queueIds, to.queueId) } : noted
    }
    case 'callHandedOn':
      if (fact.data.to === 'flow') return { ...noted, flowIds: withOne(noted.flowIds, fact.data.flow.id) }
      return { ...noted, answeredAfterMs: noted.answeredAfterMs ?? fact.at - noted.at }
    case 'callConnected': {
      const answeredAfterMs = noted.answeredAfterMs ?? fact.at - noted.at
      return { ...noted, answeredAfterMs, agentId: fact.data.agentId }
    }
    case 'drillPrompted':
      return { ...noted, prompts: [...new Set([...noted.prompts, ...fact.data.prompts])] }
    case 'callEnded':
      return { ...noted, ended: { by: fact.data.by, why: fact.data.why, at: fact.at } }
    default:
      return noted
  }
}

function withOne<T>(all: readonly T[], one: T): readonly T[] {
  return all.includes(one) ? all : [...all, one]
}

/** What the call has met by beginning in this flow. */
function metOnArrival(
  { numbers, otherwiseFlow }: SiteState,
  plan: PlanDefinition,
  { serviceNumber, flowId }: { readonly serviceNumber: string; readonly flowId: string },
): string[] {
  const own = (record: Readonly<Record<string, string>> | undefined, name: string | undefined) =>
    record && name !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
  if (own(plan.numbers, serviceNumber) === flowId) return [pointer('numbers', serviceNumber)]
  const base = own(numbers, serviceNumber) ?? otherwiseFlow
  return base !== undefined && own(plan.flows, base) === flowId ? [pointer('flows', base)] : []
}

function metBy(plan: PlanDefinition, call: Call, fact: CallFact): string[] {
  switch (fact.type) {
    case 'hoursLooked':
      return fact.data.planned ? [pointer('hours', fact.data.calendar)] : []
    case 'drillPrompted':
      return fact.data.replaced.map((name) => pointer('prompts', name))
    case 'callQueued': {
      const { queueId, regained } = fact.data
      const gone = plan.members?.[queueId]?.remove ?? []
      return [
        ...ofQueue(queueId, MET_BY.callQueued),
        ...(regained ? ofQueue(queueId, ['regainMs']) : []),
        ...gone.map((agentId) => memberPlace(queueId, agentId)),
      ]
    }
    case 'callOverflowed':
      return ofQueue(fact.data.queueId, MET_BY.callOverflowed)
    case 'callOffered': {
      const queueId = placeWaitedAt(call.phase)?.queueId ?? call.queueId
      if (queueId === undefined) return []
      return [...ofQueue(queueId, MET_BY.callOffered), memberPlace(queueId, fact.data.agentId)]
    }
    default: {
      const settings = MET_BY[fact.type]
      return settings && call.queueId ? ofQueue(call.queueId, settings) : []
    }
  }
}

function ofQueue(queueId: QueueId, settings: readonly (keyof QueueChanges)[] = []): string[] {
  return settings.map((name) => pointer('queues', queueId, name))
}

/** What follows a test call for its agent: the wrap-up, or the pause after a rejection. */
export function noteDrillAgent(state: SiteState, fact: AgentFact): void {
  const { plans } = state
  if (fact.type !== 'agentWrapUp' && fact.type !== 'agentNotReady') return
  const { callId } = fact.data
  const drill = callId && plans.drills.find(({ calls }) => calls.some((one) => one.callId === callId))
  const queueId = drill && callId && queueOf(drill, callId)
  if (!drill || !queueId) return
  if (fact.type === 'agentNotReady' && fact.data.reasonCode !== 'rejected') return
  const settings =
    fact.type === 'agentWrapUp' ? (['wrapUpMs', 'wrapUp'] as const) : ['rejectPauseMs' as const]
  const next = met(drill, ofQueue(queueId, settings))
  if (next !== drill) plans.drills = plans.drills.map((one) => (one === drill ? next : one))
}

function queueOf({ calls }: Drill, callId: CallId): QueueId | undefined {
  return calls.find((one) => one.callId === callId)?.queueIds.at(-1)
}

/** With these places met, as far as the plan has them. */
function met(drill: Drill, places: readonly string[]): Drill {
  const known = changesOf(drill.plan)
  const fresh = places.filter(
    (place) => !drill.met.includes(place) && known.some((change) => change.place === place),
  )
  return fresh.length === 0 ? drill : { ...drill, met: [...drill.met, ...fresh] }
}

/** Places of the plan that no test call has met. */
export function neverMet({ plan, met: places }: Drill): string[] {
  return changesOf(plan).flatMap(({ place }) => (places.includes(place) ? [] : [place]))
}

/** What test calls are about to hear for the first time, as facts about them. */
export function promptedTestCalls(state: SiteState, commands: readonly Command[], at: number): CallFact[] {
  if (!state.plans.running) return []
  return commands.flatMap((command) => {
    if (!('prompts' in command)) return []
    const call = state.calls.get(command.callId)
    const noted = call?.drill && notedOf(state, call)
    if (!noted) return []
    const names = new Set<string>()
    const replaced = new Set<string>()
    for (const prompt of command.prompts) {
      if (prompt.kind !== 'prompt') continue
      names.add(prompt.name)
      if (prompt.instead !== undefined) replaced.add(prompt.instead)
    }
    const prompts = [...names].filter((name) => !noted.prompts.includes(name))
    if (prompts.length === 0) return []
    return [callFact(noted.callId, 'drillPrompted', at, { prompts, replaced: [...replaced] })]
  })
}

function notedOf({ plans }: SiteState, call: Call): DrillCall | undefined {
  const drill = plans.drills.find(({ planId, n }) => planId === call.drill?.planId && n === call.drill.n)
  return drill?.calls.find(({ callId }) => callId === call.id)
}
