/** Taking a caller's leg over from the dialplan, and giving it back. */
import { NO_KEYS } from '../terminators.ts'
import { API_MS, type Order, type OrderContext, RETURN } from './context.ts'

const FALLBACK = 'cti_fallback XML cti_fallback'

/**
 * `sensitive_dtmf` keeps what the caller presses out of the switch's log, its DTMF events and `digits_dialed`; such
 * keys don't reach a bridged leg either (switch_core_session_send_dtmf), so `bridge` takes it off.
 */
const KEYS = `playback_terminators=${NO_KEYS};sensitive_dtmf=true`

/**
 * Marks the leg before it disarms the fallback: should this process die between the two, the watchdog has the caller
 * already, and a fallback armed twice is better than none.
 */
export function claimLeg(order: Order<'claimLeg'>, context: OrderContext): void {
  const { legId, callId } = order
  const marks = `cti_call_id=${callId};cti_role=caller;cti_waiting=true;transfer_after_bridge=${RETURN};${KEYS}`
  context.terminators.told(legId, NO_KEYS)
  context.switch.api(`uuid_setvar_multi ${legId} ${marks}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
  // The dialplan's `sched_transfer` is filed under the leg's uuid. None there: it says so, and that is fine.
  context.switch.api(`sched_del ${legId}`, { timeoutMs: API_MS }, (result) => {
    // A task left armed would tear the caller out of a talk.
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}

/** The fallback's dialplan takes the marks off. */
export function sendToFallback(order: Order<'sendToFallback'>, context: OrderContext): void {
  const { legId } = order
  context.silenced.add(legId)
  context.switch.api(`uuid_transfer ${legId} ${FALLBACK}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}
