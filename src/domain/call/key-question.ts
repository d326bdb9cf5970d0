/** Whoever answers a phone is asked for one key before anything else: a voicemail presses none. */
import type { LegId } from '../ids.ts'
import type { MenuKey } from '../ivr/flow.ts'
import type { Command, PromptRef } from '../site/commands.ts'
import type { Call } from './state.ts'

export interface KeyQuestion {
  readonly legId: LegId
  readonly token: string
  readonly said: readonly PromptRef[]
  readonly key: MenuKey
  readonly timeoutMs: number
}

export function askForKey(
  { id, nodeId }: Call,
  { legId, token, said, key, timeoutMs }: KeyQuestion,
): Command {
  return {
    type: 'collect',
    nodeId,
    callId: id,
    legId,
    token,
    // Twice: who answers says hello first.
    prompts: [...said, ...said],
    min: 1,
    max: 1,
    terminator: null,
    digits: [key],
    keys: [],
    timeoutMs,
    interDigitMs: 0,
  }
}
