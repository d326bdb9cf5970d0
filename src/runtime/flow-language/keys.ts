import type { MenuKey } from '../../domain/ivr/flow.ts'

/** A telephone's keys, in the order of its rows. */
export const MENU_KEYS = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '*',
  '0',
  '#',
] as const satisfies readonly MenuKey[]
