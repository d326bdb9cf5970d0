/** Several prompts as one file. */
import type { Playable } from '../../../runtime/switch.ts'
import type { OrderContext } from './context.ts'

export const UNPLAYABLE = {
  type: 'invalid',
  reason: 'the name of a prompt file has a character that the switch reads',
} as const

/** Longer than any run of prompts may last by the core's own deadline; the core decides, this only forgets. */
export const PROMPTS_MS = 200_000

/** Anything else would end the file's name, the argument, or be expanded. */
const PLAYABLE = /^[\p{L}\p{N}/._-]+$/u

/** All prompts as one file, or undefined when a name can't be said to the switch. A missing one is passed over. */
export function filesOf(
  prompts: readonly Playable[],
  context: OrderContext,
  before: readonly string[] = [],
): string | undefined {
  const files = prompts.map((prompt) => context.promptFile(prompt))
  return files.every((file) => PLAYABLE.test(file))
    ? `file_string://${[...before, ...files].join('!')}`
    : undefined
}
