import type { CallEvent, CallState, Ending } from './call-events.ts'
import { SipFailure } from './call-events.ts'
import type { ClientTransaction } from './client-transaction.ts'
import type { Core } from './core.ts'
import type { Dialog } from './dialog.ts'
import { finalResponse } from './digest-request.ts'
import { EventLog } from './event-log.ts'
import type { Media } from './media/media.ts'
import {
  cseqOf,
  type Header,
  headerOf,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.ts'
import { Negotiation } from './negotiation.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { Waits } from './waits.ts'

export type NoStamp<E> = E extends unknown ? Omit<E, 'at'> : never

/** One call as the parts of this phone see it. `Call` is its face to tests. */
export class Session {
  readonly core: Core
  readonly dialog: Dialog
  readonly direction: 'outgoing' | 'incoming'
  readonly waits: Waits
  readonly events: EventLog<CallEvent>
  readonly media: Media
  readonly negotiation: Negotiation
  /** The INVITE that began it, as it came or went. */
  invite: SipRequest | undefined
  /** Incoming: the transaction that waits for our final answer, then for its ACK. */
  inviteServer: ServerTransaction | undefined
  /** Outgoing: the attempt under way. */
  inviteClient: { readonly current: ClientTransaction } | undefined
  cancelWanted: { readonly headers: readonly Header[]; sent: boolean } | undefined
  /** The first 200 came, its ACK is being made. */
  acknowledging = false
  /** A re-INVITE of ours is under way. */
  renegotiating = false
  state: CallState
  ending: Ending | undefined
  readonly #awaitedAcks = new Map<
    number,
    { transaction: ServerTransaction; onAck: (ack: SipRequest) => void }
  >()

  constructor(core: Core, dialog: Dialog, direction: 'outgoing' | 'incoming') {
    this.core = core
    this.dialog = dialog
    this.direction = direction
    this.state = direction === 'outgoing' ? 'calling' : 'incoming'
    this.waits = new Waits(core.timers, () => core.trace.dump(dialog.callId))
    this.events = new EventLog(this.waits)
    this.media = core.makeMedia(this.waits)
    this.negotiation = new Negotiation(this.media, this.media.ear, core.host)
    core.sessions.set(sessionKey(dialog.callId, dialog.localTag), this)
  }

  get ended(): boolean {
    return this.state === 'ended'
  }

  emit(event: NoStamp<CallEvent>): void {
    this.events.emit({ ...event, at: Date.now() } as CallEvent)
  }

  /** Moves on and says so; an ended call stays ended. */
  enter(state: 'trying' | 'ringing' | 'earlyMedia' | 'answered', sipStatus: number): void {
    if (this.ended) return
    this.state = state
    if (state === 'trying' || state === 'answered') this.emit({ type: state })
    else this.emit({ type: state, sipStatus })
  }

  /** Ends the call, once. What was heard and said stays readable. */
  finish(by: Ending['by'], reason: Ending['reason'], sipStatus?: number, cause?: SipMessage): void {
    if (this.ended) return
    this.state = 'ended'
    const reasonHeader = cause === undefined ? undefined : headerOf(cause, 'Reason')
    this.ending = { type: 'ended', by, reason, sipStatus, reasonHeader, at: Date.now() }
    for (const { transaction } of this.#awaitedAcks.values()) transaction.acknowledged()
    this.#awaitedAcks.clear()
    this.media.close()
    this.core.sessions.delete(sessionKey(this.dialog.callId, this.dialog.localTag))
    this.events.emit(this.ending)
    this.waits.failAll(`the call ended: ${describeEnding(this.ending)}`)
  }

  /** Sends a request in the dialog and returns its final response; rejects when none comes. */
  async request(method: string, headers: readonly Header[] = [], body = ''): Promise<SipResponse> {
    const { core, dialog } = this
    // Beyond the call's own life: a BYE is answered after the call has ended here.
    const wait = core.waits.start<SipResponse>(`the answer to ${method}`, 64 * core.endpoint.t1Ms + 1000)
    finalResponse(core.endpoint, core.digest, dialog.nextHop, (credentials) =>
      dialog.request(method, {
        headers: [...core.headers, ...headers, ...credentials(method, dialog.remoteTarget)],
        body,
      }),
    ).then((response) => (response === undefined ? wait.fail('nothing within 64 T1') : wait.done(response)))
    return wait.promise
  }

  /** The same for requests that must succeed. */
  async mustSucceed(method: string, headers: readonly Header[] = [], body = ''): Promise<SipResponse> {
    const response = await this.request(method, headers, body)
    if (response.status >= 300)
      throw new SipFailure(method, response.status, this.core.trace.dump(this.dialog.callId))
    return response
  }

  /** Calls `onAck` when the ACK for our 2xx to this INVITE comes. */
  awaitAck(transaction: ServerTransaction, onAck: (ack: SipRequest) => void): void {
    this.#awaitedAcks.set(cseqOf(transaction.request).seq, { transaction, onAck })
  }

  get ackAwaited(): boolean {
    return this.#awaitedAcks.size > 0
  }

  receiveAck(ack: SipRequest): void {
    const { seq } = cseqOf(ack)
    const awaited = this.#awaitedAcks.get(seq)
    if (awaited === undefined) return
    this.#awaitedAcks.delete(seq)
    awaited.transaction.acknowledged()
    awaited.onAck(ack)
  }
}

export function sessionKey(callId: string, localTag: string): string {
  return `${callId} ${localTag}`
}

export function describeEnding({ by, reason, sipStatus, reasonHeader }: Ending): string {
  const status = sipStatus === undefined ? '' : `, ${sipStatus}`
  return `${reason} by ${by}${status}${reasonHeader === undefined ? '' : `, ${reasonHeader}`}`
}
