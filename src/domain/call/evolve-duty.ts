/** Folds what becomes of those on duty who are rung for a waiting caller. */
import { assertNever } from '../assert-never.ts'
import type { AgentId, LegId } from '../ids.ts'
import type { Duty, DutyRing } from './duty-state.ts'
import type { CallFact } from './facts.ts'
import { markAnswered } from './mark-answered.ts'
import { type Call, newLeg, placeWaitedAt } from './state.ts'

const TYPES = [
  'dutyBegan',
  'dutyRung',
  'dutyPassed',
  'dutyLooked',
  'dutyAsked',
  'dutyConfirmed',
  'dutyFailed',
  'dutyWithdrawn',
] as const
export type DutyFact = Extract<CallFact, { type: (typeof TYPES)[number] }>

export function evolveDuty(call: Call, fact: DutyFact): void {
  if (fact.type === 'dutyBegan') {
    call.duty = { ...fact.data, tried: [], rings: [] }
    return
  }
  const { duty } = call
  if (!duty) return
  switch (fact.type) {
    case 'dutyRung': {
      const { step, to, legId, dueAt, lookAt } = fact.data
      const agentId = to === 'number' ? null : to.agentId
      rings(call, legId, agentId)
      const ring: DutyRing = { legId, step, agentId, token: '', dueAt }
      call.duty = { ...duty, tried: [...duty.tried, step], lookAt, rings: [...duty.rings, ring] }
      return
    }
    case 'dutyPassed':
      call.duty = { ...duty, tried: [...duty.tried, fact.data.step], lookAt: fact.data.lookAt }
      return
    case 'dutyLooked':
      call.duty = { ...duty, lookAt: fact.data.lookAt }
      return
    case 'dutyAsked': {
      const { legId, token, dueAt } = fact.data
      call.tokens += 1
      markAnswered(call, legId)
      const asked = (ring: DutyRing) => (ring.legId === legId ? { ...ring, token, dueAt } : ring)
      call.duty = { ...duty, rings: duty.rings.map(asked) }
      return
    }
    case 'dutyConfirmed':
      call.duty = without(duty, [fact.data.legId])
      isBridged(call, fact.data)
      return
    case 'dutyFailed': {
      const { legId, legDueAt, lookAt } = fact.data
      leaves(call, legId, legDueAt)
      call.duty = { ...without(duty, [legId]), lookAt }
      return
    }
    case 'dutyWithdrawn':
      for (const legId of fact.data.legIds) leaves(call, legId, fact.data.legsDueAt)
      call.duty = without(duty, fact.data.legIds)
      return
    default:
      assertNever(fact)
  }
}

function rings(call: Call, legId: LegId, agentId: AgentId | null): void {
  call.legsMade += 1
  call.legs.set(legId, agentId === null ? newLeg('party') : newLeg('agent', agentId))
}

/** From here on as with a phone that the queue's rules have had rung: the place is kept until the bridge is seen. */
function isBridged(call: Call, data: Extract<DutyFact, { type: 'dutyConfirmed' }>['data']): void {
  const place = placeWaitedAt(call.phase)
  if (!place) return
  const { legId, agentId, dueAt } = data
  const to = agentId === null ? 'number' : 'extension'
  const step = place.step ?? place.queueId
  call.phase = { name: 'transferring', step, to, legId, answered: true, dueAt, place }
}

function without(duty: Duty, legIds: readonly LegId[]): Duty {
  return { ...duty, rings: duty.rings.filter(({ legId }) => !legIds.includes(legId)) }
}

function leaves(call: Call, legId: LegId, by: number | null): void {
  const leg = call.legs.get(legId)
  if (leg && by !== null) leg.leavingBy = by
}
