/**
 * To be imported before anything of the runtime: whoever reaches for the machine's time or chance while a history runs
 * fails at once, and every order carries why it was given.
 */
import { vi } from 'vitest'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { Handled } from '../../../src/domain/site/handle.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'

const WHY = Symbol('why')

/** What was true when an order was decided on. */
export interface Why {
  readonly epoch: number
  /** The newest fact then: it and all before it must be durable when the order goes out. */
  readonly pos: number
  readonly row: JournalRow | undefined
  /** True time. */
  readonly at: number
}

let trueTime = () => 0

/** By which orders are dated. */
export function dateBy(time: () => number): void {
  trueTime = time
}

const newest = new WeakMap<SiteState, JournalRow>()
const decided = new WeakMap<JournalRow, number>()

vi.mock('../../../src/domain/site/handle.ts', async (original) => {
  const { handle } = await original<{ handle(state: SiteState, input: SiteInput): Handled }>()
  return {
    handle(state: SiteState, input: SiteInput): Handled {
      const handled = handle(state, input)
      for (const row of handled.rows) decided.set(row, trueTime())
      const last = handled.rows.at(-1)
      if (last) newest.set(state, last)
      const why: Why = { epoch: state.epoch, pos: state.pos, row: newest.get(state), at: trueTime() }
      for (const command of handled.commands) (command as { [WHY]?: Why })[WHY] = why
      return handled
    },
  }
})

vi.mock('node:timers/promises', () => ({
  setTimeout: () => {
    throw new Error('a timer of the machine was made')
  },
}))

export function whyOf(command: object): Why | undefined {
  return (command as { [WHY]?: Why })[WHY]
}

/** True time at which a fact was decided on, by this very history. */
export function decidedAt(row: JournalRow): number | undefined {
  return decided.get(row)
}

const FORBIDDEN = [
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [Date, 'now'],
  [Math, 'random'],
  [performance, 'now'],
] as const

/** Runs `history` while nobody can have the machine's time or chance. What it was asked for is returned. */
export async function virtually<T>(history: () => Promise<T>): Promise<{ value: T; reached: string[] }> {
  const reached = new Set<string>()
  const kept = FORBIDDEN.map(([on, name]) => {
    const original = Reflect.get(on, name) as (...args: unknown[]) => unknown
    Reflect.set(on, name, () => {
      reached.add(name)
      throw new Error(`${name} of the machine was asked for`)
    })
    return () => Reflect.set(on, name, original)
  })
  try {
    return { value: await history(), reached: [...reached] }
  } finally {
    for (const giveBack of kept) giveBack()
  }
}
