/** Rebuilds a site's memory from its journal. */
import type { Fact } from '../domain/decision.ts'
import type { SiteId } from '../domain/ids.ts'
import { evolve } from '../domain/site/evolve.ts'
import { initialState, type SiteState } from '../domain/site/state.ts'
import type { JournalPort } from './ports.ts'

const PAGE = 5_000

/** Folds every fact after `state`'s position into it. Throws where a position is missing or a fact makes no sense: nothing may be built on that. */
export async function foldJournal(
  journal: Pick<JournalPort, 'read'>,
  siteId: SiteId,
  state: SiteState = initialState(siteId),
): Promise<SiteState> {
  for (;;) {
    const rows = await journal.read(siteId, state.pos, PAGE)
    for (const { kind, subject, type, at, data, pos, subjectSeq } of rows) {
      evolve(state, { kind, subject, type, at, data } as Fact, pos, subjectSeq)
    }
    if (rows.length < PAGE) return state
  }
}
