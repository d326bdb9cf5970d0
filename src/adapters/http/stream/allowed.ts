/** Which events somebody may be told, whatever was asked for. */
import { reachesAll, reachesConcerned } from '../../../domain/access/reach.ts'
import type { Scope } from '../../../domain/access/scopes.ts'
import type { ListedKind } from '../../../runtime/ports.ts'
import type { Told } from '../../../runtime/stream.ts'
import type { Principal } from '../tokens.ts'

/** Events are told to those who may read what they are about. */
const SCOPES: Readonly<Record<ListedKind, Scope>> = {
  call: 'calls:read',
  agent: 'agents:read',
  queue: 'queues:read',
  recording: 'recordings:read',
}

type Rights = Pick<Principal, 'scopes' | 'reach'>

export function mayBeTold({ scopes, reach }: Rights, { event, concerned }: Told): boolean {
  if (event === undefined) return false
  const subject = event.type.split('.')[1] ?? ''
  // What happens to the site itself, as a switch that is lost, concerns everybody who sees the whole of it.
  if (!isKind(subject)) return reachesAll(reach)
  return scopes.has(SCOPES[subject]) && reachesConcerned(reach, concerned)
}

/** Whether views of this kind may be shown, each as far as it is within reach. */
export function mayBeShown({ scopes }: Rights, kind: ListedKind): boolean {
  return scopes.has(SCOPES[kind])
}

function isKind(subject: string): subject is ListedKind {
  return Object.hasOwn(SCOPES, subject)
}
