/**
 * A waiting caller whom nobody of the queue serves in time goes elsewhere, by the queue's own rules:
 *
 *   queued ─ rule ─┬▶ queued, in another queue, served as if it had always waited there
 *     ▲            ├▶ transferring ─▶ handedOn
 *     └────────────│──── nobody answers
 *                  └▶ another flow
 *
 * Each rule is tried once in a queue, and no caller comes back to a queue, so the way ends.
 */

import { demandsOf, distinct } from '../acd/demands.ts'
import { expectedWaitMs } from '../acd/estimate.ts'
import { type Needs, NO_NEEDS, type RelaxAt } from '../acd/needs.ts'
import { nextLook, type OverflowRule, ruleNow } from '../acd/overflow-rules.ts'
import { together } from '../acd/skills.ts'
import { both, type Decision, decided } from '../decision.ts'
import { type FlowId, legIdOf, type QueueId } from '../ids.ts'
import { definitionFor } from '../plan/of-call.ts'
import { same } from '../site/same.ts'
import { isReachable, type Queue, type SiteState } from '../site/state.ts'
import { type CallFact, callFact } from './facts.ts'
import { leaveQueue } from './leave-queue.ts'
import { LIMITS } from './limits.ts'
import { queueStepOf } from './needs-change.ts'
import { type Call, outerLeg, type Place } from './state.ts'
import { enterStep } from './walk.ts'

type Overflowed = Extract<CallFact, { type: 'callOverflowed' }>['data']
type Passed = Extract<CallFact, { type: 'callOverflowPassed' }>['data']

/** The moment has come to look at the rules. */
export function overflowDue(state: SiteState, call: Call, at: number): Decision {
  return overflow(state, call, at) ?? passed(state, call, null, 'somebodyOn', at)
}

/** The first waiting caller who has to go because nobody is on. */
export function nextOverflow(state: SiteState, at: number): Decision | undefined {
  for (const queueId of state.unmanned) {
    const queue = state.queues.get(queueId)
    if (!queue || queue.pace.manned) continue
    // Test calls of a drill may have rules where others have none.
    if (!queue.definition.overflow && !state.plans.running) continue
    for (const { call } of queue.waiting) {
      const decision = isReachable(state, call.nodeId) ? overflow(state, call, at) : undefined
      if (decision) return decision
    }
  }
  return undefined
}

/** Undefined: no rule counts now. */
function overflow(state: SiteState, call: Call, at: number): Decision | undefined {
  if (call.phase.name !== 'queued') return undefined
  const { place } = call.phase
  const queue = state.queues.get(place.queueId)
  const rules = rulesFor(state, call, place)
  if (!queue || rules.length === 0) return undefined
  const index = ruleNow(rules, place, place.joinedAt ?? place.enqueuedAt, queue.pace.manned, at)
  const rule = rules[index]
  return rule && carriedOut(state, call, place, { rule, index }, at)
}

interface Numbered {
  readonly rule: OverflowRule
  readonly index: number
}

function carriedOut(state: SiteState, call: Call, place: Place, numbered: Numbered, at: number): Decision {
  const { to } = numbered.rule
  if ('queueId' in to) return toQueue(state, call, place, numbered, to.queueId, at)
  if ('flowId' in to) return toFlow(state, call, place, numbered, to.flowId, at)
  return toNumber(state, call, place, numbered, to.number, at)
}

function told(
  state: SiteState,
  call: Call,
  place: Place,
  { rule, index }: Numbered,
  at: number,
): Omit<Overflowed, 'to'> {
  const { queueId, enqueuedAt } = place
  const overflowAt = lookAfter(state, call, place, [...(place.tried ?? []), index], at)
  const why = rule.when ?? 'waited'
  return { queueId, rule: index, why, waitedMs: at - enqueuedAt, overflowAt: overflowAt ?? null }
}

function rulesFor(state: SiteState, call: Call, { queueId }: Place): readonly OverflowRule[] {
  return definitionFor(state, call, queueId)?.overflow ?? []
}

/** At once, where another rule counts now. */
function lookAfter(
  state: SiteState,
  call: Call,
  place: Place,
  tried: readonly number[],
  at: number,
): number | undefined {
  const queue = state.queues.get(place.queueId)
  const rules = rulesFor(state, call, place)
  const joined = place.joinedAt ?? place.enqueuedAt
  const another = ruleNow(rules, { tried }, joined, queue?.pace.manned ?? false, at)
  return another >= 0 ? at : nextLook(rules, tried, joined, at)
}

/** The music goes on: the caller is told nothing, for nothing has changed but who comes. */
function toQueue(
  state: SiteState,
  call: Call,
  place: Place,
  numbered: Numbered,
  queueId: QueueId,
  at: number,
): Decision {
  const queue = state.queues.get(queueId)
  if (!queue) return passed(state, call, numbered.index, 'unknown', at)
  if (queueId === place.queueId || place.from?.includes(queueId)) {
    return passed(state, call, numbered.index, 'beenThere', at)
  }
  const rules = definitionFor(state, call, queueId)?.overflow ?? []
  const overflowAt = nextLook(rules, [], at, at) ?? null
  const to = { queueId, ...expected(queue, place, at), ...needed(state, call, queue, place, at) }
  return decided([
    callFact(call.id, 'callOverflowed', at, { ...told(state, call, place, numbered, at), overflowAt, to }),
  ])
}

/**
 * In the other queue its own skills are needed, with its own relaxations from now on, and what step and data of the call
 * demand; the skills of the queue that is left, whose agents didn't come, are welcome only. Licences are hard: those that
 * were needed are needed there too.
 */
function needed(
  state: SiteState,
  call: Call,
  { definition }: Queue,
  place: Place,
  at: number,
): { needs?: Needs; relax?: readonly RelaxAt[] } {
  const { needs, told: demands = [], preferUntil } = place
  const step = queueStepOf(state, call, place) ?? {}
  const there = demandsOf(definition, step, call, state.servedLast, at, { demands })
  const { skills, licences = [] } = there.needs ?? NO_NEEDS
  const welcome = needs.skills.map(({ skill }) => ({ skill, level: 0 }))
  const all = distinct(...(needs.licences ?? []), ...licences)
  const { preferAgentId } = needs
  const now: Needs = {
    skills: together(skills, welcome),
    ...(all.length > 0 ? { licences: all } : {}),
    ...(preferAgentId === undefined || preferUntil === undefined ? {} : { preferAgentId }),
  }
  const relax = there.relax ?? []
  return same(now, needs) && same(relax, place.relax) ? {} : { needs: now, relax }
}

/** Of the whole wait, as at its beginning. */
function expected(queue: Queue, place: Place, at: number): { expectedMs?: number } {
  const ms = expectedWaitMs(queue.pace, queue.waiting.ahead(place), at)
  return ms === undefined ? {} : { expectedMs: at - place.enqueuedAt + ms }
}

/** The music goes on while it rings. Meanwhile no agent is offered the caller. */
function toNumber(
  state: SiteState,
  call: Call,
  place: Place,
  numbered: Numbered,
  number: string,
  at: number,
): Decision {
  const legId = legIdOf(call.id, call.legsMade + 1)
  const step = place.step ?? place.queueId
  const dueAt = at + LIMITS.overflowRingMs
  return decided(
    [
      callFact(call.id, 'callOverflowed', at, { ...told(state, call, place, numbered, at), to: 'number' }),
      callFact(call.id, 'handOnBegan', at, { step, to: 'number', legId, dueAt, keepsPlace: true }),
    ],
    [
      {
        type: 'originate',
        nodeId: call.nodeId,
        callId: call.id,
        legId,
        role: 'party',
        to: { kind: 'number', number },
        ringMs: LIMITS.overflowRingMs,
        shownNumber: '',
        earlyMedia: 'ignore',
      },
    ],
  )
}

function toFlow(
  state: SiteState,
  call: Call,
  place: Place,
  numbered: Numbered,
  flowId: FlowId,
  at: number,
): Decision {
  const version = state.currentFlows.get(flowId)
  const flow = version === undefined ? undefined : state.flows.get(version)
  if (!flow || version === undefined || outerLeg(call) === undefined) {
    return passed(state, call, numbered.index, 'unknown', at)
  }
  const facts = [
    callFact(call.id, 'callOverflowed', at, { ...told(state, call, place, numbered, at), to: { flowId } }),
    callFact(call.id, 'callHandedOn', at, {
      step: place.step ?? place.queueId,
      to: 'flow',
      flow: { id: flowId, version },
      ...(flow.urgent && { urgent: true as const }),
    }),
  ]
  return both(leaveQueue(call, at), decided(facts), enterStep(state, call, flow, flow.start, at))
}

/** A rule led nowhere, or (`rule` null) none counts yet. */
function passed(state: SiteState, call: Call, rule: number | null, why: Passed['why'], at: number): Decision {
  if (call.phase.name !== 'queued') return decided([])
  const { place } = call.phase
  const tried = rule === null ? (place.tried ?? []) : [...(place.tried ?? []), rule]
  const overflowAt = lookAfter(state, call, place, tried, at) ?? null
  const { queueId } = place
  return decided([callFact(call.id, 'callOverflowPassed', at, { queueId, rule, why, overflowAt })])
}
