/** Bringing two legs together. */
import type { LegId } from '../../../domain/ids.ts'
import { API_MS, type Order, type OrderContext, RETURN } from './context.ts'

/** CHANNEL_BRIDGE comes 6 to 40 ms after the order. */
const BRIDGE_MS = 1_000

/**
 * For the leg that comes second: it doesn't stay when the bridge ends, and whom it holds in that moment comes back to
 * us. FreeSWITCH hangs up a held caller else, whatever `transfer_after_bridge` says (switch_ivr_bridge.c,
 * `hold_hangup_xfer_exten`), and a patient would be lost with the phone that held.
 */
const LEAVES = `park_after_bridge=false;hold_hangup_xfer_exten=${RETURN}`

/**
 * Bridges `legId` with `withLegId`. When the bridge ends, a caller's leg goes where `transfer_after_bridge` says, an
 * agent's leg that comes first (a call that the agent made) is parked, and the second leg is hung up by the switch.
 */
export function bridge(order: Order<'bridge'>, context: OrderContext): void {
  const { legId, withLegId } = order
  context.switch.api(`uuid_setvar_multi ${withLegId} ${LEAVES}`, { timeoutMs: API_MS }, () => {})
  // From here on the caller's keys are for whom the caller talks to.
  context.switch.api(`uuid_setvar ${legId} sensitive_dtmf`, { timeoutMs: API_MS }, () => {})
  context.silenced.add(legId)
  context.expect(legId, BRIDGE_MS)
  context.switch.api(
    `expand uuid_bridge ${unlessFallenBack(legId)} ${withLegId}`,
    { timeoutMs: API_MS },
    (result) => {
      if (result.type === 'ok') return
      context.arrived(legId)
      // It doesn't say which of the two is gone.
      context.fail({ command: order.type, legId }, result)
    },
  )
}

/**
 * The leg, unless the fallback group has it: ordered in the moment in which the switch gave the caller to the group, the
 * bridge would tear him from whoever answers there, and the end of the agent's leg would be his. It is refused then.
 */
function unlessFallenBack(legId: LegId): string {
  return `\${cond(\${uuid_getvar(${legId} cti_fallback)} == true ? fallback : ${legId})}`
}
