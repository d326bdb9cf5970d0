/**
 * Freezes a site's memory now and then, so that the next owner folds only what came after. Best effort: without any
 * of it the journal is folded from its beginning.
 */
import type { SiteId } from '../domain/ids.ts'
import { type FrozenSite, freeze, thaw } from '../domain/site/freeze.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { Log } from '../lib/log.ts'
import type { SnapshotPort } from './ports.ts'

/** Folding as many takes about 150 ms. */
const EVERY_FACTS = 5_000

export class Checkpoints {
  readonly #snapshots: SnapshotPort
  readonly #log: Log
  #pos: number

  /** `pos`: where the last one stands. */
  constructor(snapshots: SnapshotPort, log: Log, pos: number) {
    this.#snapshots = snapshots
    this.#log = log
    this.#pos = pos
  }

  /**
   * To be called when the state is exactly what a batch will make durable; what it returns is to be called when the
   * batch is durable. Undefined when it isn't time yet.
   */
  take(state: SiteState): (() => void) | undefined {
    if (state.pos - this.#pos < EVERY_FACTS) return undefined
    const { siteId, pos } = state
    const body = JSON.stringify(freeze(state))
    this.#pos = pos
    return () => {
      this.#snapshots.save(siteId, pos, body).catch((error: unknown) => {
        this.#log.warn(
          { siteId, pos, err: error },
          'a snapshot could not be kept; the next takeover takes longer',
        )
      })
    }
  }
}

/** The newest snapshot's state, or undefined: none there, of another shape, or not readable. */
export async function thawed(
  snapshots: SnapshotPort,
  siteId: SiteId,
  head: number,
  log: Log,
): Promise<SiteState | undefined> {
  try {
    const kept = await snapshots.load(siteId)
    // One ahead of the journal belongs to another database, restored from an older backup than this table's row.
    if (!kept || kept.pos > head) return undefined
    const state = thaw(JSON.parse(kept.body) as FrozenSite, siteId)
    return state?.pos === kept.pos ? state : undefined
  } catch (error) {
    log.warn({ siteId, err: error }, 'the snapshot can not be used; the whole journal is folded')
    return undefined
  }
}
