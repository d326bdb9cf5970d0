/**
 * Keeps an endpoint that fails from taking all places: each of its tries may last until the time-out, and meanwhile the
 * others' events would wait.
 */
export interface FairShare {
  /** Whether one more delivery to this endpoint may begin now; if so, `left` must follow. */
  entered(webhookId: string): boolean
  left(webhookId: string): void
  /** How its newest try ended. */
  tried(webhookId: string, delivered: boolean): void
}

/** Endpoints are few; ids of removed ones are forgotten in one go. */
const MOST_REMEMBERED = 1_000

/** @param concurrency all places; a failing endpoint may have a quarter of them */
export function createFairShare(concurrency: number): FairShare {
  const share = Math.max(1, Math.floor(concurrency / 4))
  const inside = new Map<string, number>()
  const failing = new Set<string>()
  return {
    entered(webhookId) {
      const count = inside.get(webhookId) ?? 0
      if (count >= share && failing.has(webhookId)) return false
      inside.set(webhookId, count + 1)
      return true
    },
    left(webhookId) {
      const count = (inside.get(webhookId) ?? 1) - 1
      if (count > 0) inside.set(webhookId, count)
      else inside.delete(webhookId)
    },
    tried(webhookId, delivered) {
      if (failing.size >= MOST_REMEMBERED) failing.clear()
      if (delivered) failing.delete(webhookId)
      else failing.add(webhookId)
    },
  }
}
