/** Taking a caller's leg over from the dialplan, and giving it back. */
import { API_MS, type Order, type OrderContext, RETURN } from './context.ts'

const FALLBACK = 'cti_fallback XML cti_fallback'

/**
 * Marks the leg before it disarms the fallback: should this process die between the two, the watchdog has the caller
 * already, and a fallback armed twice is better than none.
 */
export function claimLeg(order: Order<'claimLeg'>, context: OrderContext): void {
  const { legId, callId } = order
  const marks = `cti_call_id=${callId};cti_role=caller;cti_waiting=true;transfer_after_bridge=${RETURN}`
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
  context.switch.api(`uuid_transfer ${legId} ${FALLBACK}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}
