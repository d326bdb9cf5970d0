/**
 * What a leg hears. Applications are queued on the channel and run one after the other: an event lock keeps the next
 * from running in the midst of the last. `uuid_break … all` ends the present one and empties the queue.
 */
import { randomUUID } from 'node:crypto'
import type { LegId } from '../../../domain/ids.ts'
import type { MenuKey } from '../../../domain/ivr/flow.ts'
import { ENDING_KEY, endingKeyOf } from '../ending-key.ts'
import type { ExecuteResult } from '../results.ts'
import { API_MS, type Order, type OrderContext } from './context.ts'
import { filesOf, PROMPTS_MS, UNPLAYABLE } from './files.ts'

type Reportable = Exclude<ExecuteResult, { type: 'completed' | 'channelGone' }>

export function play(order: Order<'play'>, context: OrderContext): void {
  const { legId, token, prompts, keys } = order
  const finished = (key?: MenuKey) => {
    const ended = key === undefined ? {} : { key }
    const { nodeId } = context
    context.report({ type: 'promptFinished', nodeId, legId, at: context.now(), token, ...ended })
  }
  const fail = (outcome: Reportable) => context.fail({ command: order.type, legId, token }, outcome)
  if (prompts.length === 0) {
    queueMicrotask(finished)
    return
  }
  const files = filesOf(prompts, context)
  if (files === undefined) {
    queueMicrotask(() => fail(UNPLAYABLE))
    return
  }
  tellKeys(legId, keys, context)
  const options = { token, timeoutMs: PROMPTS_MS, lock: true, values: [ENDING_KEY] }
  context.switch.execute(legId, 'playback', files, options, (result) => {
    if (result.type === 'channelGone') return
    if (result.type !== 'completed') return fail(result)
    // A file that isn't there has been played as far as the caller is concerned.
    const key = endingKeyOf(result.values.get(ENDING_KEY))
    if (key !== undefined) forgetKey(legId, context)
    finished(key === undefined || !keys.includes(key) ? undefined : key)
  })
}

export function stopPlayback(order: Order<'stopPlayback'>, context: OrderContext): void {
  const { legId } = order
  context.terminators.forget(legId)
  context.silenced.add(legId)
  context.switch.api(`uuid_break ${legId} all`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}

/** Puts the keys that end what comes next into the leg's queue, in front of it. */
export function tellKeys(legId: LegId, keys: readonly MenuKey[], context: OrderContext): void {
  const value = context.terminators.change(legId, keys)
  if (value === undefined) return
  const options = { token: randomUUID(), timeoutMs: PROMPTS_MS, lock: true }
  context.switch.execute(legId, 'set', `playback_terminators=${value}`, options, (result) => {
    // What it stands in front of says what has become of the leg.
    if (result.type !== 'completed') context.terminators.forget(legId)
  })
}

/** Each later event of the leg would repeat it. */
export function forgetKey(legId: LegId, context: OrderContext): void {
  context.switch.api(`uuid_setvar ${legId} playback_terminator_used`, { timeoutMs: API_MS }, () => {})
}
