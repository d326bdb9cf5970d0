/** One 20 ms clock for all calls of the process: a timer per call would not carry hundreds of them. */

export const TICK_MS = 20

/** After a stall, older ticks are dropped rather than sent in one burst; RTP time stamps then jump, as they should. */
const MAX_CATCH_UP = 5

type Tick = (tick: number) => void

class Pacer {
  readonly #subscribers = new Set<Tick>()
  readonly #originMs = performance.now()
  #last = 0
  #timer: NodeJS.Timeout | undefined
  /** Ticks that a busy machine made us drop, since the start of the process. */
  dropped = 0

  /** Calls `tick` every 20 ms with a number that counts up; the returned function ends that. */
  subscribe(tick: Tick): () => void {
    this.#subscribers.add(tick)
    if (this.#timer === undefined) {
      this.#last = this.#due()
      this.#schedule()
    }
    return () => {
      this.#subscribers.delete(tick)
      if (this.#subscribers.size > 0) return
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
  }

  #due(): number {
    return Math.floor((performance.now() - this.#originMs) / TICK_MS)
  }

  #schedule(): void {
    const nextMs = this.#originMs + (this.#last + 1) * TICK_MS - performance.now()
    this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.ceil(nextMs)))
  }

  #run(): void {
    const due = this.#due()
    const first = Math.max(this.#last + 1, due - MAX_CATCH_UP + 1)
    this.dropped += first - this.#last - 1
    for (let tick = first; tick <= due; tick++) {
      for (const subscriber of this.#subscribers) subscriber(tick)
    }
    this.#last = Math.max(this.#last, due)
    if (this.#subscribers.size > 0) this.#schedule()
  }
}

export const pacer = new Pacer()
