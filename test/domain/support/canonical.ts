/** A state as text: equal text, equal state. Indexes are compared by what they answer. */
import { nextDeadline } from '../../../src/domain/site/evolve.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  if (value instanceof Set) return [...value].sort()
  return value === undefined ? '(undefined)' : value
}

export function canonical(state: SiteState): string {
  const {
    deadlines: _index,
    ready: _ready,
    unmanned: _unmanned,
    recordingsDue: _due,
    dutyDue: _dutyDue,
    emergencies,
    queues,
    ...rest
  } = state
  const lists = [...queues.values()].map(({ waiting, callbacks, dialling, promises, ...queue }) => ({
    ...queue,
    dialling: [...dialling].map(({ call, place }) => ({ callId: call.id, place })),
    promises: [...promises].sort(),
    callbacks: [...callbacks].map(({ call, place }) => ({ callId: call.id, place })),
    waiting: [...waiting].map(({ call, place }) => ({ callId: call.id, place })),
  }))
  return JSON.stringify(
    { ...rest, emergencies: [...emergencies].sort(), queues: lists, next: nextDeadline(state) },
    plain,
    1,
  )
}
