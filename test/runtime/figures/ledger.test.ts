import { expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import { Ledger } from '../../../src/runtime/figures/ledger.ts'
import { oneAfterAnother } from './lived.ts'

const facts = oneAfterAnother('site_main')
const dayAt = beginOfDay(dayOf(facts.at(-1)?.at ?? 0))
const empty = () => new Ledger({ pos: 0, kept: [], today: [] }, dayAt)

it('facts that come again are counted once', () => {
  const [once, twice] = [empty(), empty()]
  once.take(facts)
  twice.take(facts.slice(0, 200))
  expect([...twice.take(facts.slice(100, 200)).queues]).toEqual([])
  twice.take(facts.slice(150))
  expect(twice.step()).toEqual(once.step())
})

it('what was given to be kept is given once', () => {
  const ledger = empty()
  expect(ledger.step()).toBeUndefined()
  ledger.take(facts.slice(0, 200))
  expect(ledger.behind).toBe(200)
  expect(ledger.step()).toMatchObject({ fromPos: 0, toPos: 200 })
  expect(ledger.behind).toBe(0)
  expect(ledger.step()).toBeUndefined()
  ledger.take(facts.slice(200))
  expect(ledger.step()).toMatchObject({ fromPos: 200, toPos: facts.length })
})

it('a fact that can’t be counted takes nothing of those before it along', () => {
  const index = facts.findLastIndex(({ type }) => type === 'callEnded')
  const before = facts.slice(0, index)
  const wrong = { ...facts[index], data: null } as unknown as (typeof facts)[number]
  const [ledger, sound] = [empty(), empty()]
  expect(() => ledger.take([...before, wrong])).toThrow(TypeError)
  ledger.take([...before, wrong])
  sound.take(before)
  expect(ledger.step()?.queues).toEqual(sound.step()?.queues)
  expect(ledger.behind).toBe(0)
})
