import { micros } from './events/dates.ts'
import type { SwitchEvent } from './events/event.ts'

export type Direction = 'inbound' | 'outbound'

/** When things happened, in milliseconds since 1970; 0: not yet. Shared by the profiles of one channel. */
export interface Times {
  profileCreated: number
  created: number
  answered: number
  progress: number
  progressMedia: number
  hungup: number
  transferred: number
  bridged: number
  lastHold: number
  holdAccum: number
}

/** Who calls whom (switch_caller_profile_t). Empty text: not known. */
export interface CallerProfile {
  direction: Direction
  logicalDirection: Direction
  username: string
  dialplan: string
  callerIdName: string
  callerIdNumber: string
  origCallerIdName: string
  origCallerIdNumber: string
  calleeIdName: string
  calleeIdNumber: string
  networkAddr: string
  ani: string
  destinationNumber: string
  uuid: string
  source: string
  transferSource: string
  context: string
  rdnis: string
  channelName: string
  index: number
  times: Times
}

export function newTimes(now: number): Times {
  return {
    profileCreated: now,
    created: now,
    answered: 0,
    progress: 0,
    progressMedia: 0,
    hungup: 0,
    transferred: 0,
    bridged: 0,
    lastHold: 0,
    holdAccum: 0,
  }
}

/** switch_caller_profile_clone: a copy that no longer follows the original, times included. */
export function cloneProfile(profile: CallerProfile): CallerProfile {
  return { ...profile, times: { ...profile.times } }
}

/** switch_caller_profile_event_set_data, header by header. */
export function addProfile(event: SwitchEvent, prefix: string, p: CallerProfile): void {
  const add = (name: string, value: string | number): void => void event.add(`${prefix}-${name}`, value)
  add('Direction', p.direction)
  add('Logical-Direction', p.logicalDirection)
  add('Username', p.username)
  add('Dialplan', p.dialplan)
  add('Caller-ID-Name', p.callerIdName)
  add('Caller-ID-Number', p.callerIdNumber)
  add('Orig-Caller-ID-Name', p.origCallerIdName)
  add('Orig-Caller-ID-Number', p.origCallerIdNumber)
  add('Callee-ID-Name', p.calleeIdName)
  add('Callee-ID-Number', p.calleeIdNumber)
  add('Network-Addr', p.networkAddr)
  add('ANI', p.ani)
  add('Destination-Number', p.destinationNumber)
  add('Unique-ID', p.uuid)
  add('Source', p.source)
  add('Transfer-Source', p.transferSource)
  add('Context', p.context)
  add('RDNIS', p.rdnis)
  add('Channel-Name', p.channelName)
  add('Profile-Index', String(p.index))
  const t = p.times
  add('Profile-Created-Time', micros(t.profileCreated))
  add('Channel-Created-Time', micros(t.created))
  add('Channel-Answered-Time', micros(t.answered))
  add('Channel-Progress-Time', micros(t.progress))
  add('Channel-Progress-Media-Time', micros(t.progressMedia))
  add('Channel-Hangup-Time', micros(t.hungup))
  add('Channel-Transfer-Time', micros(t.transferred))
  add('Channel-Resurrect-Time', 0)
  add('Channel-Bridged-Time', micros(t.bridged))
  add('Channel-Last-Hold', micros(t.lastHold))
  add('Channel-Hold-Accum', micros(t.holdAccum))
  add('Screen-Bit', 'true')
  add('Privacy-Hide-Name', 'false')
  add('Privacy-Hide-Number', 'false')
}

/** switch_caller_get_field_by_name: what `${destination_number}` and its like read. */
export function profileField(p: CallerProfile, name: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'dialplan':
      return p.dialplan
    case 'username':
      return p.username
    case 'caller_id_name':
      return p.callerIdName
    case 'caller_id_number':
      return p.callerIdNumber
    case 'callee_id_name':
      return p.calleeIdName
    case 'callee_id_number':
      return p.calleeIdNumber
    case 'ani':
      return p.ani
    case 'destination_number':
      return p.destinationNumber
    case 'uuid':
      return p.uuid
    case 'source':
      return p.source
    case 'transfer_source':
      return p.transferSource
    case 'context':
      return p.context
    case 'rdnis':
      return p.rdnis
    case 'chan_name':
      return p.channelName
    case 'network_addr':
      return p.networkAddr
    default:
      return undefined
  }
}
