/** The subjects that a batch of facts is about, and how they look when it is written. */
import type { JournalRow } from '../domain/fact.ts'
import type { AgentId, CallId, QueueId, RecordingId } from '../domain/ids.ts'
import type { Party } from '../domain/party.ts'
import { type RecordingView, viewRecording } from '../domain/recording/view.ts'
import type { Handled } from '../domain/site/handle.ts'
import type { SiteState } from '../domain/site/state.ts'
import { type CallView, viewAgent, viewCall, viewQueue } from '../domain/site/view.ts'
import type { SiteOwnerView } from './owner-finder.ts'
import { REMOVED, type View } from './ports.ts'

/** Facts by which queues and agents may become otherwise than they are defined. */
const PLANS: ReadonlySet<string> = new Set(['planDefined', 'planSwitchedOn', 'planSwitchedOff'])

export class Touched {
  readonly #newest = new Map<string, JournalRow>()
  /** Last looks of calls that have ended and of recordings that are complete. */
  readonly #ended = new Map<string, CallView>()
  readonly #completed = new Map<string, RecordingView>()
  /** Keyed hashes of the numbers outside, of calls that begin here. */
  readonly #parties = new Map<string, string>()
  #membershipAt = 0
  /** Of the newest fact by which queues and agents may be otherwise than they are defined. */
  #plansAt = 0
  #taken: View | undefined

  /** `last`: last looks of what this input brought to its end. */
  add(row: JournalRow, last: Pick<Handled, 'ended' | 'completed'>): void {
    if (row.type === 'siteTaken') this.#taken = siteView(row)
    if (PLANS.has(row.type)) this.#plansAt = row.pos
    if (row.kind === 'site' || row.kind === 'opening' || row.kind === 'access') return
    this.#newest.set(row.subject, row)
    const party = partyHashOf(row)
    if (party !== undefined) this.#parties.set(row.subject, party)
    if (row.type === 'agentDefined' || row.type === 'agentRemoved') this.#membershipAt = row.pos
    if (row.type === 'callEnded') {
      const view = last.ended.find((one) => one.callId === row.subject)
      if (view) this.#ended.set(row.subject, view)
    }
    if (row.type === 'recordingCompleted') {
      const view = last.completed.find((one) => one.recordingId === row.subject)
      if (view) this.#completed.set(row.subject, view)
    }
  }

  /** Looks at the state, which must not have moved on since the last fact was added. */
  views(state: SiteState): View[] {
    const views: View[] = this.#taken ? [this.#taken] : []
    for (const [subject, row] of this.#newest) {
      const view = this.#view(state, subject, row)
      if (view) views.push(view)
    }
    const queuesAt = Math.max(this.#membershipAt, this.#plansAt)
    if (queuesAt > 0) {
      for (const queue of state.queues.values()) {
        if (!this.#newest.has(queue.id)) views.push(queueView(state, queue.id, queuesAt))
      }
    }
    if (this.#plansAt > 0) {
      for (const agentId of agentsInPlans(state))
        if (!this.#newest.has(agentId)) views.push(agentView(state, agentId, this.#plansAt))
    }
    return views
  }

  #view(state: SiteState, subject: string, row: JournalRow): View | undefined {
    switch (row.kind) {
      case 'call': {
        const live = state.calls.get(subject as CallId)
        const body = live ? viewCall(state.siteId, live) : this.#ended.get(subject)
        return body && callView(body, row.pos, this.#parties.get(subject))
      }
      case 'agent':
        return agentView(state, subject as AgentId, Math.max(row.pos, this.#plansAt))
      case 'recording': {
        const now = state.recordings.get(subject as RecordingId)
        const body = now ? viewRecording(state.siteId, now) : this.#completed.get(subject)
        return body && recordingView(body, row.pos)
      }
      case 'queue':
        return queueView(state, subject as QueueId, Math.max(row.pos, this.#membershipAt, this.#plansAt))
      default:
        return undefined
    }
  }
}

/** Other processes find the owner by it. */
function siteView({ subject, pos, data }: JournalRow): View {
  const body = data as SiteOwnerView
  return { kind: 'site', id: subject, pos, body, orderAt: 0, state: 'taken', queueId: null, agentId: null }
}

function callView(body: CallView, pos: number, partyHash?: string): View {
  const { callId, startedAt, state, queueId, agentId } = body
  const view = { kind: 'call', id: callId, pos, body, orderAt: startedAt, state, queueId, agentId } as const
  return partyHash === undefined ? view : { ...view, partyHash }
}

/** Of the fact with which a call begins; undefined when it names no number. */
function partyHashOf({ type, data }: JournalRow): string | undefined {
  if (type !== 'callAccepted' && type !== 'callPlaced') return undefined
  const { calling, called } = data as { readonly calling: Party; readonly called: Party }
  const { hash } = type === 'callAccepted' ? calling : called
  return hash === '' ? undefined : hash
}

function recordingView(body: RecordingView, pos: number): View {
  const { recordingId, startedAt, state, queueId, agentId } = body
  return { kind: 'recording', id: recordingId, pos, body, orderAt: startedAt, state, queueId, agentId }
}

function agentView(state: SiteState, agentId: AgentId, pos: number): View {
  const agent = state.agents.get(agentId)
  if (!agent) return removedView('agent', agentId, pos)
  const body = viewAgent(state.siteId, agent)
  const { state: csta } = body
  return { kind: 'agent', id: agentId, pos, body, orderAt: 0, state: csta, queueId: null, agentId: null }
}

/** Whom plans lend to queues or take from them. */
function agentsInPlans({ plans }: SiteState): ReadonlySet<AgentId> {
  const changes = [...plans.all.values()].flatMap(({ definition }) => Object.values(definition.members ?? {}))
  return new Set(changes.flatMap(({ add = [], remove = [] }) => [...add, ...remove]))
}

function queueView(state: SiteState, queueId: QueueId, pos: number): View {
  const queue = state.queues.get(queueId)
  if (!queue) return removedView('queue', queueId, pos)
  const body = viewQueue(state.siteId, queue)
  return { kind: 'queue', id: queueId, pos, body, orderAt: 0, state: 'open', queueId: null, agentId: null }
}

/** Its row stays, so that nothing older is written over it; lists and look-ups pass over it. */
function removedView(kind: 'agent' | 'queue', id: string, pos: number): View {
  return { kind, id, pos, body: {}, orderAt: 0, state: REMOVED, queueId: null, agentId: null }
}
