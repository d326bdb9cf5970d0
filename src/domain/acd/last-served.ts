/**
 * Who served a caller last, by the keyed hash of the number: for some days, and for the newest callers only. A number
 * may be a family's; it is a wish for a moment, and nothing else is told by it.
 */
import type { AgentId } from '../ids.ts'
import type { Party } from '../party.ts'

interface Served {
  readonly agentId: AgentId
  readonly at: number
}

/** The oldest first. */
export type ServedLast = ReadonlyMap<string, Served>

const MOST_REMEMBERED = 5_000
const REMEMBERED_MS = 7 * 86_400_000

export function rememberServed(
  served: Map<string, Served>,
  { masked, hash }: Party,
  agentId: AgentId,
  at: number,
): void {
  // Who withholds the number would be taken for everybody else who does.
  if (masked === 'hidden') return
  served.delete(hash)
  served.set(hash, { agentId, at })
  for (const oldest of served.keys()) {
    if (served.size <= MOST_REMEMBERED) break
    served.delete(oldest)
  }
}

/** Undefined: nobody, or too long ago. */
export function lastServedBy(served: ServedLast, { masked, hash }: Party, at: number): AgentId | undefined {
  const last = masked === 'hidden' ? undefined : served.get(hash)
  return last && at - last.at <= REMEMBERED_MS ? last.agentId : undefined
}
