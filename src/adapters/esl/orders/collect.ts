/** The keys that a caller presses. */
import { randomUUID } from 'node:crypto'
import { endingKeyOf } from '../ending-key.ts'
import type { ExecuteResult } from '../results.ts'
import { collectedOf, ENDS_ENTRY } from './collected.ts'
import { API_MS, type Order, type OrderContext } from './context.ts'
import { filesOf, PROMPTS_MS, UNPLAYABLE } from './files.ts'

/** Where keys are collected; a variable of that name is withheld from events (sensitive.ts). */
const DIGITS = 'cti_digits'
/** Which key ended it. FreeSWITCH never unsets it. */
const ENDER = 'read_terminator_used'

type Reportable = Exclude<ExecuteResult, { type: 'completed' | 'channelGone' }>

/**
 * play_and_get_digits: MIN MAX TRIES TIMEOUT TERMINATORS FILE INVALID_FILE VARIABLE REGEX DIGIT_TIMEOUT. A minimum of
 * one key: what is too short is reported as it came (`collected.ts`). One key alone has no terminator, for FreeSWITCH
 * loses one that is pressed during the prompts (switch_ivr_read, `max_digits == 1`); no letter of `none` is a key.
 * There is no regular expression: what is tested against one is logged.
 */
export function collect(order: Order<'collect'>, context: OrderContext): void {
  const { legId, token, prompts, max, terminator, timeoutMs, interDigitMs } = order
  const fail = (outcome: Reportable) => context.fail({ command: order.type, legId, token }, outcome)
  // The silence in front makes it listen even when every prompt is missing.
  const files = filesOf(prompts, context, ['silence_stream://20'])
  if (files === undefined) {
    queueMicrotask(() => fail(UNPLAYABLE))
    return
  }
  const several = max > 1
  if (several) unsetEnder(order, context)
  const how = `1 ${max} 1 ${timeoutMs} ${several ? ENDS_ENTRY : 'none'} ${files} silence_stream://20 ${DIGITS}`
  const argument = several ? `${how} '' ${interDigitMs}` : how
  const [digits, ender] = [`variable_${DIGITS}`, `variable_${ENDER}`]
  const longestMs = PROMPTS_MS + timeoutMs + (several ? max * interDigitMs : 0)
  const options = { token, timeoutMs: longestMs, lock: true, values: [digits, ender] }
  context.switch.execute(legId, 'play_and_get_digits', argument, options, (result) => {
    if (result.type === 'channelGone') return
    if (result.type !== 'completed') return fail(result)
    const text = result.values.get(digits) ?? ''
    const ended = several ? endingKeyOf(result.values.get(ender)) : undefined
    const bare = !several && text !== '' && text === terminator
    // Each later event of the leg would repeat them.
    const left = [text === '' ? '' : `${DIGITS}=`, ended === undefined ? '' : `${ENDER}=`].filter(Boolean)
    if (left.length > 0) {
      context.switch.api(`uuid_setvar_multi ${legId} ${left.join(';')}`, { timeoutMs: API_MS }, () => {})
    }
    context.report({
      type: 'digitsCollected',
      nodeId: context.nodeId,
      legId,
      at: context.now(),
      token,
      result: bare ? collectedOf(order, '', terminator) : collectedOf(order, text, ended),
    })
  })
}

/** One that an entry before this left, should its answer have been lost with a connection. */
function unsetEnder({ legId }: Order<'collect'>, context: OrderContext): void {
  const options = { token: randomUUID(), timeoutMs: PROMPTS_MS, lock: true }
  context.switch.execute(legId, 'unset', ENDER, options, () => {})
}
