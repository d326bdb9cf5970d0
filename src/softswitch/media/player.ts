import type { AudioSource, Frame } from '../ports.ts'

type Done = (why: 'ended' | 'stopped') => void

/** One source at a time, and its `done` called exactly once, never inside the call that ended it. */
export class Player {
  private current: { source: AudioSource; done: Done } | undefined

  play(source: AudioSource, done: Done): void {
    this.stop()
    this.current = { source, done }
  }

  stop(): void {
    this.finish('stopped')
  }

  get busy(): boolean {
    return this.current !== undefined
  }

  /** Undefined when nothing plays. A source that throws has ended; the error goes on to the caller. */
  next(): Frame | undefined {
    const { current } = this
    if (!current) return undefined
    let frame: Frame | undefined
    try {
      frame = current.source.next()
    } finally {
      if (!frame && this.current === current) this.finish('ended')
    }
    return frame
  }

  private finish(why: 'ended' | 'stopped'): void {
    const { current } = this
    this.current = undefined
    if (current) setImmediate(current.done, why)
  }
}
