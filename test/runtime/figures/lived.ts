/** Whatever may happen at a site, shortly before midnight and after it. */
import fc from 'fast-check'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { beginsWithMore } from '../../domain/support/beyond.ts'
import { type Draw, inputOf, NODES } from '../../domain/support/chance.ts'
import { recordingSite } from '../../domain/support/recordings.ts'
import type { Site } from '../../domain/support/story.ts'

const draw: fc.Arbitrary<Draw> = fc.record({
  what: fc.nat({ max: 62 }),
  who: fc.nat({ max: 30 }),
  how: fc.nat({ max: 30 }),
  ms: fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 70_000 })),
  node: fc.nat({ max: 2 }),
})
export const history = fc.array(draw, { minLength: 5, maxLength: 90 })
/** A history that begins shortly before midnight. */
export function lived(draws: readonly Draw[], look: (site: Site) => void = () => {}): Site {
  const site = recordingSite()
  site.now = beginOfDay(dayOf(site.now) + 1) - 120_000
  beginsWithMore(site)
  for (const nodeId of NODES) site.when({ type: 'switchConnected', nodeId, coreUuid: 'core-1', legs: [] })
  site.agentReady('li')
  let fresh = 100
  for (const one of draws) {
    site.after(one.ms)
    look(site)
    fresh += 1
    site.when(inputOf(site, one, fresh))
    look(site)
  }
  return site
}

/** Some lively histories of one site, one after another: each with calls and agents of its own. */
export function oneAfterAnother(siteId: string): JournalRow[] {
  const stories = fc.sample(history, { seed: 7, numRuns: 12 }).map((draws) => lived(draws).journal)
  const rows = stories.flatMap((story, n) => {
    const own = (text: string) =>
      text.replaceAll(/agent_[a-z]+|call_01K0/g, (id) =>
        id === 'call_01K0' ? `call_01K${'ABCDEFGHJKMN'[n]}` : `${id}-${n}`,
      )
    return story.map((row) => JSON.parse(own(JSON.stringify(row))) as JournalRow)
  })
  return rows.map((row, n) => ({ ...row, siteId, pos: n + 1, subjectSeq: n + 1 }))
}
