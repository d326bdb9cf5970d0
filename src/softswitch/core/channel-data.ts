import type { Cause } from './causes.ts'
import type { SwitchEvent } from './events/event.ts'
import type { EventName } from './events/names.ts'
import { addProfile, type CallerProfile, type Direction } from './profile.ts'
import { type CallState, isDown, type State, stateNumber } from './states.ts'
import type { Variables } from './variables.ts'

/** What of a channel goes into its events. */
export interface ChannelView {
  readonly uuid: string
  readonly name: string
  readonly direction: Direction
  readonly state: State
  readonly runningState: State
  readonly callState: CallState
  readonly hangupCause: Cause | undefined
  readonly profile: CallerProfile
  readonly originator: CallerProfile | undefined
  readonly originatee: CallerProfile | undefined
  readonly lastProfile: 'originator' | 'originatee' | undefined
  readonly codecKnown: boolean
  readonly codec: string
  readonly variables: Variables
  has(flag: 'ANSWERED' | 'EARLY_MEDIA' | 'DIALPLAN'): boolean
  get(name: string): string | undefined
}

/** The events that carry the channel's variables (switch_channel_event_set_extended_data). */
const WITH_VARIABLES: ReadonlySet<EventName> = new Set<EventName>([
  'CHANNEL_CREATE',
  'CHANNEL_ORIGINATE',
  'CHANNEL_UUID',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_UNPARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DATA',
  'CHANNEL_EXECUTE',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_DESTROY',
  'RECORD_START',
  'RECORD_STOP',
  'PLAYBACK_START',
  'PLAYBACK_STOP',
  'CALL_UPDATE',
  'CHANNEL_HOLD',
  'CHANNEL_UNHOLD',
  'CUSTOM',
])

/** switch_channel_event_set_data: basic data, profiles, then (for most events) each variable as `variable_NAME`. */
export function addChannelData(event: SwitchEvent, channel: ChannelView): void {
  addBasicData(event, channel)
  if (!WITH_VARIABLES.has(event.name)) return
  for (const { name, value } of channel.variables.all()) event.add(`variable_${name}`, value)
}

function addBasicData(event: SwitchEvent, c: ChannelView): void {
  const inbound = c.direction === 'inbound'
  event
    .add('Channel-State', c.runningState)
    .add('Channel-Call-State', c.callState)
    .add('Channel-State-Number', String(stateNumber(c.state)))
    .add('Channel-Name', c.name)
    .add('Unique-ID', c.uuid)
    .add('Call-Direction', c.direction)
    .add('Presence-Call-Direction', c.direction)
    .add('Channel-HIT-Dialplan', inbound || c.has('DIALPLAN') ? 'true' : 'false')
    .add('Channel-Presence-ID', c.get('presence_id'))
    .add('Channel-Call-UUID', c.get('call_uuid') ?? c.uuid)
    .add('Answer-State', answerState(c))
    .add('Hangup-Cause', c.hangupCause)
  if (c.codecKnown) {
    for (const way of ['Read', 'Write']) {
      event
        .add(`Channel-${way}-Codec-Name`, c.codec)
        .add(`Channel-${way}-Codec-Rate`, '8000')
        .add(`Channel-${way}-Codec-Bit-Rate`, '64000')
    }
  }
  addProfile(event, 'Caller', c.profile)
  if (c.originator && c.lastProfile === 'originator') {
    event.add('Other-Type', 'originator')
    addProfile(event, 'Other-Leg', c.originator)
  } else if (c.originatee && c.lastProfile === 'originatee') {
    event.add('Other-Type', 'originatee')
    addProfile(event, 'Other-Leg', c.originatee)
  }
}

function answerState(c: ChannelView): string {
  if (isDown(c.state)) return 'hangup'
  if (c.has('ANSWERED')) return 'answered'
  return c.has('EARLY_MEDIA') ? 'early' : 'ringing'
}
