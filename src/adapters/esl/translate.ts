/**
 * Channel events → inputs of the core.
 *
 * Legs that come up are reported only when they carry our mark: the core hangs up what it doesn't expect, and a
 * call between two phones of the house is none of its business. A caller whom the fallback group answers is not
 * reported either.
 */
import type { LegId, NodeId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'
import type { EslEvent } from './event.ts'
import { arrivalIn, callIdIn, isInFallback, isOurs, legIdIn } from './leg.ts'
import { legSoundIn } from './leg-sound.ts'
import { takeOfFile } from './take-file.ts'

/** The events to subscribe to. */
export const TRANSLATED_EVENTS = [
  'CHANNEL_CREATE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'RECORD_START',
  'RECORD_STOP',
  'CODEC',
] as const

/** The fallback's dialplan says that it has taken a caller (freeswitch-conf, dialplan/cti_fallback.xml). */
export const FALLBACK_EVENT = 'cti::fallback'

/**
 * @param at milliseconds on our own clock: deadlines are compared with it
 * @returns undefined for events that mean nothing to the core
 */
export function translate(event: EslEvent, nodeId: NodeId, at: number): RawSwitchInput | undefined {
  const legId = legIdIn(event)
  if (legId === undefined) return undefined
  const on = { nodeId, legId, at }
  switch (event.name) {
    case 'CHANNEL_CREATE': {
      const callId = callIdIn(event)
      return callId !== undefined && isOurs(event) ? { type: 'legCreated', ...on, callId } : undefined
    }
    case 'CHANNEL_PROGRESS':
      return isOurs(event) ? { type: 'legRinging', ...on } : undefined
    case 'CHANNEL_PROGRESS_MEDIA':
      return isOurs(event) ? { type: 'legHeard', ...on } : undefined
    case 'CHANNEL_ANSWER':
      return callIdIn(event) !== undefined && !isInFallback(event)
        ? { type: 'legAnswered', ...on }
        : undefined
    case 'CHANNEL_PARK': {
      const arrival = isInFallback(event) ? undefined : arrivalIn(event, nodeId)
      return arrival === undefined ? undefined : { type: 'legParked', nodeId, at, arrival }
    }
    case 'CHANNEL_BRIDGE':
      return bridged(event, nodeId, at)
    case 'CHANNEL_UNBRIDGE':
      return { type: 'legsUnbridged', ...on }
    case 'CHANNEL_HANGUP':
      return { type: 'legHungUp', ...on, cause: causeIn(event) }
    case 'CHANNEL_HANGUP_COMPLETE':
      return { type: 'legHungUp', ...on, cause: causeIn(event), ...legSoundIn(event) }
    case 'RECORD_START':
    case 'RECORD_STOP':
      return recorded(event, nodeId, legId, at)
    case 'CODEC':
      return { type: 'legCodecChanged', ...on }
    case 'CUSTOM':
      return event.get('Event-Subclass') === FALLBACK_EVENT ? { type: 'legFellBack', ...on } : undefined
    default:
      return undefined
  }
}

function causeIn(event: EslEvent): string {
  return event.get('Hangup-Cause') || 'NORMAL_UNSPECIFIED'
}

function recorded(event: EslEvent, nodeId: NodeId, legId: LegId, at: number): RawSwitchInput | undefined {
  const take = takeOfFile(event.get('Record-File-Path') ?? '')
  if (take === undefined) return undefined
  const on = { nodeId, legId, at, ...take }
  return event.name === 'RECORD_START'
    ? { type: 'recordingBegan', ...on }
    : { type: 'recordingStopped', ...on, cause: event.get('Record-Completion-Cause') ?? '' }
}

function bridged(event: EslEvent, nodeId: NodeId, at: number): RawSwitchInput | undefined {
  const legId = legIdIn(event, 'Bridge-A-Unique-ID')
  const withLegId = legIdIn(event, 'Bridge-B-Unique-ID')
  if (legId === undefined || withLegId === undefined) return undefined
  return { type: 'legsBridged', nodeId, legId, withLegId, at }
}
