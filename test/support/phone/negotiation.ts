import { randomInt } from 'node:crypto'
import type { Codec } from '../audio/tone.ts'
import type { Ear } from './media/ear.ts'
import type { Media } from './media/media.ts'
import {
  agree,
  type Direction,
  formatAudio,
  mediaLines,
  OUR_EVENT_TYPE,
  parseAudio,
  type RemoteAudio,
  receives,
  sends,
} from './sdp.ts'

/** Offer and answer of one call (RFC 3264), and what follows for its media. */
export class Negotiation {
  /** What this end wants: sendrecv, or less while it holds. */
  wish: Direction = 'sendrecv'
  /** The one codec that it offers and takes. */
  codec: Codec = 'PCMU'
  readonly #media: Media
  readonly #ear: Ear
  readonly #host: string
  readonly #sessionId = randomInt(2 ** 31)
  #version = 0
  #eventType: number | undefined = OUR_EVENT_TYPE
  #local: string | undefined
  #remote: string | undefined
  #direction: Direction = 'sendrecv'
  #heldByThem = false

  constructor(media: Media, ear: Ear, host: string) {
    this.#media = media
    this.#ear = ear
    this.#host = host
  }

  get sdp(): { readonly local: string | undefined; readonly remote: string | undefined } {
    return { local: this.#local, remote: this.#remote }
  }

  /** The direction in force, seen from here. */
  get direction(): Direction {
    return this.#direction
  }

  /** True while the other end has put us on hold. */
  get heldByThem(): boolean {
    return this.#heldByThem
  }

  /** Makes an offer. */
  async offer(): Promise<string> {
    const port = await this.#media.open()
    this.#eventType ??= OUR_EVENT_TYPE
    this.#local = this.#write(port, this.wish, [])
    // The types under which we said we take events and audio hold from the moment that the offer is out.
    this.#ear.expectEvents(this.#eventType)
    return this.#local
  }

  /** Takes an offer and makes the answer; undefined if there is nothing in it that this phone can speak. */
  async answer(offer: string): Promise<string | undefined> {
    const audio = parseAudio(offer)
    if (audio?.codecs.includes(this.codec) !== true) return undefined
    const port = await this.#media.open()
    this.#remote = offer
    // The answer keeps the offer's number for events: RFC 3264 section 6.1.
    this.#eventType = audio.eventType
    this.#local = this.#write(port, agree(audio.direction, this.wish), mediaLines(offer))
    this.#apply(audio)
    return this.#local
  }

  /** Takes the answer to our offer; false if it is unusable. */
  acceptAnswer(answer: string): boolean {
    const audio = parseAudio(answer)
    if (audio?.codecs.includes(this.codec) !== true) return false
    this.#remote = answer
    this.#apply(audio)
    return true
  }

  #write(port: number, direction: Direction, offered: readonly string[]): string {
    const local = { host: this.#host, port }
    const version = ++this.#version
    return formatAudio(
      {
        local,
        sessionId: this.#sessionId,
        version,
        direction,
        eventType: this.#eventType,
        codec: this.codec,
      },
      offered,
    )
  }

  #apply(audio: RemoteAudio): void {
    this.#direction = agree(audio.direction, this.wish)
    // While this end asks for less it can't tell from the reversed answer whether the other holds too.
    if (this.wish === 'sendrecv') this.#heldByThem = !receives(audio.direction)
    this.#ear.expectEvents(this.#eventType)
    this.#media.connect({
      remote: audio.peer,
      sends: sends(this.#direction),
      eventType: audio.eventType,
      codec: this.codec,
    })
  }
}
