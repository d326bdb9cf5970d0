/** Whose call is an emergency: what is never refused, and waits for nothing that can be helped. */
import type { Call } from './state.ts'

/**
 * Once an emergency, always one: it came by a number or into a flow that is marked urgent, its caller has pressed the
 * emergency key, or it has waited in a queue as an emergency. A call that has ended is no longer in the site's state:
 * ask before its final fact is folded.
 */
export function isEmergency(call: Call): boolean {
  return call.urgent
}
