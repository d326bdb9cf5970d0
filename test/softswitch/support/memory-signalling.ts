import type {
  AudioSource,
  InviteOptions,
  LegInfo,
  RegistrationEvent,
  Signalling,
  SipLeg,
  SourceFactory,
} from '../../../src/softswitch/ports.ts'
import { MemoryLeg } from './memory-leg.ts'

/** The signalling side with the test on the other end of every leg. */
export class MemorySignalling implements Signalling {
  /** Legs the switch sent an INVITE for, oldest first, by the user part of their URI. */
  readonly invited: MemoryLeg[] = []
  readonly contacts = new Map<string, string>()
  private inviteHandler: (leg: SipLeg) => void = () => {}
  private registrationHandler: (event: RegistrationEvent) => void = () => {}
  private waiting: ((leg: MemoryLeg) => void)[] = []

  onInvite(handler: (leg: SipLeg) => void): void {
    this.inviteHandler = handler
  }

  contactOf(extension: string): string | undefined {
    return this.contacts.get(extension)
  }

  onRegistration(handler: (event: RegistrationEvent) => void): void {
    this.registrationHandler = handler
  }

  registrations(): readonly RegistrationEvent[] {
    return [...this.contacts].map(([extension, contact]) => registration('register', extension, contact))
  }

  forget(extension: string): void {
    this.contacts.delete(extension)
  }

  register(kind: RegistrationEvent['kind'], extension: string): void {
    this.registrationHandler(registration(kind, extension, `sip:${extension}@127.0.0.1:5062`))
  }

  invite(uri: string, options: InviteOptions): SipLeg {
    const user = /^<?sips?:([^@;>]+)/.exec(uri)?.[1] ?? uri
    const leg = new MemoryLeg({ direction: 'outbound', destination: user }, options)
    const taker = this.waiting.shift()
    if (taker === undefined) this.invited.push(leg)
    else setImmediate(() => taker(leg))
    return leg
  }

  /** The next INVITE the switch sends, or the oldest not looked at yet. */
  nextInvite(): Promise<MemoryLeg> {
    const leg = this.invited.shift()
    if (leg !== undefined) return Promise.resolve(leg)
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  /** A call comes in. */
  call(info: Partial<LegInfo> = {}): MemoryLeg {
    const leg = new MemoryLeg({ direction: 'inbound', ...info })
    this.inviteHandler(leg)
    return leg
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

function registration(
  kind: RegistrationEvent['kind'],
  extension: string,
  contact: string,
): RegistrationEvent {
  return {
    kind,
    extension,
    contact,
    userAgent: 'memory',
    networkAddress: '127.0.0.1',
    networkPort: 5062,
    expiresInSeconds: kind === 'register' ? 300 : 0,
  }
}

/** `clip://N` is N frames long, `endless://` never ends, `missing` isn't there; streams and tones are endless. */
export const memorySources: SourceFactory = {
  open(path) {
    const [, scheme, rest = ''] = /^([a-z_]+):\/\/(.*)$/.exec(path) ?? []
    if (scheme === 'clip') return { ok: true, source: frames(Number(rest)) }
    if (scheme === undefined) return { ok: false, reason: 'not there' }
    return { ok: true, source: frames(scheme === 'tone_stream' && rest.includes('loops=1') ? 1 : Infinity) }
  },
}

function frames(count: number): AudioSource {
  let left = count
  return { next: () => (left-- > 0 ? new Int16Array(160).fill(1) : undefined) }
}
