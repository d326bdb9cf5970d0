/** Ringing a phone or a number. */
import type { HangUpCause } from '../../../domain/call/causes.ts'
import type { FailedOrder, Order, OrderContext } from './context.ts'

/** The core's own deadline comes first; this one is for a switch whose controller has died. */
const RING_GRACE_SECONDS = 2
/** For the job's answer, after the ringing has ended. */
const ANSWER_GRACE_MS = 10_000

const EXTENSION = /^[0-9A-Za-z_.-]{1,32}$/
const NUMBER = /^\+?[0-9*#]{1,32}$/
const GATEWAY = /^[0-9A-Za-z_.-]{1,64}$/
/** Those of whom a talk can be known again. */
const AGENT_ID = /^agent_[0-9A-Za-z_-]{1,64}$/
/** Masked numbers: digits and stars. */
const SHOWN = /^[0-9*+]{1,32}$/

/**
 * The leg gets the uuid that the core has chosen: the switch refuses a second one of it while the first lives. It
 * carries its call and role from the first event on. `park` keeps it until it is bridged.
 */
export function originate(order: Order<'originate'>, context: OrderContext): void {
  const { legId, ringMs } = order
  const failed: FailedOrder = { command: order.type, legId }
  const target = targetOf(order, context)
  if (target.type === 'unreachable') {
    const { cause, reason } = target
    queueMicrotask(() => context.fail({ ...failed, cause }, { type: 'invalid', reason }))
    return
  }
  const command = `originate {${variablesOf(order)}}${target.endpoint} &park()`
  const timeoutMs = ringMs + RING_GRACE_SECONDS * 1000 + ANSWER_GRACE_MS
  context.expect(legId, ringMs)
  context.originating.begin(legId)
  context.switch.bgapi(command, { timeoutMs }, (result) => {
    const seen = context.originating.end(legId, result.type === 'ok')
    if (result.type === 'ok') return
    context.arrived(legId)
    if (result.type !== 'refused') return context.fail(failed, result)
    // A leg that came up reports its own end.
    if (!seen) context.fail({ ...failed, ...causeIn(result.text) }, result)
  })
}

type Target =
  | { readonly type: 'endpoint'; readonly endpoint: string }
  | { readonly type: 'unreachable'; readonly cause: string; readonly reason: string }

function targetOf({ to }: Order<'originate'>, context: OrderContext): Target {
  if (to.kind === 'extension') {
    return EXTENSION.test(to.extension)
      ? { type: 'endpoint', endpoint: `user/${to.extension}` }
      : { type: 'unreachable', cause: 'INVALID_NUMBER_FORMAT', reason: 'not an extension' }
  }
  if (!NUMBER.test(to.number)) {
    return { type: 'unreachable', cause: 'INVALID_NUMBER_FORMAT', reason: 'not a number that can be dialled' }
  }
  const gateway = context.gateway()
  return gateway === undefined || !GATEWAY.test(gateway)
    ? {
        type: 'unreachable',
        cause: 'NO_ROUTE_DESTINATION',
        reason: 'the switch names no gateway to the outside',
      }
    : { type: 'endpoint', endpoint: `sofia/gateway/${gateway}/${to.number}` }
}

/**
 * An agent who calls somebody hears why it came to nothing: the agent's leg is parked when a bridge ends, also one
 * with a party that never answered (switch_ivr_bridge.c). `bridge` takes it back where the agent is the second leg.
 */
const STAYS = { continue_on_fail: 'true', park_after_early_bridge: 'true', park_after_bridge: 'true' }

/**
 * `sip_auto_answer` adds `Call-Info: …;answer-after=0` and, once the phone rings, a NOTIFY with `Event: talk`
 * (mod_sofia.c, sofia.c). Other phones go by the Alert-Info.
 */
const AUTO_ANSWER = {
  sip_auto_answer: 'true',
  alert_info: '<http://cti-bridge.invalid>;info=alert-autoanswer;delay=0',
}

function variablesOf(order: Order<'originate'>): string {
  const { legId, callId, role, agentId, ringMs, shownNumber, earlyMedia, autoAnswer } = order
  const seconds = Math.ceil(ringMs / 1000) + RING_GRACE_SECONDS
  const variables = {
    origination_uuid: legId,
    cti_call_id: callId,
    cti_role: role,
    ...(agentId !== undefined && AGENT_ID.test(agentId) ? { cti_agent_id: agentId } : {}),
    originate_timeout: String(seconds),
    ignore_early_media: String(earlyMedia === 'ignore'),
    ...(role === 'agent' ? STAYS : {}),
    ...(autoAnswer === true ? AUTO_ANSWER : {}),
    ...(SHOWN.test(shownNumber)
      ? { origination_caller_id_number: shownNumber, origination_caller_id_name: shownNumber }
      : {}),
  }
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')
}

/** `-ERR USER_BUSY`: a cause of switch_types.h, of which `HangUpCause` are some. */
function causeIn(text: string): { readonly cause?: HangUpCause | string } {
  const cause = /^-ERR ([A-Z][A-Z0-9_]+)$/.exec(text)?.[1]
  return cause === undefined ? {} : { cause }
}
