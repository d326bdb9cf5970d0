/** Token buckets: so many a minute on the average, and as many at once. */

export type Permission =
  | { readonly type: 'granted' }
  | { readonly type: 'denied'; readonly retryAfterSeconds: number }

export interface RateLimit {
  /** Takes one from the bucket `key`, if it holds one. */
  take(key: string): Permission
}

interface Bucket {
  tokens: number
  atMs: number
}

/** Buckets kept at most; full ones, which remember nothing, go first. */
const MAX_BUCKETS = 10_000

/** @param nowMs a monotonic clock, in milliseconds */
export function createRateLimit(perMinute: number, nowMs: () => number): RateLimit {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  const refilled = (bucket: Bucket, at: number) =>
    Math.min(perMinute, bucket.tokens + (at - bucket.atMs) * perMs)
  const makeRoom = (at: number) => {
    for (const [key, bucket] of buckets) if (refilled(bucket, at) >= perMinute) buckets.delete(key)
    for (const key of buckets.keys()) {
      if (buckets.size < MAX_BUCKETS) break
      buckets.delete(key)
    }
  }
  return {
    take(key) {
      const at = nowMs()
      const found = buckets.get(key)
      if (found === undefined && buckets.size >= MAX_BUCKETS) makeRoom(at)
      const tokens = found === undefined ? perMinute : refilled(found, at)
      const granted = tokens >= 1
      buckets.set(key, { tokens: granted ? tokens - 1 : tokens, atMs: at })
      return granted
        ? { type: 'granted' }
        : { type: 'denied', retryAfterSeconds: (1 - tokens) / perMs / 1000 }
    },
  }
}
