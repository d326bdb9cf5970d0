import type { RegistrationEvent } from '../ports.ts'
import { ipv4Of, parseNameAddr, parseUri } from './address.ts'
import { type Answer, Headers, type Peer, type SipRequest } from './message.ts'
import { decodeText } from './text.ts'

interface Binding {
  readonly extension: string
  /** As the phone wrote it, and sent back to it. */
  readonly contact: string
  /** Where it is called: the contact, or where it came from when its host is no address. */
  readonly reach: string
  readonly callId: string
  readonly cseq: number
  readonly userAgent: string
  readonly from: Peer
  readonly expiresAtMs: number
}

export interface RegistrarOptions {
  readonly minSeconds: number
  readonly maxSeconds: number
  readonly defaultSeconds: number
  readonly maxBindings: number
  readonly nowMs: () => number
}

/** Several phones may register one extension, but not without end. */
const MAX_CONTACTS = 5

/** Who can be reached where (RFC 3261 10.3). Authentication has happened before. */
export class Registrar {
  private readonly bindings = new Map<string, Binding[]>()
  private readonly options: RegistrarOptions
  private readonly tell: (event: RegistrationEvent) => void
  private size = 0
  private timer: NodeJS.Timeout | undefined

  constructor(options: RegistrarOptions, tell: (event: RegistrationEvent) => void) {
    this.options = options
    this.tell = tell
  }

  /** The address registered last. */
  contactOf(extension: string): string | undefined {
    return this.live(extension).at(-1)?.reach
  }

  list(): readonly RegistrationEvent[] {
    return [...this.bindings.keys()].flatMap((extension) =>
      this.live(extension).map((binding) => this.event('register', binding)),
    )
  }

  /** As if they had run out. */
  forget(extension: string): void {
    for (const binding of this.live(extension)) this.remove(binding, 'expire')
  }

  close(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  handle(request: SipRequest, from: Peer, extension: string): Answer {
    this.sweep(this.bindings.get(extension) ?? [])
    const contacts = request.headers.list('Contact')
    const header = request.headers.get('Expires')
    if (contacts.includes('*')) {
      if (contacts.length > 1 || header?.trim() !== '0') return { status: 400 }
      for (const binding of [...this.live(extension)]) {
        if (this.outdated(binding, request)) return { status: 500 }
        this.remove(binding, 'unregister')
      }
      return this.granted(extension)
    }
    const wishes = contacts.map((text) => this.wish(text, header, request, from, extension))
    for (const wish of wishes) {
      if ('status' in wish) return wish
      const old = this.live(extension).find((binding) => binding.contact === wish.contact)
      if (old && this.outdated(old, request)) return { status: 500 }
    }
    for (const wish of wishes) {
      if ('status' in wish) continue
      if (!this.apply(wish)) return { status: 503, headers: Headers.of(['Retry-After', '60']) }
    }
    return this.granted(extension)
  }

  /** One Contact as a binding; one that expires now asks for removal. */
  private wish(
    text: string,
    header: string | undefined,
    request: SipRequest,
    from: Peer,
    extension: string,
  ): Binding | Answer {
    const { minSeconds, maxSeconds, defaultSeconds, nowMs } = this.options
    const contact = parseNameAddr(text)
    const uri = contact && parseUri(contact.uri)
    if (!contact || uri?.scheme !== 'sip') return { status: 400, reason: 'Bad Request (bad Contact)' }
    const asked = contact.params.get('expires') ?? header ?? String(defaultSeconds)
    // A malformed value counts as the default (RFC 3261 10.3, step 7).
    const seconds = /^\d{1,9}$/.test(asked) ? Number(asked) : defaultSeconds
    if (seconds > 0 && seconds < minSeconds) {
      return { status: 423, headers: Headers.of(['Min-Expires', String(minSeconds)]) }
    }
    // Only addresses are called, so a contact that names a host is called where it came from.
    const reach = ipv4Of(uri) ? contact.uri : `sip:${uri.user}@${from.address}:${from.port}`
    return {
      extension,
      contact: contact.uri,
      reach,
      callId: request.callId,
      cseq: request.cseq,
      userAgent: decodeText(request.headers.get('User-Agent') ?? ''),
      from,
      expiresAtMs: nowMs() + Math.min(seconds, maxSeconds) * 1000,
    }
  }

  private outdated(binding: Binding, request: SipRequest): boolean {
    return binding.callId === request.callId && binding.cseq >= request.cseq
  }

  /** False when there is no room. */
  private apply(wish: Binding): boolean {
    const kept = this.live(wish.extension)
    const old = kept.find((binding) => binding.contact === wish.contact)
    if (wish.expiresAtMs <= this.options.nowMs()) {
      if (old) this.remove(old, 'unregister')
      return true
    }
    if (!old && this.size >= this.options.maxBindings) return false
    const others = kept.filter((binding) => binding !== old)
    const oldest = others.length >= MAX_CONTACTS ? others.shift() : undefined
    if (oldest) this.tell(this.event('expire', oldest))
    this.size += (old ? 0 : 1) - (oldest ? 1 : 0)
    this.bindings.set(wish.extension, [...others, wish])
    this.tell(this.event('register', wish))
    this.watch()
    return true
  }

  private remove(binding: Binding, kind: 'unregister' | 'expire'): void {
    const rest = (this.bindings.get(binding.extension) ?? []).filter((other) => other !== binding)
    if (rest.length > 0) this.bindings.set(binding.extension, rest)
    else this.bindings.delete(binding.extension)
    this.size--
    this.tell(this.event(kind, binding))
  }

  private live(extension: string): Binding[] {
    const now = this.options.nowMs()
    return (this.bindings.get(extension) ?? []).filter((binding) => binding.expiresAtMs > now)
  }

  private granted(extension: string): Answer {
    const headers = new Headers()
    for (const binding of this.live(extension)) {
      headers.add('Contact', `<${binding.contact}>;expires=${this.secondsLeft(binding)}`)
    }
    return { status: 200, headers: headers.add('Date', new Date(this.options.nowMs()).toUTCString()) }
  }

  /** One timer for all: set for the next second in which something can end. */
  private watch(): void {
    if (this.timer || this.bindings.size === 0) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.sweep([...this.bindings.values()].flat())
      this.watch()
    }, 1000)
    this.timer.unref()
  }

  private sweep(bindings: readonly Binding[]): void {
    const now = this.options.nowMs()
    for (const binding of bindings) {
      if (binding.expiresAtMs <= now) this.remove(binding, 'expire')
    }
  }

  private secondsLeft(binding: Binding): number {
    return Math.max(0, Math.ceil((binding.expiresAtMs - this.options.nowMs()) / 1000))
  }

  private event(kind: RegistrationEvent['kind'], binding: Binding): RegistrationEvent {
    return {
      kind,
      extension: binding.extension,
      contact: binding.reach,
      userAgent: binding.userAgent,
      networkAddress: binding.from.address,
      networkPort: binding.from.port,
      expiresInSeconds: this.secondsLeft(binding),
    }
  }
}
