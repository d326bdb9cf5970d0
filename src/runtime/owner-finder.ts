/**
 * Who owns a site now, as the journal's newest `siteTaken` has put it into the views. What was found is kept until
 * somebody has found it wrong; so a database that stands still keeps nobody from an owner that is known.
 */
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { PortUnavailable, type ViewsPort } from './ports.ts'

/** The body of the view of kind `site`. */
export interface SiteOwnerView {
  readonly epoch: number
  readonly controllerId: string
  /** Of its internal listener: `https://HOST:PORT`; empty: it has none. */
  readonly address: string
}

export interface OwnerFinder {
  /**
   * Undefined: nobody has ever taken the site, or the database doesn't say within `timeoutMs`. `wrong`: what was found
   * before, and didn't own the site; it is looked up afresh.
   */
  find(siteId: string, timeoutMs: number, wrong?: SiteOwnerView): Promise<SiteOwnerView | undefined>
}

export interface OwnerFinderOptions {
  readonly views: Pick<ViewsPort, 'get'>
  readonly log: Log
  readonly timers?: Timers
}

export function createOwnerFinder({ views, log, timers = machineTimers }: OwnerFinderOptions): OwnerFinder {
  const known = new Map<string, SiteOwnerView>()
  /** Whoever asks while somebody looks shares what he finds. */
  const looking = new Map<string, Promise<SiteOwnerView | undefined>>()

  async function look(siteId: string): Promise<SiteOwnerView | undefined> {
    try {
      const found = (await views.get(siteId, 'site', siteId))?.body as SiteOwnerView | undefined
      if (found) known.set(siteId, found)
      return found
    } catch (err) {
      if (!(err instanceof PortUnavailable)) throw err
      log.warn({ siteId, err }, 'who owns the site can’t be looked up')
      return undefined
    } finally {
      looking.delete(siteId)
    }
  }

  return {
    async find(siteId, timeoutMs, wrong) {
      const kept = known.get(siteId)
      if (kept && (!wrong || kept.epoch !== wrong.epoch || kept.address !== wrong.address)) return kept
      const under = looking.get(siteId) ?? look(siteId)
      looking.set(siteId, under)
      const waited = await withDeadline(under, { timeoutMs, timers })
      return waited.type === 'value' ? waited.value : undefined
    },
  }
}
