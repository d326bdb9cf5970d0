/** What a caller has entered, by what was asked for. */
import type { MenuKey } from '../../../domain/ivr/flow.ts'
import type { RawSwitchInput } from '../../../runtime/switch.ts'
import { endingKeyOf } from '../ending-key.ts'
import type { Order } from './context.ts'

export type Collected = Extract<RawSwitchInput, { type: 'digitsCollected' }>['result']
type Wanted = Pick<Order<'collect'>, 'min' | 'max' | 'terminator' | 'digits' | 'keys'>

/**
 * Keys that end an entry of several places wherever they come. One that isn't the order's terminator stands for
 * itself: `*` for the last place of an identity number, both for what leads out of the step as the first key.
 */
export const ENDS_ENTRY = '*#'

/** Zero to nine, and a star as the last place. */
const ANY = /^[0-9]*\*?$/

/**
 * @param text what came before the end, as the switch kept it
 * @param ender the key that ended it, which the switch keeps apart
 */
export function collectedOf(wanted: Wanted, text: string, ender: MenuKey | undefined): Collected {
  const { min, max, terminator, digits, keys } = wanted
  const terminated = ender !== undefined && ender === terminator
  const entry = terminated || ender === undefined ? text : text + ender
  const only = entry === '' ? ender : endingKeyOf(entry)
  // One place that was ended on purpose, and is enough, is an answer.
  const leadsOut = only !== undefined && keys.includes(only) && !(terminated && text.length >= min)
  if (leadsOut) return { kind: 'interrupted', key: only }
  if (entry === '' && !terminated) return { kind: 'none' }
  const right =
    digits.length === 0 ? ANY.test(entry) : [...entry].every((key) => digits.some((one) => one === key))
  return right && entry.length >= min && entry.length <= max
    ? { kind: 'digits', digits: entry }
    : { kind: 'invalid' }
}
