/** One direction of a relayed connection: passes on what comes, at once, late, or not for now. */
import type { Socket } from 'node:net'

export interface LaneMood {
  readonly held: boolean
  readonly lateMs: number
}

export interface Lane {
  be(mood: LaneMood): void
  /** Ends its sender's connection with a reset, without a word to the other. */
  reset(): void
}

/** More than this isn't kept for later: the sender meets a full window, as on a slow line. */
const MOST_BYTES = 1 << 20

/** `over` is called when its sender has gone and everything has been passed on. */
export function startLane(from: Socket, to: Socket, over: () => void): Lane {
  /** A chunk, or the end; each with the moment at which it may go. */
  let queue: { readonly what: Buffer | 'end' | 'gone'; readonly dueAt: number }[] = []
  let bytes = 0
  let mood: LaneMood = { held: false, lateMs: 0 }
  let timer: NodeJS.Timeout | undefined

  function add(what: Buffer | 'end' | 'gone'): void {
    queue.push({ what, dueAt: performance.now() + mood.lateMs })
    if (what instanceof Buffer) bytes += what.length
    pass()
  }

  function pass(): void {
    clearTimeout(timer)
    while (!mood.held) {
      const [next] = queue
      if (!next) break
      const waitMs = next.dueAt - performance.now()
      if (waitMs > 0) {
        timer = setTimeout(pass, waitMs)
        break
      }
      queue.shift()
      passOn(next.what)
    }
    if (bytes >= MOST_BYTES || to.writableNeedDrain) from.pause()
    else if (from.isPaused()) from.resume()
  }

  function passOn(what: Buffer | 'end' | 'gone'): void {
    if (what instanceof Buffer) {
      bytes -= what.length
      if (!to.destroyed) to.write(what)
    } else if (what === 'end') {
      to.end()
    } else {
      to.destroy()
      over()
    }
  }

  from.on('data', add)
  from.on('end', () => add('end'))
  from.on('error', () => from.destroy())
  from.on('close', () => add('gone'))
  to.on('drain', pass)
  to.on('close', () => {
    queue = queue.filter(({ what }) => what === 'gone')
    bytes = 0
  })
  return {
    be(next) {
      // What was late comes at once when it needn't be any more.
      if (next.lateMs < mood.lateMs) queue = queue.map(({ what }) => ({ what, dueAt: 0 }))
      mood = next
      pass()
    },
    reset() {
      mood = { held: false, lateMs: 0 }
      queue = []
      bytes = 0
      clearTimeout(timer)
      // A handle that is shutting down can't be reset, and would stay: libuv refuses, and Node forgets it.
      if (from.writableEnded) from.destroy()
      else from.resetAndDestroy()
    },
  }
}
