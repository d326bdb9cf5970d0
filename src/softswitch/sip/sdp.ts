import { randomInt } from 'node:crypto'
import { isIPv4 } from 'node:net'
import sdpTransform, { type Sdp, type SdpMedia } from 'sdp-transform'
import type { Codec } from '../ports.ts'

/** What the far end's description asks of our media. */
export interface RemoteMedia {
  readonly address: string
  readonly port: number
  /** Its payload type of telephone-event; undefined when it doesn't speak RFC 4733. */
  readonly dtmfPayload: number | undefined
  /** Whether it wants to hear us, and whether it speaks. */
  readonly hears: boolean
  readonly speaks: boolean
  readonly codec: Codec
}

export type Described =
  | { readonly type: 'agreed'; readonly remote: RemoteMedia; readonly sdp: Sdp; readonly index: number }
  /** Nothing in common: 488. */
  | { readonly type: 'unacceptable'; readonly reason: string }

const OUR_DTMF_PAYLOAD = 101
const MAX_SDP_BYTES = 8192
const MAX_MEDIA = 16

/** Reads an offer or an answer (RFC 3264). Takes the first G.711 stream over plain RTP, in the law that it names first. Never throws. */
export function readDescription(body: string): Described {
  if (body.length > MAX_SDP_BYTES) return { type: 'unacceptable', reason: 'session description too long' }
  if (!/^v=0\s*\r?\n/.test(body)) return { type: 'unacceptable', reason: 'no session description' }
  let sdp: Sdp
  try {
    sdp = sdpTransform.parse(body)
  } catch {
    return { type: 'unacceptable', reason: 'session description not understood' }
  }
  if (sdp.media.length > MAX_MEDIA) return { type: 'unacceptable', reason: 'too many streams' }
  const index = sdp.media.findIndex((one) => codecOf(one) !== undefined)
  const media = sdp.media[index]
  const codec = media && codecOf(media)
  if (!media || !codec) return { type: 'unacceptable', reason: 'no G.711 stream over RTP/AVP' }
  const address = String((media.connection ?? sdp.connection)?.ip ?? '')
  if (!isIPv4(address)) return { type: 'unacceptable', reason: 'no IPv4 address in the session description' }
  const direction = media.direction ?? sdp.direction ?? 'sendrecv'
  // 0.0.0.0 is hold as RFC 2543 had it.
  const nowhere = address === '0.0.0.0'
  return {
    type: 'agreed',
    sdp,
    index,
    remote: {
      address,
      port: media.port,
      dtmfPayload: dtmfPayloadOf(media),
      hears: !nowhere && (direction === 'sendrecv' || direction === 'recvonly'),
      speaks: direction === 'sendrecv' || direction === 'sendonly',
      codec,
    },
  }
}

/** Static payload types of RFC 3551. */
const TYPES: ReadonlyMap<string, Codec> = new Map([
  ['0', 'PCMU'],
  ['8', 'PCMA'],
])

function codecOf(media: SdpMedia): Codec | undefined {
  const usable =
    media.type === 'audio' &&
    media.protocol === 'RTP/AVP' &&
    Number.isInteger(media.port) &&
    media.port > 0 &&
    media.port < 65536
  const types = usable ? String(media.payloads ?? '').split(' ') : []
  return TYPES.get(types.find((type) => TYPES.has(type)) ?? '')
}

function dtmfPayloadOf(media: SdpMedia): number | undefined {
  const found = media.rtp.find(
    (rtp) => String(rtp.codec).toLowerCase() === 'telephone-event' && (rtp.rate ?? 8000) === 8000,
  )
  const payload = found?.payload
  return payload !== undefined && Number.isInteger(payload) && payload >= 96 && payload <= 127
    ? payload
    : undefined
}

/** Our side of one session's descriptions: the version goes up each time (RFC 3264 5). */
export class LocalDescription {
  private readonly sessionId = randomInt(1, 2 ** 31)
  private version = 0
  /** What was agreed last, and is offered again. */
  private codec: Codec = 'PCMU'
  private readonly address: string
  private readonly port: number

  constructor(address: string, port: number) {
    this.address = address
    this.port = port
  }

  offer(direction: 'sendrecv' | 'sendonly' = 'sendrecv'): string {
    return this.write([this.audio(direction, OUR_DTMF_PAYLOAD, this.codec)])
  }

  /** Streams stay in the offer's order; those we don't take get port 0 (RFC 3264 6). */
  answer(offer: Extract<Described, { type: 'agreed' }>): string {
    const { remote } = offer
    this.codec = remote.codec
    const direction = remote.speaks
      ? remote.hears
        ? 'sendrecv'
        : 'recvonly'
      : remote.hears
        ? 'sendonly'
        : 'inactive'
    return this.write(
      offer.sdp.media.map((media, index) =>
        index === offer.index ? this.audio(direction, remote.dtmfPayload, remote.codec) : refused(media),
      ),
    )
  }

  private audio(direction: string, dtmfPayload: number | undefined, codec: Codec): SdpMedia {
    const payload = codec === 'PCMU' ? 0 : 8
    const media: SdpMedia = {
      type: 'audio',
      port: this.port,
      protocol: 'RTP/AVP',
      payloads: dtmfPayload === undefined ? String(payload) : `${payload} ${dtmfPayload}`,
      ptime: 20,
      direction,
      rtp: [{ payload, codec, rate: 8000 }],
      fmtp: [],
    }
    if (dtmfPayload !== undefined) {
      media.rtp.push({ payload: dtmfPayload, codec: 'telephone-event', rate: 8000 })
      media.fmtp.push({ payload: dtmfPayload, config: '0-15' })
    }
    return media
  }

  private write(media: SdpMedia[]): string {
    this.version++
    return sdpTransform.write({
      version: 0,
      origin: {
        username: '-',
        sessionId: this.sessionId,
        sessionVersion: this.version,
        netType: 'IN',
        ipVer: 4,
        address: this.address,
      },
      name: '-',
      connection: { version: 4, ip: this.address },
      timing: { start: 0, stop: 0 },
      media,
    })
  }
}

/** Type, transport and formats come from the peer: only what can stand in a line is written back. */
function refused(media: SdpMedia): SdpMedia {
  const word = (text: unknown, other: string) =>
    /^[\w/+.-]{1,32}$/.test(String(text)) ? String(text) : other
  const payloads = String(media.payloads ?? '0')
  return {
    type: word(media.type, 'audio'),
    port: 0,
    protocol: word(media.protocol, 'RTP/AVP'),
    payloads: /^[\w .*-]{1,200}$/.test(payloads) ? payloads : '0',
    rtp: [],
    fmtp: [],
  }
}
