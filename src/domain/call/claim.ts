/** Taking a caller's leg over from the dialplan. */
import type { Command } from '../site/commands.ts'
import { type Call, outerLeg } from './state.ts'

/** Disarms the fallback that the dialplan armed, and marks the leg as ours. A called party's leg never had one. */
export function claim(call: Call): Command[] {
  const legId = outerLeg(call)
  if (legId === undefined || call.direction !== 'inbound') return []
  return [{ type: 'claimLeg', nodeId: call.nodeId, callId: call.id, legId }]
}
