/** Several batches as one, for a journal that has to catch up. */
import type { AppendBatch, View } from './ports.ts'

/** In order, of one site, without a gap; at least one. */
export function mergeBatches(batches: readonly AppendBatch[]): AppendBatch {
  const [first] = batches
  if (!first) throw new RangeError('no batches')
  if (batches.length === 1) return first
  return {
    siteId: first.siteId,
    rows: batches.flatMap(({ rows }) => rows),
    views: newestViews(batches.flatMap(({ views }) => views)),
    privateFields: batches.flatMap(({ privateFields }) => privateFields),
  }
}

/** Each subject's last look; what only its first one tells is kept. */
function newestViews(views: readonly View[]): View[] {
  const bySubject = new Map<string, View>()
  for (const view of views) {
    const slot = `${view.kind}/${view.id}`
    const partyHash = view.partyHash ?? bySubject.get(slot)?.partyHash
    bySubject.set(slot, partyHash === undefined ? view : { ...view, partyHash })
  }
  return [...bySubject.values()]
}
