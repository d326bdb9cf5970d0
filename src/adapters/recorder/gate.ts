/** Lets so many pieces of work run at once, the others in turn. */
export class Gate {
  #free: number
  readonly #queue: (() => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    // Whoever ends hands the place on, so that nobody overtakes.
    else await new Promise<void>((resolve) => this.#queue.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#queue.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}

/** Of the four threads of Node's pool, unless UV_THREADPOOL_SIZE says otherwise; together they share a journal's commit. */
const SYNCS_AT_ONCE = 3

/** For all recorders of a process: fsync blocks a thread of Node's pool, of which all else has need too. */
export function createSyncGate(): Gate {
  return new Gate(SYNCS_AT_ONCE)
}
