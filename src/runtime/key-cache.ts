/**
 * Data keys that were opened a moment ago: a player asks for one range after another, and all of them are one opening.
 * Keys are wiped when their time is over, when newer openings need the room, and at the end.
 */
import { machineTimers, type Timers } from '../lib/timers.ts'

export interface KeyCache {
  /**
   * Runs `work` with the keys held for this opening, by segment; `work` may add to them. One at a time for each
   * opening, so that the second of two ranges asked for at once finds what the first has opened.
   */
  use<T>(opening: string, work: (keys: Map<number, Buffer>) => Promise<T>): Promise<T>
  close(): void
}

interface Held {
  readonly keys: Map<number, Buffer>
  cancel: (() => void) | undefined
  users: number
  last: Promise<unknown>
  over: boolean
}

export interface KeyCacheOptions {
  /** From the first key on, however often it is used. */
  readonly keepMs: number
  /** Openings at most. */
  readonly most: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

export function createKeyCache({ keepMs, most, timers = machineTimers }: KeyCacheOptions): KeyCache {
  const all = new Map<string, Held>()

  const wipe = ({ keys }: Held) => {
    for (const key of keys.values()) key.fill(0)
    keys.clear()
  }
  const drop = (opening: string, held: Held) => {
    held.cancel?.()
    if (all.get(opening) === held) all.delete(opening)
    held.over = true
    if (held.users === 0) wipe(held)
  }
  const holdOf = (opening: string): Held => {
    const there = all.get(opening)
    if (there) return there
    const [oldest] = all
    if (oldest && all.size >= most) drop(...oldest)
    const held: Held = { keys: new Map(), cancel: undefined, users: 0, last: Promise.resolve(), over: false }
    all.set(opening, held)
    return held
  }

  return {
    async use(opening, work) {
      const held = holdOf(opening)
      held.users += 1
      const turn = held.last.then(() => work(held.keys))
      held.last = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        held.users -= 1
        if (held.keys.size > 0 && !held.over) held.cancel ??= timers.after(keepMs, () => drop(opening, held))
        if (held.users === 0 && (held.over || held.keys.size === 0)) drop(opening, held)
      }
    },
    close() {
      for (const [opening, held] of all) drop(opening, held)
    },
  }
}
