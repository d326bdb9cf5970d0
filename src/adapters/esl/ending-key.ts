/** The key that ended what was played: mod_dptools.c, `on_dtmf`, sets it; `playback` unsets it at its start. */
import type { MenuKey } from '../../domain/ivr/flow.ts'

/** Withheld from events (sensitive.ts): only whoever said which keys end what plays is told. */
export const ENDING_KEY = 'variable_playback_terminator_used'

export const MENU_KEYS = '0123456789*#'

export function endingKeyOf(value: string | undefined): MenuKey | undefined {
  return value !== undefined && value.length === 1 && MENU_KEYS.includes(value)
    ? (value as MenuKey)
    : undefined
}
