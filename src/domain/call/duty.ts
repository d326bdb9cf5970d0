/**
 * Somebody on duty takes a caller whom the team doesn't: the queue's duty chain, step by step, while the caller keeps the
 * place, hears music, and the team's phones ring on.
 *
 *   began ─▶ rung ─▶ asked ─ key ─▶ confirmed ─▶ transferring ─▶ handedOn
 *     ▲        │       │
 *     │        └───────┴── nobody, no key ─▶ the next step; after the last, a pause and another round
 *     └──────────────────────────────────────────────┘
 *
 * A voicemail presses no key: it is no answer. What the chain orders is looked at after every input (`nextDuty`), so that
 * no way out of the queue is forgotten: wherever the caller doesn't wait any more, its phones are let go.
 */
import type { Agent } from '../acd/agent.ts'
import { serves } from '../acd/agent.ts'
import { type DutyChain, type DutyStep, dutyStepNow, nextDutyLook, nextDutyRound } from '../acd/duty-chain.ts'
import { agentFact } from '../acd/facts.ts'
import { licenceFault } from '../acd/licences.ts'
import { both, type Decision, decided, type Fact, nothing } from '../decision.ts'
import { type AgentId, legIdOf } from '../ids.ts'
import type { Command, Destination } from '../site/commands.ts'
import { isReachable, type Queue, type SiteState } from '../site/state.ts'
import { isDutyFor, joinedAt } from './duty-place.ts'
import type { Duty, DutyRing } from './duty-state.ts'
import { hangUp } from './end.ts'
import { callFact, type DutyFailure } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, type Place, placeOnDuty, placeWaitedAt } from './state.ts'

/** A caller with whom something is to be done about duty. */
interface OnDuty {
  readonly state: SiteState
  readonly call: Call
  readonly place: Place
  readonly queue: Queue
  readonly chain: DutyChain
  readonly at: number
}

/** The next decision about those on duty, or undefined when all is as it should be. */
export function nextDuty(state: SiteState, at: number): Decision | undefined {
  for (const callId of state.dutyDue) {
    const call = state.calls.get(callId)
    const decision = call && ofCall(state, call, at)
    if (decision) return decision
    // Nothing is left to do about it until something happens to it, or to whoever is on, again.
    state.dutyDue.delete(callId)
  }
  return undefined
}

function ofCall(state: SiteState, call: Call, at: number): Decision | undefined {
  const { duty } = call
  const place = placeOnDuty(call.phase)
  const isOver = duty !== undefined && (!place || !isDutyFor(duty, place))
  if (isOver && duty.rings.length > 0) {
    const isTaken = placeWaitedAt(call.phase) !== undefined || 'withLegId' in call.phase
    return dutyWithdrawn(call, duty.rings, isTaken ? 'answeredElsewhere' : 'cancelled', at)
  }
  const on = onDuty(state, call, at)
  if (!on) return undefined
  if (!duty || isOver) return began(on)
  const step = stepNow(on, duty)
  if (step !== undefined) return tried(on, duty, step)
  return duty.tried.length > 0 && duty.rings.length === 0 ? anotherRound(on, duty) : undefined
}

/** Undefined: nobody is to be rung for this call now. */
function onDuty(state: SiteState, call: Call, at: number): OnDuty | undefined {
  const place = placeOnDuty(call.phase)
  const queue = place && state.queues.get(place.queueId)
  const chain = queue?.definition.duty
  if (!place || !chain || chain.steps.length === 0 || !isReachable(state, call.nodeId)) return undefined
  return queue && { state, call, place, queue, chain, at }
}

function began({ call, place, chain, at }: OnDuty): Decision {
  const from = joinedAt(place)
  const lookAt = nextDutyLook(chain, { from, tried: [] }, at)
  const data = { queueId: place.queueId, joinedAt: from, round: 1, from, lookAt }
  return decided([callFact(call.id, 'dutyBegan', at, data)])
}

function anotherRound({ call, chain, at }: OnDuty, { queueId, joinedAt, round }: Duty): Decision {
  const { from, lookAt } = nextDutyRound(chain, at)
  return decided([callFact(call.id, 'dutyBegan', at, { queueId, joinedAt, round: round + 1, from, lookAt })])
}

function stepNow(on: OnDuty, duty: Duty): number | undefined {
  return dutyStepNow(on.chain, duty, duty.rings.length > 0, (step) => counts(on, step), on.at)
}

function counts({ state, queue, place, at }: OnDuty, { when }: DutyStep): boolean {
  if (when === 'always') return true
  for (const agentId of queue.members) {
    const agent = state.agents.get(agentId)
    if (!agent || !serves(agent, queue.id)) continue
    if (when === 'nobodyOn' || !licenceFault(agent, place.needs, at)) return false
  }
  return true
}

/** The step has its turn: its phone is rung, or there is none that could be. */
function tried(on: OnDuty, duty: Duty, index: number): Decision {
  const { state, call, place, chain, at } = on
  const step = chain.steps[index]
  if (!step) return nothing
  const lookAt = nextDutyLook(chain, { from: duty.from, tried: [...duty.tried, index] }, at)
  const needsLicence = place.needs.licences !== undefined
  if ('number' in step.to) {
    const licence = needsLicence ? { licence: 'unchecked' as const } : {}
    return rung(
      on,
      index,
      step,
      { lookAt, to: 'number', ...licence },
      { kind: 'number', number: step.to.number },
    )
  }
  const { agentId } = step.to
  const agent = state.agents.get(agentId)
  const why = agent ? unfit(state, agent, place, at) : 'unknown'
  if (!agent || why)
    return decided([callFact(call.id, 'dutyPassed', at, { step: index, why: why ?? 'unknown', lookAt })])
  const licence = needsLicence ? { licence: 'held' as const } : {}
  const { extension } = agent
  const ring = rung(
    on,
    index,
    step,
    { lookAt, to: { agentId }, ...licence },
    { kind: 'extension', extension },
  )
  if (agent.phase.name === 'loggedOff') return ring
  const legId = legIdOf(call.id, call.legsMade + 1)
  return both(ring, decided([agentFact(agentId, 'agentReserved', at, { callId: call.id, legId })]))
}

/** Why this agent isn't rung. Who is logged off is, where the phone is nobody else's by now. */
function unfit(
  state: SiteState,
  agent: Agent,
  { needs }: Place,
  at: number,
): 'busy' | 'unlicensed' | undefined {
  if (licenceFault(agent, needs, at)) return 'unlicensed'
  if (agent.phase.name === 'ready' || agent.phase.name === 'notReady') return undefined
  if (agent.phase.name !== 'loggedOff' || state.extensions.inUseBy(agent.extension) !== undefined)
    return 'busy'
  return isRungOnDuty(state, agent.id) ? 'busy' : undefined
}

/** Whether a phone of this agent, who is logged off, rings or talks for a caller. */
export function isRungOnDuty(state: SiteState, agentId: AgentId): boolean {
  for (const { legs, phase } of state.calls.values()) {
    if (phase.name === 'ending') continue
    for (const leg of legs.values()) if (leg.agentId === agentId && leg.leavingBy === undefined) return true
  }
  return false
}

type Rung = Omit<Extract<Fact, { type: 'dutyRung' }>['data'], 'step' | 'legId' | 'dueAt'>

function rung(
  { call, at }: OnDuty,
  index: number,
  { ringMs }: DutyStep,
  told: Rung,
  to: Destination,
): Decision {
  const legId = legIdOf(call.id, call.legsMade + 1)
  const order: Command = {
    type: 'originate',
    nodeId: call.nodeId,
    callId: call.id,
    legId,
    role: to.kind === 'extension' ? 'agent' : 'party',
    to,
    ringMs,
    // Outside, the trunk shows the hospital's own number.
    shownNumber: to.kind === 'extension' ? call.calling.masked : '',
    earlyMedia: 'ignore',
  }
  const fact = callFact(call.id, 'dutyRung', at, { step: index, ...told, legId, dueAt: at + ringMs })
  return decided([fact], [order])
}

/** The phones stop ringing; agents are free again when their legs have ended. */
export function dutyWithdrawn(
  call: Call,
  rings: readonly DutyRing[],
  why: 'answeredElsewhere' | 'cancelled' | 'preempted',
  at: number,
): Decision {
  if (rings.length === 0) return nothing
  const legIds = rings.map(({ legId }) => legId)
  const rung = why === 'answeredElsewhere' ? 'LOSE_RACE' : 'ORIGINATOR_CANCEL'
  const orders = rings.map(({ legId, token }) => hangUp(call, legId, token === '' ? rung : 'NORMAL_CLEARING'))
  return decided(
    [callFact(call.id, 'dutyWithdrawn', at, { legIds, why, legsDueAt: at + LIMITS.hangUpMs })],
    orders,
  )
}

/** States that this one hasn't taken the call. What follows is decided next, by `nextDuty`. */
export function dutyFailed(
  state: SiteState,
  call: Call,
  { legId, step }: DutyRing,
  why: DutyFailure,
  legDueAt: number | null,
  at: number,
): Decision {
  const on = onDuty(state, call, at)
  const lookAt = on && call.duty ? nextDutyLook(on.chain, call.duty, at) : null
  return decided([callFact(call.id, 'dutyFailed', at, { legId, step, why, legDueAt, lookAt })])
}

/** The moment has come for the next step, though something may keep it from counting. */
export function dutyLooked(state: SiteState, call: Call, at: number): Decision {
  const { duty } = call
  const on = onDuty(state, call, at)
  if (!duty || !on) return decided([callFact(call.id, 'dutyLooked', at, { lookAt: null })])
  const step = isDutyFor(duty, on.place) ? stepNow(on, duty) : undefined
  if (step !== undefined) return tried(on, duty, step)
  return decided([callFact(call.id, 'dutyLooked', at, { lookAt: nextDutyLook(on.chain, duty, at) })])
}
