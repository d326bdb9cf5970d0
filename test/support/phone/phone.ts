import { formatAddress, type Peer, parseUri, peerOf, SIP_PORT } from './address.ts'
import { Call, toHeaders } from './call.ts'
import { ALLOW, type Core, type Target } from './core.ts'
import { Dialog, newTag } from './dialog.ts'
import { Digest } from './digest.ts'
import { Endpoint } from './endpoint.ts'
import { receiveInvite } from './incoming.ts'
import { Ear } from './media/ear.ts'
import { Media, type Sound } from './media/media.ts'
import { type Header, headerOf, type SipRequest, toWire } from './message.ts'
import { receiveInDialog } from './mid-call.ts'
import { placeInvite } from './outgoing.ts'
import { Registration } from './registration.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { Session, sessionKey } from './session.ts'
import { Timers } from './timers.ts'
import { type SeenMessage, Trace } from './trace.ts'
import { Waits } from './waits.ts'
import { Wire } from './wire.ts'

/** What the phone does by itself with an incoming call: `auto` and `afterMs` ring at once, `manual` only says 100. */
export type AnswerPolicy = 'auto' | 'manual' | { readonly afterMs: number } | { readonly refuse: number }

export interface PhoneOptions {
  /** The user part of its address; also the digest user name. */
  readonly extension?: string
  readonly password?: string
  /** Text goes out as UTF-8, bytes as they are. */
  readonly displayName?: string | Uint8Array
  readonly registrar?: Peer
  /** The host part of its address; the registrar's host unless told. */
  readonly domain?: string
  readonly answer?: AnswerPolicy
  /** False: no RTP goes out and none is listened to. */
  readonly rtp?: boolean
  /** A sine of so many hertz instead of silence. */
  readonly tone?: number
  readonly host?: string
  /** SIP port; the system chooses unless told. */
  readonly port?: number
  readonly userAgent?: string
  /** More calls than that are refused with 486. */
  readonly maxCalls?: number
  /** False refuses a REFER with 603. */
  readonly followsRefer?: boolean
  /** How much of each call is kept, in ms; a minute unless told. */
  readonly recordMs?: number
  /** RFC 3261's T1 in ms; 500 unless told. */
  readonly t1Ms?: number
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Another caller than the phone's own; a trunk needs it. */
  readonly from?: { readonly number: string; readonly displayName?: string | Uint8Array }
  /** False: don't listen before the callee answers. */
  readonly earlyMedia?: boolean
  /** INVITE without SDP. */
  readonly delayedOffer?: boolean
}

const MAX_UNCLAIMED = 1000

/** A simulated SIP telephone over UDP with G.711 audio. Make one with `createPhone`; always `close` it. */
export class Phone {
  readonly extension: string
  readonly #options: PhoneOptions
  readonly #core: Core
  readonly #domain: string
  readonly #registration: Registration | undefined
  readonly #unclaimed: Call[] = []
  readonly #claims: ((call: Call) => void)[] = []
  readonly #listeners = new Set<(call: Call) => void>()
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
      recordMs: options.recordMs ?? 60_000,
      followsRefer: options.followsRefer ?? true,
      sessions: new Map(),
      makeMedia: (waits) =>
        new Media(host, new Ear(waits, timers, options.recordMs ?? 60_000), sound, options.rtp ?? true),
      resolve: (target) => this.#resolve(target),
      placeReferred: (target, headers) => this.#place(target, { announce: true }, headers),
    }
    this.#core.endpoint.onRequest = (request, transaction) => this.#receive(request, transaction)
    this.#core.endpoint.onAck = (ack) => this.#sessionOf(ack)?.receiveAck(ack)
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
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The oldest incoming call that nobody has taken yet (it may have ended), else the next one. */
  nextIncoming({ timeoutMs }: { timeoutMs: number }): Promise<Call> {
    const waiting = this.#unclaimed.shift()
    if (waiting !== undefined) return Promise.resolve(waiting)
    const wait = this.#core.waits.start<Call>(`an incoming call at ${this.extension}`, timeoutMs)
    this.#claims.push(wait.done)
    const forget = (): void => {
      const at = this.#claims.indexOf(wait.done)
      if (at >= 0) this.#claims.splice(at, 1)
    }
    wait.promise.then(forget, forget)
    return wait.promise
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

  #resolve(target: string): Target {
    const { registrar } = this.#options
    if (!/^sip:/i.test(target)) {
      if (registrar === undefined) throw new Error(`no registrar: ${target} must be a sip: URI`)
      return { uri: `sip:${target}@${this.#domain}`, peer: registrar }
    }
    const host = parseUri(target)?.host
    const direct = peerOf(target)
    if (registrar !== undefined && (direct === undefined || host === this.#domain)) {
      return { uri: target, peer: direct?.port === SIP_PORT || direct === undefined ? registrar : direct }
    }
    if (direct === undefined) throw new Error(`no address in ${target}`)
    return { uri: target, peer: direct }
  }

  async #place(
    target: string,
    options: CallOptions & { announce?: boolean },
    headers: readonly Header[],
  ): Promise<Session> {
    const { uri, peer } = this.#resolve(target)
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
      headers: headers.map(([n, v]) => [n, toWire(v)]),
      delayedOffer,
      earlyMedia,
    })
    if (options.announce === true) this.#announce(new Call(session))
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
    this.#announce(call)
  }

  #announce(call: Call): void {
    const claim = this.#claims.shift()
    if (claim !== undefined) claim(call)
    else if (this.#unclaimed.push(call) > MAX_UNCLAIMED) this.#unclaimed.shift()
    for (const listener of [...this.#listeners]) listener(call)
  }
}
