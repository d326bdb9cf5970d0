import { describe, expect, test } from 'vitest'
import { type Collected, collectedOf } from '../../../src/adapters/esl/orders/collected.ts'
import type { MenuKey } from '../../../src/domain/ivr/flow.ts'

type Wanted = Parameters<typeof collectedOf>[0]

const NUMBER: Wanted = { min: 1, max: 4, terminator: null, digits: [], keys: [] }
const digits = (text: string): Collected => ({ kind: 'digits', digits: text })
const leads = (key: MenuKey): Collected => ({ kind: 'interrupted', key })
const INVALID: Collected = { kind: 'invalid' }
const NONE: Collected = { kind: 'none' }

/** What is wanted, what came, which key ended it, and what that is. */
type Row = readonly [Partial<Wanted>, string, MenuKey | undefined, Collected]

const rows: Readonly<Record<string, readonly Row[]>> = {
  'one key': [
    [{ max: 1, digits: ['1', '#'] }, '#', undefined, digits('#')],
    [{ max: 1, digits: ['1', '#'] }, '7', undefined, INVALID],
    [{ max: 1, digits: ['1'], keys: ['9'] }, '9', undefined, leads('9')],
    [{ max: 1, digits: ['9'], keys: ['9'] }, '9', undefined, leads('9')],
    [{ max: 1 }, '*', undefined, digits('*')],
    [{ max: 1 }, '#', undefined, INVALID],
    [{ max: 1 }, '', undefined, NONE],
  ],
  'a number': [
    [{}, '4711', undefined, digits('4711')],
    [{ min: 3 }, '47', undefined, INVALID],
    [{ terminator: '#' }, '47', '#', digits('47')],
    [{ terminator: '#' }, '', '#', INVALID],
    [{ terminator: '#', min: 0 }, '', '#', digits('')],
    [{}, '47', '#', INVALID],
    [{}, '', undefined, NONE],
    [{ digits: ['1', '2'] }, '12', undefined, digits('12')],
    [{ digits: ['1', '2'] }, '13', undefined, INVALID],
  ],
  'a star as its last place': [
    [{ min: 18, max: 18 }, '11010519491231002', '*', digits('11010519491231002*')],
    [{ min: 18, max: 18 }, '1101051949123100', '*', INVALID],
    [{ terminator: '*' }, '47', '*', digits('47')],
    [{ max: 2 }, '47', '*', INVALID],
    [{ digits: ['1', '2'] }, '12', '*', INVALID],
  ],
  'a key that leads out': [
    [{ keys: ['*'] }, '', '*', leads('*')],
    [{ keys: ['*'], min: 18, max: 18 }, '11010519491231002', '*', digits('11010519491231002*')],
    [{ keys: ['9'] }, '9', undefined, leads('9')],
    [{ keys: ['9'] }, '95', undefined, digits('95')],
    [{ keys: ['9'], terminator: '#' }, '9', '#', digits('9')],
    [{ keys: ['9'], terminator: '#', min: 2 }, '9', '#', leads('9')],
    [{ keys: ['#'], terminator: '#' }, '', '#', leads('#')],
    [{ keys: ['#'], terminator: '#' }, '47', '#', digits('47')],
  ],
}

for (const [what, cases] of Object.entries(rows)) {
  describe(what, () => {
    for (const [wanted, text, ender, expected] of cases) {
      test(`${JSON.stringify(wanted)}: ${text}${ender === undefined ? '' : ` then ${ender}`}`, () => {
        expect(collectedOf({ ...NUMBER, ...wanted }, text, ender)).toEqual(expected)
      })
    }
  })
}
