/**
 * Who waits and who is idle, by what the calls' and agents' own phases say: kept apart from the core's indexes, which
 * are what is to be judged. Callers of one queue who need the same stand in one row, in the order of service.
 */
import type { Agent } from '../../../src/domain/acd/agent.ts'
import type { Needs } from '../../../src/domain/acd/needs.ts'
import { servedBefore } from '../../../src/domain/acd/waiting.ts'
import type { Call, Place } from '../../../src/domain/call/state.ts'
import type { AgentId, CallId, QueueId } from '../../../src/domain/ids.ts'

export interface Row {
  readonly needs: Needs
  readonly isEmergency: boolean
  /** In the order of service. */
  readonly places: { readonly callId: CallId; readonly place: Place }[]
}

export class Standing {
  readonly #rows = new Map<QueueId, Map<string, Row>>()
  readonly #places = new Map<
    CallId,
    { readonly row: Row; readonly place: Place; readonly queueId: QueueId }
  >()
  readonly #idle = new Map<QueueId, Set<Agent>>()
  readonly #idleIn = new Map<AgentId, readonly QueueId[]>()

  rowsOf(queueId: QueueId): Iterable<Row> {
    return this.#rows.get(queueId)?.values() ?? []
  }

  idleOf(queueId: QueueId): Iterable<Agent> {
    return this.#idle.get(queueId) ?? []
  }

  get waiting(): number {
    return this.#places.size
  }

  /** Takes the call for waiting exactly when its phase says so. */
  callMoved(callId: CallId, call: Call | undefined): void {
    this.callGone(callId)
    if (call?.phase.name !== 'queued') return
    const { place } = call.phase
    const row = this.#rowFor(place)
    row.places.splice(indexOf(row, place), 0, { callId, place })
    this.#places.set(callId, { row, place, queueId: place.queueId })
  }

  callGone(callId: CallId): void {
    const at = this.#places.get(callId)
    if (!at) return
    this.#places.delete(callId)
    const { row, place, queueId } = at
    const index = indexOf(row, place)
    if (row.places[index]?.callId !== callId) throw new Error(`${callId} isn't where it stood`)
    row.places.splice(index, 1)
    if (row.places.length === 0) this.#rows.get(queueId)?.delete(signature(place))
  }

  agentMoved(agent: Agent, queueIds: readonly QueueId[]): void {
    for (const queueId of this.#idleIn.get(agent.id) ?? []) this.#idle.get(queueId)?.delete(agent)
    this.#idleIn.delete(agent.id)
    if (agent.phase.name !== 'ready') return
    this.#idleIn.set(agent.id, queueIds)
    for (const queueId of queueIds) {
      const idle = this.#idle.get(queueId) ?? new Set()
      if (idle.size === 0) this.#idle.set(queueId, idle)
      idle.add(agent)
    }
  }

  #rowFor(place: Place): Row {
    const rows = this.#rows.get(place.queueId) ?? new Map<string, Row>()
    if (rows.size === 0) this.#rows.set(place.queueId, rows)
    const key = signature(place)
    const row = rows.get(key) ?? {
      needs: place.needs,
      isEmergency: place.priority === 'emergency',
      places: [],
    }
    if (row.places.length === 0) rows.set(key, row)
    return row
  }
}

/** Who stands in one row: callers whom the same agents may serve, in one class. */
function signature({ priority, needs, preferUntil }: Place): string {
  const { skills, licences = [], preferAgentId = '' } = needs
  if (skills.length === 0 && licences.length === 0 && preferAgentId === '') return priority
  return JSON.stringify([priority, skills, licences, preferUntil === undefined ? '' : preferAgentId])
}

function indexOf({ places }: Row, place: Place): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = places[middle]
    if (other && servedBefore(other.place, place) < 0) low = middle + 1
    else high = middle
  }
  return low
}
