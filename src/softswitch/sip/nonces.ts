import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { nowMs as switchNowMs } from '../switch-time.ts'

/**
 * Nonces that carry their own issue time under a key of this process (RFC 7616 5.4), so issuing costs no memory:
 * only the highest count seen of each nonce in use is kept, and of these at most `maxRemembered`.
 */
export class Nonces {
  private readonly key = randomBytes(32)
  private readonly counts = new Map<string, number>()
  /** Nonces issued before this are stale: what was remembered of them has been forgotten. */
  private floorMs = 0
  private readonly lifeMs: number
  private readonly maxRemembered: number
  private readonly nowMs: () => number

  constructor(lifeMs: number, maxRemembered: number, nowMs: () => number = switchNowMs) {
    this.lifeMs = lifeMs
    this.maxRemembered = maxRemembered
    this.nowMs = nowMs
  }

  issue(): string {
    const head = `${this.nowMs().toString(36)}.${randomBytes(6).toString('base64url')}`
    return `${head}.${this.sign(head)}`
  }

  /** `count` is the `nc` of a right answer; 1 where the client sends none, so that such a nonce serves once. */
  use(nonce: string, count: number): 'fresh' | 'stale' {
    const issuedMs = this.issuedAt(nonce)
    if (issuedMs === undefined || issuedMs < this.floorMs) return 'stale'
    if (this.nowMs() - issuedMs > this.lifeMs) return 'stale'
    if (count <= (this.counts.get(nonce) ?? 0)) return 'stale'
    // Deleted and set again: the map's first entry stays the one longest unused.
    this.counts.delete(nonce)
    this.counts.set(nonce, count)
    this.forget()
    return 'fresh'
  }

  /** Undefined for a nonce that isn't ours. */
  private issuedAt(nonce: string): number | undefined {
    const [time = '', random = '', signature = ''] = nonce.split('.')
    const wanted = Buffer.from(this.sign(`${time}.${random}`))
    const given = Buffer.from(signature)
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined
    return Number.parseInt(time, 36)
  }

  private sign(head: string): string {
    return createHmac('sha256', this.key).update(head).digest('base64url').slice(0, 22)
  }

  private forget(): void {
    for (const nonce of this.counts.keys()) {
      const issuedMs = this.issuedAt(nonce) ?? 0
      const expired = this.nowMs() - issuedMs > this.lifeMs
      if (!expired && this.counts.size <= this.maxRemembered) return
      this.counts.delete(nonce)
      // A forgotten count must not let the nonce be used again.
      if (!expired) this.floorMs = Math.max(this.floorMs, issuedMs + 1)
    }
  }
}
