import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { batch, freshStore, SITE, type TestStore } from './support.ts'

const AGENT = 'agent_li'
const START = 1_790_000_000_000
const HOUR = 3_600_000

/** Of two agents, whose facts alternate: one an hour each, every eighth a log-on, every eighth after that a log-off. */
function history(): JournalRow[] {
  return Array.from({ length: 80 }, (_, index) => {
    const hour = index >> 1
    const type = hour % 8 === 1 ? 'agentLoggedOn' : hour % 8 === 6 ? 'agentLoggedOff' : 'agentReady'
    return {
      siteId: SITE,
      pos: index + 1,
      kind: 'agent',
      subject: index % 2 === 0 ? AGENT : 'agent_wang',
      subjectSeq: hour + 1,
      at: START + hour * HOUR,
      type,
      data: { hour },
    }
  })
}

describe('the history of an agent', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await freshStore()
    await store.journal.append(batch(history()))
  })
  afterAll(() => store.close())

  const hours = async (from: number, to: number, limit = 100) => {
    const found = await store.agentHistory.between(SITE, AGENT, START + from * HOUR, START + to * HOUR, limit)
    return found?.map(({ subject, data }) => [subject, (data as { hour: number }).hour])
  }
  const own = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => [AGENT, from + index])

  it('of a time that begins outside a shift is that time', async () => {
    expect(await hours(16, 20)).toEqual(own(16, 20))
    expect(await hours(0, 3)).toEqual(own(0, 3))
  })

  it('of a time that begins within a shift begins with its log-on', async () => {
    expect(await hours(12, 14)).toEqual(own(9, 14))
  })

  it('reaches to the end of the journal, and past it there is nothing', async () => {
    expect(await hours(39, 1_000)).toEqual(own(39, 40))
    expect(await hours(-5, 0)).toEqual([])
  })

  it('of nobody is empty', async () => {
    expect(await store.agentHistory.between(SITE, 'agent_nobody', 0, START * 2, 10)).toEqual([])
  })

  it('that is longer than is wanted is not given', async () => {
    expect(await hours(0, 8, 8)).toEqual(own(0, 8))
    expect(await hours(0, 9, 8)).toBeUndefined()
  })
})
