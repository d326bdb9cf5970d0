import type { Codec } from '../audio/tone.ts'
import type { Peer } from './address.ts'

/** The part of SDP (RFC 4566, RFC 3264) that a G.711 telephone reads and writes. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export interface RemoteAudio {
  readonly peer: Peer
  readonly direction: Direction
  readonly eventType: number | undefined
  /** Those of ours that the other side speaks. */
  readonly codecs: readonly Codec[]
}

export const OUR_EVENT_TYPE = 101

const CODECS: readonly Codec[] = ['PCMU', 'PCMA']
const TYPES: Readonly<Record<Codec, string>> = { PCMU: '0', PCMA: '8' }

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']

export function sends(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly'
}

export function receives(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly'
}

/** What we may do, given what they said of themselves and what we want: RFC 3264 section 6.1. */
export function agree(theirs: Direction, ours: Direction): Direction {
  const out = receives(theirs) && sends(ours)
  const back = sends(theirs) && receives(ours)
  if (out) return back ? 'sendrecv' : 'sendonly'
  return back ? 'recvonly' : 'inactive'
}

/** Reads the first audio stream; undefined if there is none that plain RTP can carry. */
export function parseAudio(sdp: string): RemoteAudio | undefined {
  const sections = sdp.split(/^(?=m=)/m)
  const session = sections[0] ?? ''
  const audio = sections.find((section) => /^m=audio [1-9]\d* RTP\/AVP /.test(section))
  if (audio === undefined) return undefined
  const [, port, formats = ''] = /^m=audio (\d+)(?:\/\d+)? \S+ (.*)/.exec(audio) ?? []
  const connection = /^c=IN IP4 ([\d.]+)/m
  const host = (connection.exec(audio) ?? connection.exec(session))?.[1]
  if (host === undefined) return undefined
  const event = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(audio)?.[1]
  const said = DIRECTIONS.find((name) => new RegExp(`^a=${name}\\s*$`, 'm').test(audio))
  const saidAbove = DIRECTIONS.find((name) => new RegExp(`^a=${name}\\s*$`, 'm').test(session))
  const direction = said ?? saidAbove ?? 'sendrecv'
  return {
    peer: { host, port: Number(port) },
    // The way of RFC 2543 to hold: no address to send to.
    direction: host === '0.0.0.0' ? agreeHeld(direction) : direction,
    eventType: event === undefined ? undefined : Number(event),
    codecs: CODECS.filter((codec) => formats.trim().split(/\s+/).includes(TYPES[codec])),
  }
}

function agreeHeld(direction: Direction): Direction {
  return sends(direction) ? 'sendonly' : 'inactive'
}

/** How many streams an offer has, as their kinds: an answer must refuse the ones it doesn't take, in place. */
export function mediaLines(sdp: string): string[] {
  return sdp.match(/^m=.*$/gm)?.map((line) => line.trim()) ?? []
}

export interface LocalAudio {
  readonly local: Peer
  readonly sessionId: number
  readonly version: number
  readonly direction: Direction
  readonly eventType: number | undefined
  readonly codec: Codec
}

/** Writes our description. With an offer's media lines it is an answer: its first audio is taken, the rest refused. */
export function formatAudio(audio: LocalAudio, offered: readonly string[] = []): string {
  const { local, sessionId, version, direction, eventType, codec } = audio
  const event =
    eventType === undefined ? [] : [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-16`]
  const type = TYPES[codec]
  const types = eventType === undefined ? type : `${type} ${eventType}`
  const ours = [
    `m=audio ${local.port} RTP/AVP ${types}`,
    `a=rtpmap:${type} ${codec}/8000`,
    ...event,
    'a=ptime:20',
    `a=${direction}`,
  ]
  const taken = offered.findIndex((line) => /^m=audio [1-9]\d* RTP\/AVP /.test(line))
  const streams =
    taken < 0
      ? ours
      : offered.flatMap((line, i) => (i === taken ? ours : [line.replace(/^(m=\S+) \S+/, '$1 0')]))
  const head = [
    'v=0',
    `o=- ${sessionId} ${version} IN IP4 ${local.host}`,
    's=-',
    `c=IN IP4 ${local.host}`,
    't=0 0',
  ]
  return `${[...head, ...streams].join('\r\n')}\r\n`
}
