/** Where a step may lead: what every check of a flow's graph, and every renaming of its steps, goes by. */
import { assertNever } from '../assert-never.ts'
import type { MenuOptions, Step } from './flow.ts'

export interface Way {
  /** Inside the step, as a path of keys: `['options', '1', 'next']`. */
  readonly path: readonly (string | number)[]
  readonly to: string
  /**
   * Whether a caller who presses nothing may take it again and again. A look-up, a branch or a calendar may come to
   * the same for ever. A queue doesn't count: while agents may come, waiting again is meant.
   */
  readonly silent: boolean
}

/** The ways out of a step, in the order of its keys. None: the step ends the flow. */
export function waysOf(step: Step): Way[] {
  switch (step.kind) {
    case 'announce':
    case 'profile':
    case 'survey':
      return silent(step, ['next'])
    case 'menu':
      return [
        ...options(step.options, ['options']),
        ...Object.entries(step.variants).flatMap(([profile, variant]) =>
          options(variant.options, ['variants', profile, 'options']),
        ),
        ...silent(step, ['otherwise']),
      ]
    case 'collect':
      return [...keyed(step, ['next']), ...silent(step, ['otherwise'])]
    case 'confirm':
      return [...keyed(step, ['confirmed', 'refused']), ...silent(step, ['otherwise'])]
    case 'consent':
      return [...keyed(step, ['given', 'refused']), ...silent(step, ['otherwise'])]
    case 'hours':
      return silent(step, ['open', 'closed', 'holiday'])
    case 'branch':
      return [
        ...step.cases.map((one, index) => ({ path: ['cases', index, 'next'], to: one.next, silent: true })),
        ...silent(step, ['otherwise']),
      ]
    case 'set':
    case 'voicemail':
      return silent(step, ['next', 'otherwise'])
    case 'lookUp':
      return silent(step, ['found', 'several', 'notFound', 'failed'])
    case 'ask':
    case 'transfer':
      return silent(step, ['otherwise'])
    case 'queue':
      return [...keyed(step, ['otherwise', 'afterTalk']), ...options(step.keys ?? {}, ['keys'])]
    case 'callback':
      return silent(step, ['accepted', 'notYet'])
    case 'fallback':
    case 'hangUp':
      return []
    default:
      return assertNever(step)
  }
}

function silent<S extends Step>(step: S, keys: readonly (keyof S & string)[]): Way[] {
  return named(step, keys, true)
}

function keyed<S extends Step>(step: S, keys: readonly (keyof S & string)[]): Way[] {
  return named(step, keys, false)
}

function named<S extends Step>(step: S, keys: readonly (keyof S & string)[], silent: boolean): Way[] {
  return keys.flatMap((key) => {
    const to = step[key]
    return typeof to === 'string' ? [{ path: [key], to, silent }] : []
  })
}

function options(of: MenuOptions, at: readonly string[]): Way[] {
  return Object.entries(of).map(([key, option]) => ({
    path: [...at, key, 'next'],
    to: option.next,
    silent: false,
  }))
}
