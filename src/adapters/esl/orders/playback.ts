/**
 * What a leg hears, and the keys that its caller presses. Applications are queued on the channel and run one after the
 * other: an event lock keeps the next from running in the midst of the last. `uuid_break … all` ends the present one
 * and empties the queue.
 */
import { randomUUID } from 'node:crypto'
import type { PromptRef } from '../../../domain/site/commands.ts'
import type { ExecuteResult } from '../results.ts'
import { API_MS, type Order, type OrderContext } from './context.ts'

/** Longer than any run of prompts may last by the core's own deadline; the core decides, this only forgets. */
const PROMPTS_MS = 200_000
/** Music has no end to wait for; only a refusal is of interest. */
const MUSIC_MS = 10_000

/** Where keys are collected; a variable of that name is withheld from events (sensitive.ts). */
const DIGITS = 'cti_digits'

type Reportable = Exclude<ExecuteResult, { type: 'completed' | 'channelGone' }>

export function play(order: Order<'play'>, context: OrderContext): void {
  const { legId, token, prompts } = order
  const finished = () =>
    context.report({ type: 'promptFinished', nodeId: context.nodeId, legId, at: context.now(), token })
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
  const options = { token, timeoutMs: PROMPTS_MS, lock: true }
  context.switch.execute(legId, 'playback', files, options, (result) => {
    // A file that isn't there has been played as far as the caller is concerned.
    if (result.type === 'completed') finished()
    else if (result.type !== 'channelGone') fail(result)
  })
}

export function collect(order: Order<'collect'>, context: OrderContext): void {
  const { legId, token, prompts, digits, timeoutMs } = order
  const fail = (outcome: Reportable) => context.fail({ command: order.type, legId, token }, outcome)
  // The silence in front makes it listen even when every prompt is missing.
  const files = filesOf(prompts, context, ['silence_stream://20'])
  if (files === undefined) {
    queueMicrotask(() => fail(UNPLAYABLE))
    return
  }
  // MIN MAX TRIES TIMEOUT TERMINATORS FILE INVALID_FILE VARIABLE: one key, once; no letter of `none` is a key.
  const argument = `1 1 1 ${timeoutMs} none ${files} silence_stream://20 ${DIGITS}`
  const variable = `variable_${DIGITS}`
  const options = { token, timeoutMs: PROMPTS_MS + timeoutMs, lock: true, values: [variable] }
  context.switch.execute(legId, 'play_and_get_digits', argument, options, (result) => {
    if (result.type === 'channelGone') return
    if (result.type !== 'completed') return fail(result)
    const digit = result.values.get(variable) ?? ''
    // Each later event of the leg would repeat it.
    if (digit !== '') context.switch.api(`uuid_setvar ${legId} ${DIGITS}`, { timeoutMs: API_MS }, () => {})
    context.report({
      type: 'digitsCollected',
      nodeId: context.nodeId,
      legId,
      at: context.now(),
      token,
      result: digits.includes(digit) ? { kind: 'digit', digit } : { kind: digit === '' ? 'none' : 'invalid' },
    })
  })
}

export function startMusic(order: Order<'startMusic'>, context: OrderContext): void {
  const { legId, prompts, music } = order
  const take = (result: ExecuteResult) => {
    // That it goes on is no failure.
    if (result.type === 'completed' || result.type === 'channelGone' || result.type === 'timedOut') return
    context.fail({ command: order.type, legId }, result)
  }
  const files = prompts.length === 0 ? undefined : filesOf(prompts, context)
  if (files !== undefined) {
    const options = { token: randomUUID(), timeoutMs: MUSIC_MS, lock: true }
    context.switch.execute(legId, 'playback', files, options, take)
  }
  const options = { token: randomUUID(), timeoutMs: MUSIC_MS, forever: true }
  context.switch.execute(legId, 'playback', music, options, take)
}

export function stopPlayback(order: Order<'stopPlayback'>, context: OrderContext): void {
  const { legId } = order
  context.switch.api(`uuid_break ${legId} all`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail({ command: order.type, legId }, result)
  })
}

const UNPLAYABLE = {
  type: 'invalid',
  reason: 'the name of a prompt file has a character that the switch reads',
} as const

/** Anything else would end the file's name, the argument, or be expanded. */
const PLAYABLE = /^[\p{L}\p{N}/._-]+$/u

/** All prompts as one file, or undefined when a name can't be said to the switch. A missing one is passed over. */
function filesOf(
  prompts: readonly PromptRef[],
  context: OrderContext,
  before: readonly string[] = [],
): string | undefined {
  const files = prompts.map(context.promptFile)
  return files.every((file) => PLAYABLE.test(file))
    ? `file_string://${[...before, ...files].join('!')}`
    : undefined
}
