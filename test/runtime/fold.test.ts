import { expect, it } from 'vitest'
import type { JournalRow } from '../../src/domain/fact.ts'
import { foldJournal } from '../../src/runtime/fold.ts'
import { aSite, siteId, talking } from '../domain/support/story.ts'
import { HeldJournal } from './support/journal.ts'

it('rebuilds the memory that wrote the journal', async () => {
  const site = aSite()
  talking(site, 1, 'li')
  const folded = await foldJournal(new HeldJournal(site.journal), siteId)
  expect(folded.pos).toBe(site.state.pos)
  expect([...folded.calls]).toEqual([...site.state.calls])
  expect([...folded.agents]).toEqual([...site.state.agents])
})

it('reads page by page, to the last fact and no further', async () => {
  const site = aSite()
  while (site.state.pos < 10_000) site.when({ type: 'keepSite' })
  const asked: number[] = []
  const journal = new HeldJournal(site.journal)
  const folded = await foldJournal(
    {
      read: (id, afterPos, limit) => {
        asked.push(afterPos)
        return journal.read(id, afterPos, limit)
      },
    },
    siteId,
  )
  expect(folded.pos).toBe(10_000)
  expect(asked).toEqual([0, 5_000, 10_000])
})

it('refuses a journal with a hole', async () => {
  const site = aSite()
  const rows: JournalRow[] = site.journal.filter(({ pos }) => pos !== 3)
  await expect(foldJournal(new HeldJournal(rows), siteId)).rejects.toThrow('fact 4 after 2')
})
