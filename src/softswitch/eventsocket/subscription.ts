import { EVENT_NAMES, type EventName, parseEventName } from '../core/events/names.ts'

export type Format = 'plain' | 'json' | 'xml'

const MAX_CLASSES = 1000

/** Which events a listener has asked for: `event`, `nixevent`, `noevents` (mod_event_socket.c `parse_command`). */
export class Subscription {
  format: Format = 'plain'
  private enabled = false
  private all = false
  private readonly names = new Set<EventName>()
  private readonly classes = new Set<string>()

  wants(name: EventName, subclass: string | undefined): boolean {
    if (!this.enabled) return false
    if (this.all) return true
    if (!this.names.has(name)) return false
    return name !== 'CUSTOM' || subclass === undefined || this.classes.has(subclass)
  }

  /** `event [plain|json] NAME… [CUSTOM class…]`. */
  add(words: readonly string[]): string {
    let custom = false
    let count = 0
    for (const [i, word] of words.entries()) {
      const format = word.toLowerCase()
      if (i === 0 && (format === 'plain' || format === 'json' || format === 'xml')) {
        this.format = format
        continue
      }
      if (custom) {
        if (this.classes.size < MAX_CLASSES) this.classes.add(word)
        continue
      }
      const name = parseEventName(word)
      if (name === undefined) continue
      count++
      if (name === 'ALL') this.all = true
      else this.names.add(name)
      custom = name === 'CUSTOM'
    }
    if (count === 0) return '-ERR no keywords supplied'
    this.enabled = true
    return `+OK event listener enabled ${this.format}`
  }

  nix(words: readonly string[]): string {
    let custom = false
    let count = 0
    for (const word of words) {
      if (custom) {
        this.classes.delete(word)
        continue
      }
      const name = parseEventName(word)
      if (name === undefined) continue
      count++
      if (name === 'ALL') {
        this.all = false
        this.names.clear()
      } else if (name === 'CUSTOM') {
        custom = true
      } else {
        if (this.all) for (const each of EVENT_NAMES) this.names.add(each)
        this.all = false
        this.names.delete(name)
      }
    }
    if (count === 0) return '-ERR no keywords supplied'
    this.enabled = true
    return '+OK events nixed'
  }

  none(): string {
    if (!this.enabled) return '-ERR not listening for events'
    this.enabled = false
    this.all = false
    this.names.clear()
    this.classes.clear()
    return '+OK no longer listening for events'
  }

  /** `myevents UUID`: what one channel does. */
  mine(format: Format): void {
    this.format = format
    this.enabled = true
    for (const name of EVENT_NAMES) if (/^CHANNEL_|^DTMF$/.test(name)) this.names.add(name)
    this.names.delete('CHANNEL_CALLSTATE')
  }
}
