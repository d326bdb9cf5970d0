/**
 * Ids. Each kind is a type of its own, so that one can't be passed for another; all are made or parsed here.
 * The shape is `kind_` plus a ULID (or, for things a hospital names itself, a slug), never a colon.
 */

declare const brand: unique symbol
type Branded<Kind extends string> = string & { readonly [brand]: Kind }

export type SiteId = Branded<'site'>
export type CallId = Branded<'call'>
export type AgentId = Branded<'agent'>
export type QueueId = Branded<'queue'>
export type FlowId = Branded<'flow'>
/** A call's recording: all of its takes. */
export type RecordingId = Branded<'rec'>
/** One opening of a recording by a person. */
export type OpeningId = Branded<'opening'>
/** One denial, or one act that is noted for auditors. */
export type AccessId = Branded<'access'>
/** An API key; not the secret. */
export type KeyId = Branded<'key'>
/** A channel's uuid on the switch. */
export type LegId = Branded<'leg'>
/** A plan: changes that are switched on and off together. */
export type PlanId = Branded<'plan'>
/** One message to all who wait. */
export type BroadcastId = Branded<'broadcast'>
/** A switch node. */
export type NodeId = Branded<'node'>

const SLUG = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/
/** Ours are UUIDs; FreeSWITCH takes others too, but none with spaces, braces or colons. */
const LEG = /^[0-9A-Za-z-]{8,64}$/

/** What is wrong with an id, in words for the one who sent it. */
export interface IdFault {
  readonly ok: false
  readonly expected: string
}
export type Parsed<T> = { readonly ok: true; readonly id: T } | IdFault

function prefixed<T extends string>(prefix: string, tail: RegExp, shape: string) {
  return (text: string): Parsed<T> =>
    text.startsWith(`${prefix}_`) && text.length <= 64 && tail.test(text.slice(prefix.length + 1))
      ? { ok: true, id: text as T }
      : { ok: false, expected: `${prefix}_${shape}` }
}

const named = 'name (lower-case letters, digits, single hyphens)'
export const parseSiteId = prefixed<SiteId>('site', SLUG, named)
export const parseAgentId = prefixed<AgentId>('agent', SLUG, named)
export const parseQueueId = prefixed<QueueId>('queue', SLUG, named)
export const parseFlowId = prefixed<FlowId>('flow', SLUG, named)
export const parsePlanId = prefixed<PlanId>('plan', SLUG, named)
export const parseBroadcastId = prefixed<BroadcastId>('broadcast', ULID, 'ULID')
export const parseNodeId = prefixed<NodeId>('node', SLUG, named)
export const parseCallId = prefixed<CallId>('call', ULID, 'ULID')
export const parseRecordingId = prefixed<RecordingId>('rec', ULID, 'ULID')
export const parseOpeningId = prefixed<OpeningId>('opening', ULID, 'ULID')

export const parseAccessId = prefixed<AccessId>('access', ULID, 'ULID')
export const parseKeyId = prefixed<KeyId>('key', ULID, 'ULID')

export function parseLegId(text: string): Parsed<LegId> {
  return LEG.test(text)
    ? { ok: true, id: text as LegId }
    : { ok: false, expected: 'a channel uuid (8 to 64 letters, digits, hyphens)' }
}

/** The call id for a ULID that the shell made. Throws on anything else: that is a bug of the shell's. */
export function callIdFrom(ulid: string): CallId {
  const parsed = parseCallId(`call_${ulid}`)
  if (!parsed.ok) throw new Error(`not a ULID: ${ulid}`)
  return parsed.id
}

/** A call has one recording, under the call's own ULID: the pure core draws no ids. */
export function recordingIdOf(callId: CallId): RecordingId {
  return `rec_${callId.slice('call_'.length)}` as RecordingId
}

export function callIdOfRecording(recordingId: RecordingId): CallId {
  return `call_${recordingId.slice('rec_'.length)}` as CallId
}

/** The opening's id for a ULID that the shell made. Throws on anything else: that is a bug of the shell's. */
export function openingIdFrom(ulid: string): OpeningId {
  const parsed = parseOpeningId(`opening_${ulid}`)
  if (!parsed.ok) throw new Error(`not a ULID: ${ulid}`)
  return parsed.id
}

/** The same for what is noted for auditors. */
export function accessIdFrom(ulid: string): AccessId {
  const parsed = parseAccessId(`access_${ulid}`)
  if (!parsed.ok) throw new Error(`not a ULID: ${ulid}`)
  return parsed.id
}

/** The same for messages to all who wait. */
export function broadcastIdFrom(ulid: string): BroadcastId {
  const parsed = parseBroadcastId(`broadcast_${ulid}`)
  if (!parsed.ok) throw new Error(`not a ULID: ${ulid}`)
  return parsed.id
}

/** The same for API keys. */
export function keyIdFrom(ulid: string): KeyId {
  const parsed = parseKeyId(`key_${ulid}`)
  if (!parsed.ok) throw new Error(`not a ULID: ${ulid}`)
  return parsed.id
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The uuid of a call's n-th leg that we originate. It is derived, not drawn: the pure core has no randomness, and
 * a controller that takes over derives the same uuid, which the switch refuses to originate twice. The ULID's
 * 48 bits of time and its first 58 random bits stay, the last 22 are mixed in (a monotonic source counts there, and
 * two calls of one millisecond may differ nowhere else); `n` takes the last 16; the layout is RFC 9562 version 8.
 */
export function legIdOf(callId: CallId, n: number): LegId {
  if (!Number.isInteger(n) || n < 0 || n > 0xffff) throw new RangeError(`leg number ${n}`)
  const ulid = callId.slice('call_'.length)
  // In parts that fit into 31 bits each: big integers took longer than all else about an offer.
  const time = bitsOf(ulid, 0, 5) * 2 ** 25 + bitsOf(ulid, 5, 10)
  const [a, b, c, d] = [
    bitsOf(ulid, 10, 14),
    bitsOf(ulid, 14, 18),
    bitsOf(ulid, 18, 22),
    bitsOf(ulid, 22, 26),
  ]
  const middle = ((a & 0xff) << 16) | (b >> 4)
  const mixed = (((b & 0xf) << 18) | (c >> 2)) ^ (((c & 0x3) << 20) | d)
  const first = hex(time % 2 ** 48, 12)
  const last = hex(2 ** 47 + middle * 2 ** 22 + mixed, 12)
  const uuid = `${first.slice(0, 8)}-${first.slice(8)}-8${hex(a >> 8, 3)}-${last.slice(0, 4)}-${last.slice(4)}${hex(n, 4)}`
  return uuid as LegId
}

/** Which of the call's legs it is; undefined for a leg that we didn't originate for this call. */
export function legNumberOf(callId: CallId, legId: LegId): number | undefined {
  const n = Number.parseInt(legId.slice(-4), 16)
  return n >= 0 && legIdOf(callId, n) === legId ? n : undefined
}

/** The number that these places of a ULID stand for, five bits each. */
function bitsOf(ulid: string, from: number, to: number): number {
  let bits = 0
  for (let at = from; at < to; at += 1) bits = bits * 32 + CROCKFORD.indexOf(ulid.charAt(at))
  return bits
}

function hex(value: number, places: number): string {
  return value.toString(16).padStart(places, '0')
}
