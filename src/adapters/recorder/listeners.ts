/** Hands what is recorded to whoever listens: what a listener throws concerns nobody else. */
import type { Log } from '../../lib/log.ts'
import type { LiveListener } from '../../runtime/recording.ts'

export interface Listeners extends LiveListener {
  /** Returns how to stop. */
  add(listener: LiveListener): () => void
}

export function createListeners(first: readonly LiveListener[], log: Log): Listeners {
  const listeners = new Set(first)
  const complained = new WeakSet<LiveListener>()
  const each = (tell: (listener: LiveListener) => void) => {
    for (const listener of listeners) {
      try {
        tell(listener)
      } catch (err) {
        // It may go on like this 50 times a second.
        if (complained.has(listener)) continue
        complained.add(listener)
        log.error({ err }, 'a live listener failed; further failures of it are not told')
      }
    }
  }
  return {
    add(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    takeBegan: (take) => each((listener) => listener.takeBegan(take)),
    frames: (take, firstSample, pcm) => each((listener) => listener.frames(take, firstSample, pcm)),
    takeEnded: (take) => each((listener) => listener.takeEnded(take)),
  }
}
