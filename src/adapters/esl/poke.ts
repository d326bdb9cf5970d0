/**
 * mod_event_socket's reader sleeps up to 20 ms on its socket and looks at its queue of events only when it wakes;
 * any byte from us wakes it, and a bare newline is read and ignored (read_packet). So while an event is awaited that
 * somebody's phone waits for, a newline goes out every 2 ms, and only then: it costs the switch 1 to 2 % of a core.
 */

export interface PokeOptions {
  readonly write: () => void
  /** Milliseconds that never run backwards. */
  readonly monotonic: () => number
  readonly everyMs: number
  /** No expectation pokes longer than this: an event that doesn't come isn't made to come. */
  readonly maxMs: number
}

export interface Poke {
  readonly active: boolean
  /** Pokes until the returned function is called, `forMs` (at most `maxMs`) have passed, or `close`. */
  expect(forMs?: number): () => void
  close(): void
}

export function createPoke(options: PokeOptions): Poke {
  const awaited = new Set<{ readonly until: number }>()
  let timer: NodeJS.Timeout | undefined

  const settle = () => {
    if (awaited.size > 0 || timer === undefined) return
    clearInterval(timer)
    timer = undefined
  }
  const tick = () => {
    const now = options.monotonic()
    for (const one of awaited) if (one.until <= now) awaited.delete(one)
    if (awaited.size > 0) options.write()
    settle()
  }

  return {
    get active() {
      return timer !== undefined
    },
    expect: (forMs = options.maxMs) => {
      const one = { until: options.monotonic() + Math.min(forMs, options.maxMs) }
      awaited.add(one)
      timer ??= setInterval(tick, options.everyMs)
      return () => {
        awaited.delete(one)
        settle()
      }
    },
    close: () => {
      awaited.clear()
      settle()
    },
  }
}
