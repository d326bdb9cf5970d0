/** Changes that were decided on an older version are refused: two administrators mustn't undo each other unseen. */
import { refused } from '../acd/answers.ts'
import type { Decision } from '../decision.ts'

/**
 * The refusal, or undefined where the change may go on. `now`: the version that is there, undefined for none.
 * `ifVersion` 0 asks that there be none.
 */
export function ifVersion(
  input: { readonly ifVersion?: number },
  now: number | undefined,
  what: string,
): Decision | undefined {
  if (input.ifVersion === undefined || input.ifVersion === (now ?? 0)) return undefined
  if (now === undefined) return refused('version-changed', `There is no ${what} any more.`)
  return refused(
    'version-changed',
    input.ifVersion === 0 ? `There is a ${what} already.` : `${what} has been changed since.`,
  )
}
