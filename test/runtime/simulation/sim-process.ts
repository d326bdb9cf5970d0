/**
 * One process in virtual time. All that makes it run comes through here: its timers, and what reaches it from outside.
 * So it can be stopped as by SIGSTOP (time goes on, what comes waits), woken, and killed.
 *
 *   running ─ stop ─▶ stopped ─ wake ─▶ running      running | stopped ─ kill ─▶ dead
 */
import type { Timers } from '../../../src/lib/timers.ts'
import type { Time } from '../../domain/simulation/time.ts'

interface Parked {
  readonly kind: 'timer' | 'message'
  readonly run: () => void
}

export class SimProcess implements Timers {
  #life: 'running' | 'stopped' | 'dead' = 'running'
  #parked: Parked[] = []
  readonly #time: Time
  readonly #entered: () => void

  /** `entered` is called whenever it runs: then there may be promises to settle. */
  constructor(time: Time, entered: () => void) {
    this.#time = time
    this.#entered = entered
  }

  get runs(): boolean {
    return this.#life === 'running'
  }

  get isDead(): boolean {
    return this.#life === 'dead'
  }

  after(ms: number, run: () => void): () => void {
    let cancelled = false
    // As Node has it: never sooner than in a millisecond.
    this.#time.after(Math.max(1, Math.ceil(ms)), () => {
      if (!cancelled) this.#due('timer', () => cancelled || run())
    })
    return () => {
      cancelled = true
    }
  }

  every(ms: number, run: () => void): () => void {
    let cancel = () => {}
    const next = () => {
      cancel = this.after(ms, () => {
        // Before it runs: it may be what ends it.
        next()
        run()
      })
    }
    next()
    return () => cancel()
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve()
        return
      }
      const cancel = this.after(ms, () => {
        signal?.removeEventListener('abort', end)
        resolve()
      })
      const end = () => {
        cancel()
        resolve()
      }
      signal?.addEventListener('abort', end, { once: true })
    })
  }

  /** Something from outside reaches it. */
  receive(run: () => void): void {
    this.#due('message', run)
  }

  stop(): void {
    if (this.#life === 'running') this.#life = 'stopped'
  }

  /** What is due happens now: timers first, as Node's loop has it. */
  wake(): void {
    if (this.#life !== 'stopped') return
    this.#life = 'running'
    const parked = this.#parked
    this.#parked = []
    const ofKind = (kind: Parked['kind']) => parked.filter((one) => one.kind === kind)
    for (const { kind, run } of [...ofKind('timer'), ...ofKind('message')]) {
      this.#time.after(0, () => this.#due(kind, run))
    }
  }

  kill(): void {
    this.#life = 'dead'
    this.#parked = []
  }

  #due(kind: Parked['kind'], run: () => void): void {
    if (this.#life === 'dead') return
    if (this.#life === 'stopped') {
      this.#parked.push({ kind, run })
      return
    }
    this.#entered()
    run()
  }
}
