import { FRAME_SAMPLES } from '../../audio/tone.ts'
import { TICK_MS } from './pacer.ts'
import { eventOf, eventPayload } from './telephone-event.ts'

interface Key {
  readonly event: number
  readonly ticks: number
  readonly gapTicks: number
  readonly sent: (() => void) | undefined
}

/** What goes out in one tick for a key: the payloads share the time stamp of the key's first packet. */
export interface EventBurst {
  readonly payloads: readonly Uint8Array[]
  readonly startTick: number
  readonly first: boolean
}

const MAX_KEYS = 200

/** Presses keys one after another: a packet each 20 ms, the end three times (RFC 4733 section 2.5.1.4), then a gap. */
export class DigitSender {
  readonly #keys: Key[] = []
  #startTick: number | undefined
  #gapLeft = 0

  /** Adds keys to press; resolves when the last key's end has been sent. Throws on a key that isn't there. */
  press(digits: string, toneMs: number, gapMs: number): Promise<void> {
    const events = [...digits].map(eventOf)
    if (events.length === 0) return Promise.resolve()
    if (this.#keys.length + events.length > MAX_KEYS) throw new Error(`more than ${MAX_KEYS} keys at once`)
    const ticks = Math.max(2, Math.round(toneMs / TICK_MS))
    const gapTicks = Math.max(1, Math.round(gapMs / TICK_MS))
    return new Promise((resolve) => {
      events.forEach((event, i) => {
        this.#keys.push({ event, ticks, gapTicks, sent: i === events.length - 1 ? resolve : undefined })
      })
    })
  }

  /** The burst for this tick; undefined while no key is down, and then audio goes out. */
  tick(tick: number): EventBurst | undefined {
    const key = this.#keys[0]
    if (key === undefined) return undefined
    if (this.#gapLeft > 0) {
      this.#gapLeft--
      return undefined
    }
    const first = this.#startTick === undefined
    const startTick = this.#startTick ?? tick
    this.#startTick = startTick
    const heldTicks = tick - startTick + 1
    const duration = Math.min(heldTicks * FRAME_SAMPLES, 0xffff)
    if (heldTicks < key.ticks)
      return { payloads: [eventPayload(key.event, false, duration)], startTick, first }
    this.#keys.shift()
    this.#startTick = undefined
    this.#gapLeft = key.gapTicks
    key.sent?.()
    const end = eventPayload(key.event, true, duration)
    return { payloads: [end, end, end], startTick, first }
  }
}
