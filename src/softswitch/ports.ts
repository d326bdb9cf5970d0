/**
 * The seam inside the embedded switch: `core/` (channels, applications, event
 * socket) sees telephony only through these types; `sip/` and `media/`
 * implement them. Neither side imports the other; `main.ts` joins them.
 */

/** The far end of a leg, as its SIP messages name it. Text is UTF-8, already percent- and quote-decoded. */
export interface Party {
  readonly user: string
  readonly host: string
  readonly displayName: string
}

/** What the signalling side knows about a leg when it begins. */
export interface LegInfo {
  readonly sipCallId: string
  readonly direction: 'inbound' | 'outbound'
  readonly from: Party
  readonly to: Party
  /** Request-URI user: the number dialled. */
  readonly destination: string
  readonly userAgent: string
  /** Where the peer's packets come from. */
  readonly networkAddress: string
  readonly networkPort: number
  /** Set when the peer passed digest authentication as this extension. */
  readonly authenticatedAs: string | undefined
  /** Header fields beginning with `X-`, names as received. */
  readonly extraHeaders: Readonly<Record<string, string>>
  /** The Call-ID of the call that this one shall replace (RFC 3891). */
  readonly replaces?: string | undefined
}

/** Why a leg ended, in SIP's terms; the core turns it into a Q.850 cause as FreeSWITCH does. */
export interface LegEnd {
  /** `remote`: BYE, CANCEL or a final refusal came in. `local`: we asked for it. `transport`: nobody answered. */
  readonly by: 'remote' | 'local' | 'transport'
  /** SIP status of a refusal; undefined after BYE or CANCEL. */
  readonly sipStatus: number | undefined
  /** `CANCEL` before the answer, `BYE` after it, `REFUSED` for a final status. */
  readonly how: 'CANCEL' | 'BYE' | 'REFUSED' | 'TIMEOUT'
  /** `cause=` of a Q.850 Reason header, when one was sent. */
  readonly q850: number | undefined
}

/** How we end a leg. */
export interface LegGoodbye {
  readonly sipStatus: number
  /**
   * The cause's number for the Reason header (RFC 3326): a Q.850 cause up to 127, one of FreeSWITCH's own beyond; 0 for
   * no such header.
   */
  readonly q850: number
  readonly reasonText: string
  /** The Reason is `SIP;cause=200;text="Call completed elsewhere"`. */
  readonly elsewhere?: boolean
  /** Where a refusal with 3xx says that the callee is. */
  readonly contact?: string
}

/** Called by the signalling side; every callback comes on a later tick than the call that set it in motion. */
export interface LegEvents {
  /** 180 from the far end (outbound legs). */
  ringing(): void
  /** 183, or any provisional answer with a session description (outbound legs); media flows already. */
  earlyMedia(): void
  /** Outbound: 200 came and ACK went out. Inbound: our 200 was acknowledged. */
  answered(): void
  /** The far end put us on hold (`sendonly`/`inactive`) or took us back. */
  held(on: boolean): void
  /** The far end has answered an offer of ours made in mid-call; `speaks`: it goes on sending audio. */
  offerAnswered(speaks: boolean): void
  /** Both ends have agreed on another codec. */
  codecChanged(): void
  /** A REFER on this leg: the wish is passed up, never acted on here; `answer` is told at once what becomes of it. */
  refer(wish: ReferWish, answer: (what: ReferAnswer) => void): void
  ended(end: LegEnd): void
}

/** What a REFER asks for (RFC 3515). */
export interface ReferWish {
  /** The Refer-To's URI. */
  readonly target: string
  /** The Call-ID of the call that the new one shall replace (RFC 3891). */
  readonly replaces: string | undefined
}

/** 405; or 202 and a NOTIFY of 200 or 403. */
export type ReferAnswer = 'notAllowed' | 'done' | 'forbidden'

export type PhoneEvent = 'talk' | 'hold'

/** One SIP dialogue with its media. Methods on an ended leg do nothing. */
export interface SipLeg {
  readonly info: LegInfo
  readonly media: MediaSession
  /** The core registers exactly once, in the same tick in which it got the leg. */
  listen(events: LegEvents): void
  /** 180 (inbound legs). */
  ring(): void
  /** 183 with a session description (inbound legs): media flows before the answer. */
  preAnswer(): void
  /** 200 with a session description, sent again until acknowledged (RFC 3261 13.3.1.4). */
  answer(): void
  /** Puts the far end of an answered leg on hold by a re-INVITE, or takes it back. */
  hold(on: boolean): void
  /** Asks the far end to call `uri` itself (RFC 3515). `told` gets the first final status that it reports, if any. */
  refer(uri: string, told: (sipfrag: string) => void): void
  /**
   * Tells the phone, ringing or answered, to answer by itself or to hold: a NOTIFY with that Event, which desk phones
   * heed where they are set so. `stays`: more such events may follow. Nothing before the far end has a tag.
   */
  phoneEvent(event: PhoneEvent, stays: boolean): void
  /** Ends the leg in whatever way its state asks for: refusal with `sipStatus`, CANCEL, or BYE. */
  hangUp(end: LegGoodbye): void
}

/** What the core asks of the signalling side. */
export interface Signalling {
  /** Every new INVITE that passed admission and authentication. */
  onInvite(handler: (leg: SipLeg) => void): void
  /** Where an extension can be reached now; undefined when it isn't registered. */
  contactOf(extension: string): string | undefined
  /** Registrations coming and going, for `sofia::register` and its like. */
  onRegistration(handler: (event: RegistrationEvent) => void): void
  registrations(): readonly RegistrationEvent[]
  /** Ends an extension's registrations; the phone may register anew. */
  forget(extension: string): void
  /**
   * Sends an INVITE. `uri` is a full SIP URI (`sip:1001@127.0.0.1:5062`). Never throws for a peer's fault: what
   * goes wrong comes as `ended`.
   */
  invite(uri: string, opts: InviteOptions): SipLeg
  close(): Promise<void>
}

export interface InviteOptions {
  readonly callerName: string
  readonly callerNumber: string
  /** Header fields to add, `X-…` and `Call-Info`, `Alert-Info`; CR and LF are refused. */
  readonly headers: Readonly<Record<string, string>>
}

export interface RegistrationEvent {
  readonly kind: 'register' | 'unregister' | 'expire'
  readonly extension: string
  readonly contact: string
  readonly userAgent: string
  readonly networkAddress: string
  readonly networkPort: number
  readonly expiresInSeconds: number
}

/** A digit as RFC 4733 carries it, with how long it was held. */
export interface Digit {
  readonly digit: string
  readonly durationMs: number
}

/** `kept`: the digit isn't for the other leg. */
export type DigitHandler = (digit: Digit) => 'kept' | 'passed'

/** What a leg's far end speaks. */
export type Codec = 'PCMU' | 'PCMA'

/** 16-bit mono samples at 8 kHz, 160 of them (20 ms). */
export type Frame = Int16Array

/** Something that yields audio, pulled once every 20 ms. `undefined`: it has ended. */
export interface AudioSource {
  next(): Frame | undefined
}

/** The audio of one leg: RTP with G.711 and telephone-event. */
export interface MediaSession {
  /** As agreed, at first or last. */
  readonly codec: Codec
  /** True once both ends have agreed and packets may flow. */
  readonly ready: boolean
  /** What the far end hears. One source at a time: a new one replaces the old one; `done` is called once, with why. */
  play(source: AudioSource, done: (why: 'ended' | 'stopped') => void): void
  stopPlaying(): void
  /** Sends digits as RFC 4733 events, 100 ms each unless told otherwise. */
  sendDigits(digits: string, durationMs?: number): void
  /** Digits from the far end, each once, at its end packet; then they go to the leg that this one is linked with. */
  onDigit(handler: DigitHandler): void
  /**
   * Relays this leg's audio and digits to the other and back, until `unlink`. While linked, a source that plays
   * on a leg replaces the relayed audio on that leg alone.
   */
  link(other: MediaSession): void
  unlink(): void
  /** While suspended, the far end is heard by nobody, and hears nothing but what plays here. */
  suspend(on: boolean): void
  /** While muted, nothing at all is sent to the far end. */
  mute(on: boolean): void
  /** From now on hears both directions of another leg, unless something plays here; one leg at a time. */
  overhear(other: MediaSession): Overhearing
  /** While nothing plays and no leg is linked: send silence every 20 ms (FreeSWITCH's `send_silence_when_idle`). */
  silenceWhenIdle(on: boolean): void
  /** Both directions, frame by frame: `read` came from the far end, `written` went to it. Returns how to stop. */
  tap(handler: (read: Frame, written: Frame) => void): () => void
  /** How packets came and went so far, also after its end; undefined: no media was ever agreed. */
  report(): MediaReport | undefined
  readonly stats: { readonly packetsIn: number; readonly packetsOut: number; readonly malformedIn: number }
}

/** RTP statistics of one leg. */
export interface MediaReport {
  readonly received: {
    readonly mediaPackets: number
    readonly digitPackets: number
    readonly comfortPackets: number
    readonly flaws: number
    /** Percentage of packets without a flaw. */
    readonly quality: number
    /** Mean opinion score, 1 to 4.5. */
    readonly mos: number
    /** Lost packets per packet received. */
    readonly lossRate: number
    readonly burstRate: number
    /** Of the distances between packets, in ms². */
    readonly minVariance: number
    readonly maxVariance: number
    readonly meanIntervalMs: number
  }
  readonly sent: { readonly mediaPackets: number; readonly digitPackets: number }
}

/** One leg's listening to another. */
export interface Overhearing {
  /** Who hears this leg from now on: the leg that is listened to, and whoever hears that leg. Nobody at first. */
  speakTo(hearers: { readonly leg: boolean; readonly peer: boolean }): void
  leave(): void
}

/** Makes sources from FreeSWITCH's file syntax (`/path/x.wav`, `tone_stream://…`, `silence_stream://…`, `local_stream://moh`). */
export interface SourceFactory {
  /** A plain reason instead of a source when the file is missing or not to be read. */
  open(path: string): { ok: true; source: AudioSource } | { ok: false; reason: string }
}
