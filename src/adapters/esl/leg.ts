/** What a channel event, or a dump of a channel, says about a leg. The variables are our own, and the dialplan's. */
import {
  type CallId,
  type LegId,
  type NodeId,
  parseAgentId,
  parseCallId,
  parseLegId,
} from '../../domain/ids.ts'
import type { RawArrival, RawLegSnapshot } from '../../runtime/switch.ts'
import type { EslEvent } from './event.ts'

export type LegRole = NonNullable<RawLegSnapshot['role']>

export function legIdIn(event: EslEvent, header = 'Unique-ID'): LegId | undefined {
  const parsed = parseLegId(event.get(header) ?? '')
  return parsed.ok ? parsed.id : undefined
}

/** The call that we have marked this leg with. */
export function callIdIn(event: EslEvent): CallId | undefined {
  const parsed = parseCallId(event.get('variable_cti_call_id') ?? '')
  return parsed.ok ? parsed.id : undefined
}

export function roleIn(event: EslEvent): LegRole | undefined {
  const role = event.get('variable_cti_role')
  return role === 'caller' || role === 'agent' || role === 'party' ? role : undefined
}

/** A leg that we originated: an agent's phone, or the party that an agent calls. */
export function isOurs(event: EslEvent): boolean {
  const role = roleIn(event)
  return role === 'agent' || role === 'party'
}

/** The switch's fallback group has this caller. */
export function isInFallback(event: EslEvent): boolean {
  return event.get('variable_cti_fallback') === 'true'
}

export function isAnswered(event: EslEvent): boolean {
  return event.get('Answer-State') === 'answered'
}

/** Undefined for legs that came up from our side: only a caller arrives. */
export function arrivalIn(event: EslEvent, nodeId: NodeId): RawArrival | undefined {
  const legId = legIdIn(event)
  // Of the legs that came up from our side, only a caller's who was called back.
  const isCallers = event.get('Call-Direction') === 'inbound' || roleIn(event) === 'caller'
  if (legId === undefined || !isCallers || isOurs(event)) return undefined
  return {
    legId,
    nodeId,
    callingNumber: event.get('Caller-Caller-ID-Number') ?? '',
    callerName: unescaped(event.get('Caller-Caller-ID-Name') ?? ''),
    calledNumber: calledNumber(event),
    answered: isAnswered(event),
  }
}

/** FreeSWITCH takes a quoted display name as it stands, with the backslashes of RFC 3261's quoted-pairs (sofia.c). */
function unescaped(name: string): string {
  return name.replace(/\\(["\\])/g, '$1')
}

/** After a bridge the profile's destination is our own extension; the dialplan keeps what was dialled. */
function calledNumber(event: EslEvent): string {
  const kept = event.get('variable_cti_arrived_number')
  if (kept !== undefined && kept !== '') return kept
  const destination = event.get('Caller-Destination-Number') ?? ''
  return destination.startsWith('cti_') ? (event.get('variable_sip_req_user') ?? '') : destination
}

/**
 * Whether a dumped leg of ours is still in the hands of its `originate`: it runs nothing yet, and once it does, that
 * is `park` for as long as nobody bridges it.
 */
export function isComingUp(dump: EslEvent): boolean {
  const runs = dump.get('variable_current_application') ?? ''
  return isOurs(dump) && runs === '' && legIdIn(dump, 'variable_bridge_to') === undefined
}

/**
 * Before these a channel runs nothing. A restarted FreeSWITCH has a leg there until it has bridged it again, which it
 * does by itself, with the leg that `signal_bond` names (switch_core_state_machine.c).
 */
const NOT_YET_BRIDGED: ReadonlySet<string> = new Set(['CS_INIT', 'CS_RESET', 'CS_HIBERNATE'])

function bridgedTo(dump: EslEvent): LegId | undefined {
  const bridged = legIdIn(dump, 'variable_bridge_to')
  if (bridged !== undefined || !NOT_YET_BRIDGED.has(dump.get('Channel-State') ?? '')) return bridged
  return legIdIn(dump, 'variable_signal_bond')
}

/** A leg of `uuid_dump`. */
export function snapshotOf(dump: EslEvent, nodeId: NodeId): RawLegSnapshot | undefined {
  const legId = legIdIn(dump)
  if (legId === undefined) return undefined
  const bridgedWith = bridgedTo(dump)
  const waiting = dump.get('variable_cti_waiting') === 'true'
  const fallback = isInFallback(dump)
  const parked = waiting || dump.get('variable_current_application') === 'park'
  const agent = parseAgentId(dump.get('variable_cti_agent_id') ?? '')
  return {
    legId,
    callId: callIdIn(dump),
    role: roleIn(dump),
    ...(agent.ok ? { agentId: agent.id } : {}),
    answered: isAnswered(dump),
    bridgedTo: bridgedWith,
    waiting,
    fallback,
    arrival: fallback || (parked && bridgedWith === undefined) ? arrivalIn(dump, nodeId) : undefined,
  }
}
