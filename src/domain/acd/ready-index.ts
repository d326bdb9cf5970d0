/**
 * Who waits for whom, kept in order fact by fact, so that an input costs much the same however many callers wait and
 * agents are there. An index over calls, agents and queues: it holds nothing that couldn't be built from them, and is
 * neither journaled nor frozen.
 */
import type { Call, Place } from '../call/state.ts'
import type { AgentId, CallId, NodeId, QueueId } from '../ids.ts'
import { drillQueueFor, type Plans } from '../plan/state.ts'
import type { AgentDefinition } from '../site/inputs.ts'
import { type Agent, servedQueues } from './agent.ts'
import { Attendance } from './attendance.ts'
import {
  createLine,
  isAble,
  isAbleIn,
  isAtWork,
  isEmpty,
  type Line,
  type LineQueue,
  lineKey,
  mayDial,
} from './line.ts'
import { Preferring } from './preferring.ts'
import { type Idle, idleAs } from './strategies.ts'
import { type Waiting, waitingList } from './waiting.ts'

/** Lines of one queue that are kept though nobody waits there. */
const MOST_EMPTY_LINES = 32

/** What the index is built from: a part of the site's state. */
export interface Known {
  readonly nodes: ReadonlyMap<NodeId, { readonly connected: boolean }>
  readonly queues: ReadonlyMap<QueueId, LineQueue>
  readonly agents: ReadonlyMap<AgentId, Agent>
  readonly calls: ReadonlyMap<CallId, Call>
  readonly plans: Pick<Plans, 'running'>
}

/** How an agent stands in the lines, and by what that was found out. */
interface Standing {
  readonly by: {
    readonly definition: AgentDefinition
    readonly servedQueueIds: Agent['servedQueueIds']
    readonly on: boolean
    readonly licensedAt: number
  }
  readonly lines: Set<Line>
  readonly idle: Map<Line, Idle>
  idleSince: number | undefined
  atWork: boolean
}

export class ReadyIndex {
  readonly attendance = new Attendance()
  /** Lines with a caller and an idle agent: none once all offers are made. */
  readonly matchable = new Set<Line>()
  /** Lines with a caller to be called back, an idle agent, and a queue that may ring one more. */
  readonly callable = new Set<Line>()
  /** Emergencies that wait, over all queues. */
  readonly urgent = waitingList()
  /** Agents whose phones ring. */
  readonly reserved = new Set<AgentId>()
  /** Lines whose callers need a licence that nobody has who is logged on. */
  readonly unlicensed = new Set<Line>()
  /** Agents whose licences have changed while their phones ring. */
  readonly doubted = new Set<AgentId>()
  /** Something has changed by which an emergency may take an offer from a routine caller. */
  preemptDue = false
  /** `unlicensed` has changed, or nobody has looked yet. */
  licencesDue = true
  readonly #lines = new Map<QueueId, Map<string, Line>>()
  readonly #spots = new Map<CallId, { readonly line: Line; readonly waiting: Waiting }>()
  readonly #callbacks = new Map<CallId, { readonly line: Line; readonly waiting: Waiting }>()
  /** Of test calls; few, if any. */
  readonly #drillLines = new Set<Line>()
  readonly #standings = new Map<AgentId, Standing>()
  readonly #preferring = new Preferring()

  /** All that follows from what has changed has been decided. */
  settled(): void {
    this.preemptDue = false
    this.doubted.clear()
  }

  /** A call waits; again, if what it needs has changed. */
  list(state: Known, call: Call): void {
    this.unlist(call.id)
    if (call.phase.name !== 'queued' || !state.nodes.get(call.nodeId)?.connected) return
    const { place } = call.phase
    const queue = drillQueueFor(state.plans, call, place.queueId) ?? state.queues.get(place.queueId)
    if (!queue) return
    const { preferAgentId } = place.needs
    if (preferAgentId !== undefined && place.preferUntil !== undefined)
      this.#preferring.add(preferAgentId, call.id)
    const line = this.#lineFor(state, queue, place)
    const waiting = { call, place }
    line.waiting.add(waiting)
    this.#spots.set(call.id, { line, waiting })
    if (place.priority === 'emergency') {
      this.urgent.add(waiting)
      this.preemptDue = true
    }
    this.#touch(line)
  }

  /** A call waits no longer. */
  unlist(callId: CallId): void {
    const spot = this.#spots.get(callId)
    if (!spot) return
    const { line, waiting } = spot
    this.#spots.delete(callId)
    line.waiting.remove(waiting)
    const { priority, needs } = waiting.place
    if (priority === 'emergency') this.urgent.remove(waiting)
    if (needs.preferAgentId !== undefined) this.#preferring.remove(needs.preferAgentId, callId)
    this.#touch(line)
    if (isEmpty(line)) this.#tidy(line)
  }

  /** A caller is to be called back. Kept for nobody: whoever would do and is idle shows that it is the place's turn. */
  listCallback(state: Known, call: Call, { preferUntil: _, ...place }: Place): void {
    const queue = state.queues.get(place.queueId)
    if (!queue) return
    const waiting = { call, place: { ...place, preferUntil: undefined } }
    const line = this.#lineFor(state, queue, waiting.place)
    line.callbacks.add(waiting)
    this.#callbacks.set(call.id, { line, waiting })
    this.#touch(line)
  }

  unlistCallback(callId: CallId): void {
    const spot = this.#callbacks.get(callId)
    if (!spot) return
    this.#callbacks.delete(callId)
    spot.line.callbacks.remove(spot.waiting)
    this.#touch(spot.line)
    if (isEmpty(spot.line)) this.#tidy(spot.line)
  }

  /** More or fewer of the queue's callers are being called back. */
  diallingMoved(queueId: QueueId): void {
    for (const line of this.#lines.get(queueId)?.values() ?? []) this.#touch(line)
  }

  /** After each fact about an agent. */
  agentMoved(state: Known, agent: Agent): void {
    this.attendance.agentMoved(agent)
    const { definition, servedQueueIds, licensedAt, phase } = agent
    const on = phase.name !== 'loggedOff'
    const before = this.#standings.get(agent.id)
    const same =
      before?.by.definition === definition &&
      before.by.servedQueueIds === servedQueueIds &&
      before.by.on === on &&
      before.by.licensedAt === licensedAt
    const standing = same ? before : this.#stand(agent, before)
    const since = phase.name === 'ready' ? phase.since : undefined
    if (standing.idleSince !== since) this.#idles(agent, standing, since)
    if (phase.name === 'reserved') {
      this.reserved.add(agent.id)
      if (!same) this.doubted.add(agent.id)
    } else this.reserved.delete(agent.id)
    if (this.urgent.length > 0) this.preemptDue = true
    const atWork = isAtWork(agent)
    if (standing.atWork === atWork && same) return
    standing.atWork = atWork
    this.#relistPreferring(state, agent.id)
  }

  agentGone(state: Known, agent: Agent): void {
    this.attendance.agentGone(agent)
    const standing = this.#standings.get(agent.id)
    if (standing) this.#leaveLines(standing)
    this.#standings.delete(agent.id)
    this.reserved.delete(agent.id)
    this.doubted.delete(agent.id)
    this.#relistPreferring(state, agent.id)
  }

  /** Another strategy means another order. */
  queueMoved(state: Known, queue: LineQueue): void {
    if (!this.#lines.has(queue.id)) return
    for (const agentId of queue.members) {
      const agent = state.agents.get(agentId)
      const standing = this.#standings.get(agentId)
      if (agent && standing) this.#idles(agent, standing, standing.idleSince)
    }
    this.diallingMoved(queue.id)
  }

  /** Test calls are about to stand in other lines; none of them is listed. */
  drillMoved(): void {
    for (const line of [...this.#drillLines]) this.#drop(line)
  }

  queueGone(queue: LineQueue | undefined): void {
    if (!queue) return
    for (const line of this.#lines.get(queue.id)?.values() ?? []) this.#drop(line)
    this.#lines.delete(queue.id)
  }

  /** The line that a waiting call stands in; undefined while its switch is out of reach. */
  lineOf(callId: CallId): Line | undefined {
    return this.#spots.get(callId)?.line
  }

  /** Whether the agent, busy or not, would do for the line's callers. */
  isIn(agentId: AgentId, line: Line): boolean {
    return this.#standings.get(agentId)?.lines.has(line) === true
  }

  #lineFor(state: Known, queue: LineQueue, place: Place): Line {
    const only = keptFor(state, place)
    const key = lineKey(place.needs, only, queue.isDrill)
    let lines = this.#lines.get(queue.id)
    if (!lines) {
      lines = new Map()
      this.#lines.set(queue.id, lines)
    }
    const known = lines.get(key)
    if (known) return known
    const line = createLine(key, queue, place.needs, only)
    lines.set(key, line)
    if (queue.isDrill) this.#drillLines.add(line)
    for (const agentId of only === undefined ? queue.members : [only]) {
      const agent = state.agents.get(agentId)
      const standing = this.#standings.get(agentId)
      if (agent && standing) this.#enter(agent, standing, line)
    }
    return line
  }

  /** Finds out anew for which lines the agent is. */
  #stand(agent: Agent, before: Standing | undefined): Standing {
    if (before) this.#leaveLines(before)
    const { definition, servedQueueIds, licensedAt } = agent
    const on = agent.phase.name !== 'loggedOff'
    const standing: Standing = {
      by: { definition, servedQueueIds, on, licensedAt },
      lines: new Set(),
      idle: new Map(),
      idleSince: undefined,
      atWork: before?.atWork ?? false,
    }
    this.#standings.set(agent.id, standing)
    for (const queueId of servedQueues(agent)) {
      for (const line of this.#lines.get(queueId)?.values() ?? [])
        if (!line.queue.isDrill) this.#enter(agent, standing, line)
    }
    for (const line of this.#drillLines) this.#enter(agent, standing, line)
    return standing
  }

  #enter(agent: Agent, standing: Standing, line: Line): void {
    if (line.only !== undefined && line.only !== agent.id) return
    if (!isAbleIn(agent, line, agent.licensedAt)) return
    standing.lines.add(line)
    line.able += 1
    if (standing.idleSince !== undefined) this.#idlesIn(agent, standing, line, standing.idleSince)
    this.#touch(line)
  }

  #leaveLines(standing: Standing): void {
    this.#idlesNoMore(standing)
    for (const line of standing.lines) {
      line.able -= 1
      this.#touch(line)
    }
  }

  #idles(agent: Agent, standing: Standing, since: number | undefined): void {
    this.#idlesNoMore(standing)
    standing.idleSince = since
    if (since === undefined) return
    for (const line of standing.lines) this.#idlesIn(agent, standing, line, since)
  }

  #idlesIn(agent: Agent, standing: Standing, line: Line, since: number): void {
    const idle = idleAs(agent, since, line.queue.definition, line.needs)
    standing.idle.set(line, idle)
    line.idle.add(idle)
    this.#touch(line)
  }

  #idlesNoMore(standing: Standing): void {
    for (const [line, idle] of standing.idle) {
      line.idle.remove(idle)
      this.#touch(line)
    }
    standing.idle.clear()
  }

  #touch(line: Line): void {
    if (line.waiting.length > 0 && line.idle.length > 0) this.matchable.add(line)
    else this.matchable.delete(line)
    if (line.callbacks.length > 0 && line.idle.length > 0 && mayDial(line.queue)) this.callable.add(line)
    else this.callable.delete(line)
    if (line.needs.licences === undefined) return
    const unlicensed = line.waiting.length > 0 && line.able === 0
    if (unlicensed === this.unlicensed.has(line)) return
    this.licencesDue = true
    if (unlicensed) this.unlicensed.add(line)
    else this.unlicensed.delete(line)
  }

  /** Nobody waits there any more: it is kept for the next who needs the same, unless too many are. */
  #tidy(line: Line): void {
    if (line.only !== undefined || line.queue.isDrill) {
      this.#drop(line)
      return
    }
    const lines = this.#lines.get(line.queue.id)
    if (!lines || lines.size <= MOST_EMPTY_LINES) return
    for (const one of lines.values()) {
      if (!isEmpty(one)) continue
      this.#drop(one)
      return
    }
  }

  #drop(line: Line): void {
    this.#lines.get(line.queue.id)?.delete(line.key)
    this.#drillLines.delete(line)
    for (const agentId of line.only === undefined ? line.queue.members : [line.only]) {
      const standing = this.#standings.get(agentId)
      standing?.lines.delete(line)
      standing?.idle.delete(line)
    }
    this.matchable.delete(line)
    this.callable.delete(line)
    if (this.unlicensed.delete(line)) this.licencesDue = true
  }

  /** The agent has come to work or left it: calls are kept for one who is there only. */
  #relistPreferring(state: Known, agentId: AgentId): void {
    for (const callId of this.#preferring.of(agentId)) {
      const call = state.calls.get(callId)
      if (call) this.list(state, call)
    }
  }
}

/** The agent for whom the call is kept for now: one who is at work and would do. */
export function keptFor(state: Known, { needs, queueId, preferUntil }: Place): AgentId | undefined {
  if (needs.preferAgentId === undefined || preferUntil === undefined) return undefined
  const agent = state.agents.get(needs.preferAgentId)
  if (!agent || !isAtWork(agent)) return undefined
  return isAble(agent, queueId, needs, agent.licensedAt) ? agent.id : undefined
}
