/** Folds what happens to a call beyond menus and agents: announcements, messages, phones of the flow's own, what follows a talk. */
import { assertNever } from '../assert-never.ts'
import type { CallFact } from './facts.ts'
import { markAnswered } from './mark-answered.ts'
import { type Call, newLeg } from './state.ts'

const TYPES = [
  'callNeedsChanged',
  'callNeedsRelaxed',
  'callAnnounced',
  'broadcastHeard',
  'voicemailBegan',
  'voicemailResumed',
  'voicemailLeft',
  'handOnBegan',
  'handOnAnswered',
  'callHandedOn',
  'handOnEnded',
  'afterTalkBegan',
] as const
export type BeyondFact = Extract<CallFact, { type: (typeof TYPES)[number] }>

export function evolveBeyond(call: Call, fact: BeyondFact): void {
  const { phase } = call
  switch (fact.type) {
    case 'callNeedsChanged': {
      if (!('place' in phase) || !phase.place) return
      const { needs, relax, preferUntil, told, rank, servedAs } = fact.data
      const place = {
        ...phase.place,
        needs,
        relax,
        preferUntil: preferUntil ?? undefined,
        told,
        rank,
        servedAs,
      }
      call.phase = { ...phase, place } as Call['phase']
      return
    }
    case 'callNeedsRelaxed': {
      if (phase.name !== 'queued') return
      const { needs, relax, preferUntil } = fact.data
      call.phase = {
        name: 'queued',
        place: { ...phase.place, needs, relax, preferUntil: preferUntil ?? undefined },
      }
      return
    }
    case 'callAnnounced': {
      if (phase.name !== 'queued') return
      const place = { ...phase.place, announceAt: fact.data.dueAt, announced: fact.data.nth }
      call.phase = { name: 'queued', place }
      return
    }
    case 'broadcastHeard': {
      if (phase.name !== 'queued' && phase.name !== 'offered') return
      call.phase = { ...phase, place: { ...phase.place, announceAt: fact.data.announceAt ?? undefined } }
      return
    }
    case 'voicemailBegan':
      call.tokens += 1
      call.phase = { name: 'voicemail', attempt: 1, since: fact.at, ...fact.data }
      return
    case 'voicemailResumed':
      if (phase.name !== 'voicemail') return
      call.tokens += 1
      call.phase = { ...phase, ...fact.data }
      return
    case 'voicemailLeft':
      stepsOut(call, fact.data.step, fact.at)
      return
    case 'handOnBegan': {
      const { step, to, legId, dueAt, keepsPlace } = fact.data
      call.legsMade += 1
      call.legs.set(legId, newLeg('party'))
      const kept = keepsPlace && phase.name === 'queued' ? { place: phase.place } : {}
      call.phase = { name: 'transferring', step, to, legId, answered: false, dueAt, ...kept }
      return
    }
    case 'handOnAnswered':
      markAnswered(call, fact.data.legId)
      if (phase.name === 'transferring') call.phase = { ...phase, answered: true, dueAt: fact.data.dueAt }
      return
    case 'callHandedOn':
      handedOn(call, fact.data, fact.at)
      return
    case 'handOnEnded': {
      const leg = call.legs.get(fact.data.legId)
      if (leg && fact.data.legDueAt !== null) leg.leavingBy = fact.data.legDueAt
      if ((phase.name === 'transferring' || phase.name === 'handedOn') && phase.place) {
        call.phase = { name: 'queued', place: phase.place }
        return
      }
      stepsOut(call, fact.data.step, fact.at)
      return
    }
    case 'afterTalkBegan':
      stepsOut(call, fact.data.step, fact.data.dueAt)
      return
    default:
      assertNever(fact)
  }
}

function handedOn(call: Call, to: Extract<BeyondFact, { type: 'callHandedOn' }>['data'], at: number): void {
  if (to.to === 'flow') {
    call.flow = to.flow
    if (to.urgent) call.urgent = true
    // They were the other flow's.
    call.answered = undefined
    stepsOut(call, '', at)
    return
  }
  const { step, legId, withLegId, agentId } = to
  const { place } = call.phase.name === 'transferring' ? call.phase : {}
  call.connectedAt ??= at
  call.agentId = agentId ?? call.agentId
  markAnswered(call, legId)
  call.phase = {
    name: 'handedOn',
    step,
    legId,
    withLegId,
    since: at,
    returnedBy: undefined,
    ...(place && { place }),
  }
}

/** Back in the flow, at `step`; nothing has been ordered there yet. */
function stepsOut(call: Call, step: string, dueAt: number): void {
  call.phase = { name: 'walking', step, attempt: 0, part: 0, token: '', dueAt }
}
