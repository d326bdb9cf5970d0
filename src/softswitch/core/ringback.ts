import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { preAnswer } from './marks.ts'

/**
 * What a caller hears while the other side rings: `transfer_ringback` when already answered, else `ringback`
 * (with which early media begins), else nothing but a 180.
 */
export class Ringback {
  private readonly core: Core
  private readonly caller: Channel
  private playing = false

  constructor(core: Core, caller: Channel) {
    this.core = core
    this.caller = caller
    if (caller.has('ANSWERED')) this.start()
  }

  /** False when there is nothing to play. */
  start(): boolean {
    if (this.playing) return true
    const answered = this.caller.has('ANSWERED')
    const path = (answered ? this.caller.get('transfer_ringback') : undefined) ?? this.caller.get('ringback')
    if (!path || !preAnswer(this.core, this.caller)) return answered
    this.playing = this.loop(path)
    return this.playing
  }

  stop(): void {
    if (!this.playing) return
    this.playing = false
    this.caller.leg?.media.stopPlaying()
  }

  private loop(path: string): boolean {
    // FreeSWITCH also takes a bare teletone script here; a path with a scheme is the same thing.
    const opened = this.core.sources.open(path.startsWith('%(') ? `tone_stream://${path}` : path)
    if (!opened.ok) return false
    let heard = false
    const source = {
      next: () => {
        const frame = opened.source.next()
        heard ||= frame !== undefined
        return frame
      },
    }
    this.caller.leg?.media.play(source, (why) => {
      // An empty file must not make a loop without rest.
      if (why === 'ended' && heard && this.playing && this.caller.up) this.loop(path)
    })
    return true
  }
}
