/** Answering legs, having them answered, and ending them. */
import { randomUUID } from 'node:crypto'
import { API_MS, type Order, type OrderContext } from './context.ts'

const ANSWER_MS = 10_000

/** By the channel's own thread: `uuid_answer` against a CANCEL within a millisecond leaves hung channels. */
export function answer(order: Order<'answer'>, context: OrderContext): void {
  const { legId } = order
  const options = { token: randomUUID(), timeoutMs: ANSWER_MS, lock: true }
  context.switch.execute(legId, 'answer', '', options, (result) => {
    if (result.type === 'completed' || result.type === 'channelGone') return
    context.fail({ command: order.type, legId }, result)
  })
}

/** A NOTIFY with `Event: talk` (mod_sofia.c), which most desk phones answer by answering. */
export function answerPhone(order: Order<'answerPhone'>, context: OrderContext): void {
  const { legId } = order
  context.switch.api(`uuid_phone_event ${legId} talk`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}

export function hangUp(order: Order<'hangUp'>, context: OrderContext): void {
  const { legId, cause } = order
  context.switch.api(`uuid_kill ${legId} ${cause}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}

/** A phone that rings for a caller who has gone. That it is gone already is as good. */
export function hangUpStray(order: Order<'hangUpStray'>, context: OrderContext): void {
  const { legId } = order
  context.switch.api(`uuid_kill ${legId} ORIGINATOR_CANCEL`, { timeoutMs: API_MS }, () => {})
}
