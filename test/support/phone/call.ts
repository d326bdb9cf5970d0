import type { Codec } from '../audio/tone.ts'
import { parseAddress, parseUri } from './address.ts'
import {
  type CallEvent,
  type CallEventOf,
  type CallEventType,
  type CallState,
  type Ending,
  SipFailure,
} from './call-events.ts'
import { answer, refuse, ring } from './incoming.ts'
import type { Ear } from './media/ear.ts'
import type { Media } from './media/media.ts'
import { fromWire, type Header, headerOf, toWire } from './message.ts'
import { reInvite, reInviteWith } from './mid-call.ts'
import { cancelInvite } from './outgoing.ts'
import type { Direction } from './sdp.ts'
import { describeEnding, type Session } from './session.ts'
import type { SeenMessage } from './trace.ts'
import { sendRefer } from './transfer.ts'
import { LIMIT_MS } from './waits.ts'

export interface Party {
  /** The user part of the URI. */
  readonly number: string
  readonly displayName: string
  readonly uri: string
}

type HeaderMap = Readonly<Record<string, string>>

export function toHeaders(map: HeaderMap = {}): Header[] {
  return Object.entries(map).map(([name, value]) => [name, toWire(value)])
}

/** A call at one phone, either way. Methods that don't fit its state throw and say so. */
export class Call {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  get direction(): 'outgoing' | 'incoming' {
    return this.#session.direction
  }

  /** SIP Call-ID. */
  get id(): string {
    return this.#session.dialog.callId
  }

  get state(): CallState {
    return this.#session.state
  }

  /** How it ended; undefined while it lives. */
  get ending(): Ending | undefined {
    return this.#session.ending
  }

  /** What is heard here. */
  get audio(): Ear {
    return this.#session.media.ear
  }

  /** What is sent from here, and the network to it. */
  get media(): Media {
    return this.#session.media
  }

  /** All that happened so far. */
  get events(): readonly CallEvent[] {
    return this.#session.events.past
  }

  /** Raw SIP of this call, oldest first. */
  get messages(): readonly SeenMessage[] {
    return this.#session.core.trace.messages(this.id)
  }

  get sdp(): { readonly local: string | undefined; readonly remote: string | undefined } {
    return this.#session.negotiation.sdp
  }

  /** The media direction in force, seen from here. */
  get mediaDirection(): Direction {
    return this.#session.negotiation.direction
  }

  /** The other party as the INVITE's From (incoming) or To (outgoing) names it. */
  get remote(): Party {
    const { displayName, uri } = parseAddress(this.#session.dialog.remote)
    return { displayName: fromWire(displayName), uri, number: parseUri(uri)?.user ?? '' }
  }

  /** A header of the INVITE that began the call, as text. */
  header(name: string): string | undefined {
    const { invite } = this.#session
    const value = invite === undefined ? undefined : headerOf(invite, name)
    return value === undefined ? undefined : fromWire(value)
  }

  on(listener: (event: CallEvent) => void): () => void {
    return this.#session.events.on(listener)
  }

  /** The event if it has happened already, else when it does; rejects when the call ends without it. */
  waitFor<T extends CallEventType>(type: T, withinMs = LIMIT_MS): Promise<CallEventOf<T>> {
    const isWanted = (event: CallEvent): event is CallEventOf<T> => event.type === type
    const past = this.events.find(isWanted)
    return past === undefined ? this.next(type, withinMs) : Promise.resolve(past)
  }

  /** The next event of that type, from now on. */
  next<T extends CallEventType>(type: T, withinMs = LIMIT_MS): Promise<CallEventOf<T>> {
    const isWanted = (event: CallEvent): event is CallEventOf<T> => event.type === type
    const { ending } = this.#session
    const hopeless = (event: CallEvent): string | undefined =>
      event.type === 'ended' ? `the call ended: ${describeEnding(event)}` : undefined
    const happened = this.events.map((event) => event.type).join(', ') || 'nothing'
    const what = `'${type}' of the ${this.direction} call with ${this.remote.number} (before: ${happened})`
    const promise = this.#session.events.next(what, withinMs, isWanted, hopeless)
    if (ending !== undefined) this.#session.waits.failAll(`the call has ended: ${describeEnding(ending)}`)
    return promise
  }

  /** Incoming: 180 Ringing, or 183 with audio. */
  async ring({
    earlyMedia = false,
    headers = {},
  }: {
    earlyMedia?: boolean
    headers?: HeaderMap
  } = {}): Promise<void> {
    this.#mustBe('incoming', 'ring')
    await ring(this.#session, earlyMedia, toHeaders(headers))
  }

  /** Incoming: 200 OK; resolves when it is acknowledged, or when the call ended first. */
  async answer({ headers = {} }: { headers?: HeaderMap } = {}): Promise<void> {
    this.#mustBe('incoming', 'answer')
    await answer(this.#session, toHeaders(headers))
  }

  /** Incoming: a final refusal, such as 486 or 603. */
  refuse(status: number, { headers = {} }: { headers?: HeaderMap } = {}): void {
    this.#mustBe('incoming', 'refuse')
    if (status < 300 || status > 699) throw new Error(`no refusal: ${status} (300 to 699)`)
    refuse(this.#session, status, toHeaders(headers))
  }

  /** Outgoing: takes the call back before it is answered; resolves when it has ended. */
  async cancel({ headers = {} }: { headers?: HeaderMap } = {}): Promise<Ending> {
    this.#mustBe('outgoing', 'cancel')
    if (this.state === 'answered') throw new Error('an answered call is hung up, not cancelled')
    cancelInvite(this.#session, toHeaders(headers))
    return this.waitFor('ended', 70 * this.#session.core.endpoint.t1Ms)
  }

  /** Ends the call as its state wants: BYE, CANCEL or 486. Resolves when the other side has confirmed; idempotent. */
  async hangUp({ headers = {} }: { headers?: HeaderMap } = {}): Promise<void> {
    const session = this.#session
    if (session.ended) return
    if (session.state !== 'answered') {
      if (session.direction === 'incoming') refuse(session, 486, toHeaders(headers))
      else await this.cancel({ headers })
      return
    }
    // Section 15: the callee must not hang up before the ACK for its 200.
    if (session.direction === 'incoming') await this.waitFor('confirmed', 70 * session.core.endpoint.t1Ms)
    if (session.ended) return
    const bye = session.request('BYE', toHeaders(headers))
    session.finish('local', 'hungUp')
    await bye
  }

  /** Puts the other side on hold; this end sends nothing meanwhile. Rejects unless it is accepted. */
  hold(direction: 'sendonly' | 'inactive' = 'sendonly'): Promise<void> {
    return this.#renegotiate(direction)
  }

  unhold(): Promise<void> {
    return this.#renegotiate('sendrecv')
  }

  /** Goes on in another codec. Rejects unless it is accepted. */
  async speak(codec: Codec): Promise<void> {
    this.#mustTalk('speak')
    this.#mustSucceed(await reInviteWith(this.#session, codec))
  }

  /** Asks the other side to call somebody else; with `replaces`, an attended transfer to that call of ours. */
  async refer(
    target: string,
    { replaces, headers = {} }: { replaces?: Call; headers?: HeaderMap } = {},
  ): Promise<void> {
    this.#mustTalk('refer')
    await sendRefer(this.#session, target, {
      headers: toHeaders(headers),
      ...(replaces === undefined ? {} : { replaces: replaces.#session }),
    })
  }

  /** Presses keys (RFC 4733); resolves when the last has been sent. Rejects if the call ends first. */
  async sendDigits(digits: string, { toneMs = 100, gapMs = 60 } = {}): Promise<void> {
    const deadlineMs = digits.length * (toneMs + gapMs + 40) + 2000
    const wait = this.#session.waits.start<void>(`${digits.length} keys to be sent`, deadlineMs)
    this.media.sendDigits(digits, toneMs, gapMs).then(wait.done)
    await wait.promise
  }

  async #renegotiate(direction: Direction): Promise<void> {
    this.#mustTalk('hold')
    this.#mustSucceed(await reInvite(this.#session, direction))
  }

  #mustSucceed(status: number): void {
    if (status < 200 || status >= 300) {
      throw new SipFailure('re-INVITE', status, this.#session.core.trace.dump(this.id))
    }
  }

  #mustBe(direction: 'incoming' | 'outgoing', act: string): void {
    if (this.direction !== direction) throw new Error(`${act}: this is no ${direction} call`)
  }

  #mustTalk(act: string): void {
    if (this.state !== 'answered') throw new Error(`${act}: the call is ${this.state}, not answered`)
  }
}
