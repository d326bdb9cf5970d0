/**
 * What must hold all day, looked at after each input and only where something has changed: no agent with two calls, no
 * caller offered twice at once, first come first served within a class, no emergency behind a routine caller, no agent
 * without licence or skill, nobody waits while somebody suitable is idle, each caller ends once.
 */
import { type Agent, servedQueues } from '../../../src/domain/acd/agent.ts'
import { servedBefore } from '../../../src/domain/acd/waiting.ts'
import type { CallFact } from '../../../src/domain/call/facts.ts'
import type { Place } from '../../../src/domain/call/state.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId, CallId, LegId } from '../../../src/domain/ids.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import type { Listener } from './ground.ts'
import { hasSkillsFor, isLicensedFor, meets } from './meets.ts'
import { Standing } from './standing.ts'

/** So many are kept in words; all are counted. */
const MOST_TOLD = 20

export const PROPERTIES = [
  'oneCallEach',
  'offeredOnce',
  'firstComeFirstServed',
  'emergencyFirst',
  'licensed',
  'skilled',
  'nobodyWaitsBesideIdle',
  'endsOnce',
] as const
export type Property = (typeof PROPERTIES)[number]

export class Watch implements Listener {
  readonly standing = new Standing()
  readonly counts = new Map<Property, number>()
  readonly told: string[] = []
  /** Whose call each agent has, from the offer to the end of the agent's part. */
  readonly #callOf = new Map<AgentId, CallId>()
  /** Legs by which a call is offered now. */
  readonly #offers = new Map<CallId, Set<LegId>>()
  readonly #live = new Set<string>()
  #ended = 0
  #at = 0

  get faults(): number {
    let all = 0
    for (const count of this.counts.values()) all += count
    return all
  }

  /** Calls that have had their final fact. */
  get ended(): number {
    return this.#ended
  }

  /** Calls that haven't. */
  get live(): number {
    return this.#live.size
  }

  happened(rows: readonly JournalRow[], state: SiteState): void {
    const calls = new Set<CallId>()
    const agents = new Set<AgentId>()
    for (const row of rows) {
      this.#at = row.at
      if (row.kind === 'call') {
        calls.add(row.subject as CallId)
        this.#callFact(row as CallFact & JournalRow, state)
      } else if (row.kind === 'agent') {
        agents.add(row.subject as AgentId)
        this.#agentFact(row)
      }
    }
    for (const callId of calls) this.standing.callMoved(callId, state.calls.get(callId))
    for (const agentId of agents) {
      const agent = state.agents.get(agentId)
      if (agent) this.standing.agentMoved(agent, servedQueues(agent))
    }
    for (const callId of calls) this.#mustBeServed(callId, state)
    for (const agentId of agents) this.#mustServe(state.agents.get(agentId))
  }

  #callFact(fact: CallFact, state: SiteState): void {
    const callId = fact.subject as CallId
    switch (fact.type) {
      case 'callAccepted':
      case 'callPlaced':
        this.#live.add(callId)
        return
      case 'callOffered':
        this.#offered(callId, fact.data, state)
        return
      case 'callOfferEnded':
        this.#offers.get(callId)?.delete(fact.data.legId)
        return
      case 'callConnected':
        this.#offers.delete(callId)
        return
      case 'callEnded':
        this.#offers.delete(callId)
        if (!this.#live.delete(callId)) this.#fault('endsOnce', `${callId} ends, and isn't there`)
        this.#ended += 1
        return
      default:
        if (!this.#live.has(callId)) this.#fault('endsOnce', `${fact.type} of ${callId}, which isn't there`)
    }
  }

  #offered(callId: CallId, { agentId, legId }: { agentId: AgentId; legId: LegId }, state: SiteState): void {
    const other = this.#callOf.get(agentId)
    if (other !== undefined && other !== callId)
      this.#fault('oneCallEach', `${callId} is offered to ${agentId}, who has ${other}`)
    const offers = this.#offers.get(callId) ?? new Set()
    if (offers.size === 0) this.#offers.set(callId, offers)
    const agent = state.agents.get(agentId)
    const phase = state.calls.get(callId)?.phase
    const place = phase && 'place' in phase ? phase.place : undefined
    if (!agent || !place) return
    const { strategy, ringAtOnce = 1 } = state.queues.get(place.queueId)?.definition ?? {}
    if (offers.size >= (strategy === 'ringSeveral' ? ringAtOnce : 1))
      this.#fault('offeredOnce', `${callId} is offered while it is offered`)
    offers.add(legId)
    if (!isLicensedFor(agent, place.needs, this.#at))
      this.#fault('licensed', `${callId} is offered to ${agentId}, who has no licence for it`)
    else if (!hasSkillsFor(agent, place.needs))
      this.#fault('skilled', `${callId} is offered to ${agentId}, who lacks a skill for it`)
    this.#mayBeNext(callId, place, agent)
    this.standing.callGone(callId)
  }

  /** Nobody whom this agent could serve comes before. */
  #mayBeNext(callId: CallId, place: Place, agent: Agent): void {
    for (const row of this.standing.rowsOf(place.queueId)) {
      const first = row.places[0]?.callId === callId ? row.places[1] : row.places[0]
      if (first && servedBefore(first.place, place) < 0 && meets(agent, row.needs, this.#at))
        this.#fault('firstComeFirstServed', `${callId} is offered before ${first.callId} of ${place.queueId}`)
    }
    if (place.priority === 'emergency') return
    for (const queueId of servedQueues(agent)) {
      for (const row of this.standing.rowsOf(queueId)) {
        if (row.isEmergency && meets(agent, row.needs, this.#at))
          this.#fault('emergencyFirst', `${callId} is offered while an emergency waits in ${queueId}`)
      }
    }
  }

  #agentFact({ type, subject, data }: JournalRow): void {
    const agentId = subject as AgentId
    switch (type) {
      case 'agentReserved':
      case 'agentBusy': {
        const { callId } = data as { callId: CallId }
        const other = this.#callOf.get(agentId)
        if (other !== undefined && other !== callId)
          this.#fault('oneCallEach', `${agentId} has ${other}, and takes ${callId}`)
        this.#callOf.set(agentId, callId)
        return
      }
      case 'agentReady':
      case 'agentNotReady':
      case 'agentWrapUp':
      case 'agentLoggedOff':
        this.#callOf.delete(agentId)
    }
  }

  #mustBeServed(callId: CallId, state: SiteState): void {
    const phase = state.calls.get(callId)?.phase
    if (phase?.name !== 'queued') return
    const { queueId, needs } = phase.place
    for (const agent of this.standing.idleOf(queueId)) {
      if (!meets(agent, needs, this.#at)) continue
      this.#fault('nobodyWaitsBesideIdle', `${callId} waits while ${agent.id} is idle`)
      return
    }
  }

  #mustServe(agent: Agent | undefined): void {
    if (agent?.phase.name !== 'ready') return
    for (const queueId of servedQueues(agent)) {
      for (const row of this.standing.rowsOf(queueId)) {
        if (!meets(agent, row.needs, this.#at)) continue
        this.#fault('nobodyWaitsBesideIdle', `${agent.id} is idle while ${row.places[0]?.callId} waits`)
        return
      }
    }
  }

  #fault(property: Property, words: string): void {
    this.counts.set(property, (this.counts.get(property) ?? 0) + 1)
    if (this.told.length < MOST_TOLD)
      this.told.push(`${new Date(this.#at).toISOString()} ${property}: ${words}`)
  }
}
