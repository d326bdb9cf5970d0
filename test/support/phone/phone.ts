import { formatAddress, type Peer } from './address.ts'
import { Call, toHeaders } from './call.ts'
import { ALLOW, type Core } from './core.ts'
import { Dialog, newTag } from './dialog.ts'
import { Digest } from './digest.ts'
import { Endpoint } from './endpoint.ts'
import { Inbox } from './inbox.ts'
import { receiveInvite } from './incoming.ts'
import { Ear } from './media/ear.ts'
import { Media, type Sound } from './media/media.ts'
import { type Header, headerOf, type SipRequest, toWire } from './message.ts'
import { receiveInDialog } from './mid-call.ts'
import type { AnswerPolicy, CallOptions, PhoneOptions } from './options.ts'
import { placeInvite } from './outgoing.ts'
import { reach } from './reach.ts'
import { Registration } from './registration.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { Session, sessionKey } from './session.ts'
import { Timers } from './timers.ts'
import { type SeenMessage, Trace } from './trace.ts'
import { LIMIT_MS, Waits } from './waits.ts'
import { Wire } from './wire.ts'

/** A simulated SIP telephone over UDP with G.711 audio. Make one with `createPhone`; always `close` it. */
export class Phone {
  readonly extension: string
  readonly #options: PhoneOptions
  readonly #core: Core
  readonly #domain: string
  readonly #registration: Registration | undefined
  readonly #inbox: Inbox
  #answer: AnswerPolicy
  #registered = false
  #closed = false

  private constructor(wire: Wire, trace: Trace, options: PhoneOptions) {
    const timers = new Timers()
    const { host, port } = wire.address
    this.#options = options
    this.extension = options.extension ?? 'phone'
    this.#domain = options.domain ?? options.registrar?.host ?? `${host}:${port}`
    this.#answer = options.answer ?? 'manual'
    const { password, tone } = options
    const sound: Sound = tone === undefined ? 'silence' : { hz: tone }
    this.#core = {
      endpoint: new Endpoint(wire, timers, options.t1Ms ?? 500),
      timers,
      waits: new Waits(timers, () => trace.dump()),
      trace,
      digest: password === undefined ? undefined : new Digest(this.extension, password),
      contact: `sip:${this.extension}@${host}:${port}`,
      host,
      headers: [['User-Agent', options.userAgent ?? 'cti-bridge test phone']],
      followsRefer: options.followsRefer ?? true,
      sessions: new Map(),
      makeMedia: (waits) =>
        new Media(host, new Ear(waits, timers, options.recordMs ?? 60_000), sound, options.rtp ?? true),
      resolve: (target) => reach(target, this.#domain, options.registrar),
      placeReferred: (target, headers) => this.#place(target, { announce: true }, headers),
    }
    this.#core.endpoint.onRequest = (request, transaction) => this.#receive(request, transaction)
    this.#core.endpoint.onAck = (ack) => this.#sessionOf(ack)?.receiveAck(ack)
    this.#inbox = new Inbox(this.#core.waits)
    this.#registration = this.#makeRegistration()
  }

  static async open(options: PhoneOptions): Promise<Phone> {
    const trace = new Trace()
    const wire = await Wire.open(options.host ?? '127.0.0.1', options.port ?? 0, trace)
    return new Phone(wire, trace, options)
  }

  /** Where its SIP socket listens. */
  get address(): Peer {
    return this.#core.endpoint.address
  }

  /** `sip:extension@host:port`: how another phone reaches it without a switch. */
  get uri(): string {
    return this.#core.contact
  }

  /** Raw SIP, the last few hundred messages. */
  get messages(): readonly SeenMessage[] {
    return this.#core.trace.messages()
  }

  /** Calls that live now. */
  get callCount(): number {
    return this.#core.sessions.size
  }

  /** Changes what it does with later calls. */
  set answerPolicy(policy: AnswerPolicy) {
    this.#answer = policy
  }

  /** Registers; resolves with the seconds granted. Rejects with SipFailure, which has the status. */
  async register({ expires = 300, refresh = true } = {}): Promise<number> {
    if (this.#registration === undefined) throw new Error('this phone was made without a registrar')
    const granted = await this.#registration.register(expires, refresh)
    this.#registered = true
    return granted
  }

  async unregister(): Promise<void> {
    await this.#registration?.unregister()
    this.#registered = false
  }

  /** Calls an extension through the registrar, or a `sip:` URI; resolves when the INVITE is out. */
  async call(target: string, options: CallOptions = {}): Promise<Call> {
    return new Call(await this.#place(target, options, toHeaders(options.headers)))
  }

  /** Calls `listener` for each incoming call; the returned function ends that. */
  onIncoming(listener: (call: Call) => void): () => void {
    return this.#inbox.on(listener)
  }

  /** The oldest incoming call that nobody has taken yet (it may have ended), else the next one. */
  nextIncoming({ timeoutMs = LIMIT_MS }: { timeoutMs?: number } = {}): Promise<Call> {
    return this.#inbox.next(this.extension, timeoutMs)
  }

  /** The power fails: sockets close, nobody is told. */
  kill(): void {
    if (this.#closed) return
    this.#closed = true
    for (const session of [...this.#core.sessions.values()]) session.finish('network', 'killed')
    this.#core.waits.failAll('the phone was closed')
    this.#core.timers.close()
    this.#core.endpoint.close()
  }

  /** Hangs up, unregisters and closes; each step at most two seconds, so a dead switch doesn't hold it up. */
  async close(): Promise<void> {
    if (this.#closed) return
    const calls = [...this.#core.sessions.values()].map((session) => new Call(session))
    await this.#atMost(2000, Promise.allSettled(calls.map((call) => call.hangUp())))
    if (this.#registered) await this.#atMost(2000, this.unregister())
    this.kill()
  }

  #atMost(ms: number, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#core.timers.after(ms, resolve)
      const done = (): void => {
        callOff()
        resolve()
      }
      work.then(done, done)
    })
  }

  #makeRegistration(): Registration | undefined {
    const { registrar } = this.#options
    if (registrar === undefined) return undefined
    const uri = `sip:${this.#domain}`
    return new Registration(this.#core, { uri, peer: registrar }, `sip:${this.extension}@${this.#domain}`)
  }

  async #place(
    target: string,
    options: CallOptions & { announce?: boolean },
    headers: readonly Header[],
  ): Promise<Session> {
    if (this.#closed) throw new Error('this phone is closed')
    const { uri, peer } = this.#core.resolve(target)
    const core = this.#core
    const name =
      options.from?.displayName ?? (options.from === undefined ? this.#options.displayName : undefined) ?? ''
    const dialog = new Dialog({
      callId: `${newTag()}${newTag()}@${core.host}`,
      localTag: newTag(),
      local: formatAddress(toWire(name), `sip:${options.from?.number ?? this.extension}@${this.#domain}`),
      remote: `<${uri}>`,
      contact: core.contact,
      remoteTarget: uri,
      peer,
    })
    const session = new Session(core, dialog, 'outgoing')
    const { delayedOffer = false, earlyMedia = true } = options
    await placeInvite(session, peer, {
      headers,
      delayedOffer,
      earlyMedia,
    })
    if (options.announce === true) this.#inbox.add(new Call(session))
    return session
  }

  #sessionOf(request: SipRequest): Session | undefined {
    const tag = /;\s*tag=([^;]*)/i.exec(headerOf(request, 'To') ?? '')?.[1]
    return tag === undefined
      ? undefined
      : this.#core.sessions.get(sessionKey(headerOf(request, 'Call-ID') ?? '', tag))
  }

  #receive(request: SipRequest, transaction: ServerTransaction): void {
    const session = this.#sessionOf(request)
    if (session !== undefined) {
      receiveInDialog(session, request, transaction)
      return
    }
    if (/;\s*tag=/i.test(headerOf(request, 'To') ?? '')) {
      transaction.respond(481)
      return
    }
    switch (request.method) {
      case 'INVITE':
        this.#receiveCall(request, transaction)
        return
      case 'OPTIONS':
      case 'NOTIFY':
      case 'MESSAGE':
        transaction.respond(200, { toTag: newTag(), headers: [ALLOW, ...this.#core.headers] })
        return
      default:
        transaction.respond(405, { toTag: newTag(), headers: [ALLOW] })
        return
    }
  }

  #receiveCall(invite: SipRequest, transaction: ServerTransaction): void {
    if (this.callCount >= (this.#options.maxCalls ?? Number.POSITIVE_INFINITY)) {
      transaction.respond(486, { toTag: newTag(), headers: this.#core.headers })
      return
    }
    const session = receiveInvite(this.#core, invite, transaction)
    if (session === undefined) return
    const call = new Call(session)
    const policy = this.#answer
    if (policy === 'auto') void call.ring().then(() => call.answer())
    else if (typeof policy === 'object' && 'afterMs' in policy) {
      void call.ring()
      this.#core.timers.after(policy.afterMs, () => {
        if (call.state !== 'ended') void call.answer()
      })
    } else if (typeof policy === 'object') call.refuse(policy.refuse)
    this.#inbox.add(call)
  }
}
