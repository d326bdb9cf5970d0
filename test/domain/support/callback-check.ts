/**
 * Follows callbacks through a journal and the state: nobody is called back twice at a time, the place is the one that was
 * promised, and who is owed a call is named by the alarm.
 */
import { licenceFault } from '../../../src/domain/acd/licences.ts'
import { isAble, mayDial } from '../../../src/domain/acd/line.ts'
import { detailOf } from '../../../src/domain/call/owed.ts'
import { goneFrom, promisedPlace } from '../../../src/domain/call/promises.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { nodeForCall } from '../../../src/domain/site/nodes.ts'
import type { Queue, SiteState } from '../../../src/domain/site/state.ts'

export class CallbackCheck {
  readonly #orders = new Map<string, number>()
  readonly #dialled = new Set<string>()
  /** How many have been called back and have said that it is them. */
  confirmed = 0

  constructor(journal: readonly JournalRow[] = []) {
    for (const row of journal) this.add(row, undefined)
  }

  /** All that is wrong by this row. `state`: as the whole input has left it; undefined: not to be looked at. */
  add(row: JournalRow, state: SiteState | undefined): string[] {
    const { subject, type } = row
    const faults: string[] = []
    switch (type) {
      case 'callbackOffered': {
        const { outcome, order } = row.data as { outcome: string; order: number }
        if (outcome === 'accepted') this.#orders.set(subject, order)
        break
      }
      case 'callQueued': {
        const { regained } = row.data as { regained?: { order: number; promisedUntil?: number } }
        if (regained?.promisedUntil !== undefined) this.#orders.set(subject, regained.order)
        break
      }
      case 'callbackDialled':
        if (this.#dialled.has(subject)) faults.push(`${subject} is called back twice at a time`)
        this.#dialled.add(subject)
        break
      case 'callbackConfirmed': {
        this.confirmed += 1
        this.#dialled.delete(subject)
        const phase = state?.calls.get(subject as never)?.phase
        const place = phase && 'place' in phase ? phase.place : undefined
        if (place && place.order !== this.#orders.get(subject))
          faults.push(`${subject} stands at ${place.order}, promised was ${this.#orders.get(subject)}`)
        break
      }
      case 'callbackFailed':
      case 'callEnding':
      case 'callEnded':
        this.#dialled.delete(subject)
    }
    return faults
  }
}

/** What must hold of the callbacks of a state after every input. */
export function callbackFaults(state: SiteState): string[] {
  const faults: string[] = []
  for (const queue of state.queues.values()) faults.push(...queueFaults(state, queue))
  for (const { id, phase, legs } of state.calls.values()) {
    if (phase.name === 'callingBack' && [...legs.keys()].join() !== phase.legId)
      faults.push(`${id} is called back, and has the legs ${[...legs.keys()]}`)
  }
  const { owedCallbacks: owed } = state
  const alarm = [...state.alarms.values()].find((one) => one.alarm === 'callbackFailed')
  if ((alarm?.detail ?? '') !== detailOf(owed))
    faults.push(`${detailOf(owed)} is owed, alarmed is ${alarm?.detail}`)
  return faults
}

function queueFaults(state: SiteState, queue: Queue): string[] {
  const faults: string[] = []
  const calls = [...state.calls.values()].filter((call) => promisedPlace(call)?.queueId === queue.id)
  const listed = (ids: Iterable<string>) => [...ids].sort().join()
  if (listed(queue.promises) !== listed(calls.map(({ id }) => id)))
    faults.push(
      `${queue.id} has promised ${listed(queue.promises)}, calls say ${listed(calls.map(({ id }) => id))}`,
    )
  const ringing = calls.filter(({ phase }) => phase.name === 'callingBack').map(({ id }) => id)
  if (listed([...queue.dialling].map(({ call }) => call.id)) !== listed(ringing))
    faults.push(`${queue.id} dials others than ${ringing}`)
  if (!mayDial(queue) || nodeForCall(state).nodeId === undefined) return faults
  for (const { call, place } of queue.callbacks) {
    for (const agent of state.agents.values()) {
      if (agent.phase.name !== 'ready' || !isAble(agent, queue.id, place.needs, agent.licensedAt)) continue
      if (licenceFault(agent, place.needs, state.lastAt) === undefined && goneFrom(call.phase))
        faults.push(`${call.id} isn’t called back while ${agent.id} is idle`)
    }
  }
  return faults
}
