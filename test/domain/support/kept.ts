/** A site as its next owner finds it in a snapshot. */
import { type FrozenSite, freeze, thaw } from '../../../src/domain/site/freeze.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import { siteId } from './story.ts'

export function kept(state: SiteState): SiteState {
  const thawed = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenSite, siteId)
  if (!thawed) throw new Error('not thawed')
  return thawed
}
