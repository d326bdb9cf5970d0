import { nowMs } from '../switch-time.ts'
import { bridge } from './bridge.ts'
import { type Channel, waitAny } from './channel.ts'
import type { Core } from './core.ts'
import { stopBroadcast } from './execute.ts'
import { hangUp } from './hangup.ts'
import { cloneProfile } from './profile.ts'
import { isDown } from './states.ts'
import { isTrue } from './text.ts'
import { parkSession, stepProfile, transferAfterBridge } from './transfer.ts'

const HANDLERS = 'uuid_bridge'
/** FreeSWITCH gives the other leg 1000 turns of 20 ms to come along. */
const COME_ALONG_MS = 20_000

/**
 * switch_ivr_uuid_bridge: sets states only and answers at once; the bridge happens when both legs have followed
 * (HIBERNATE, RESET, SOFT_EXECUTE). False when a leg is missing or down, or neither has audio.
 */
export function uuidBridge(core: Core, aUuid: string, bUuid: string): boolean {
  let a = core.channels.get(aUuid)
  let b = core.channels.get(bUuid)
  if (a === undefined || b === undefined || !b.up || !a.up || a === b) return false
  if (a.direction === 'outbound') a.raise('DIALPLAN')
  if (!a.mediaUp) {
    if (!b.mediaUp) return false
    ;[a, b] = [b, a]
  }
  if (b.direction === 'outbound') b.clear('DIALPLAN')
  for (const one of [a, b]) {
    one.set('signal_bridge_to', undefined)
    one.set('bridge_to', undefined)
    one.raise('REDIRECT')
  }
  a.set('uuid_bridge', b.uuid)
  tie(a, b)
  tie(b, a)
  tradeProfiles(a, b)
  for (const one of [a, b]) {
    stopBroadcast(one)
    one.raise('TRANSFER')
    one.clear('ORIGINATING', 'BRIDGE_ORIGINATOR', 'UUID_BRIDGE_ORIGINATOR')
    noteSource(one, one === a ? b : a)
    one.removeHandlers()
    addHandlers(core, one)
  }
  // Not before the next state: the bridge this leg may be leaving clears the flag as it ends.
  a.raiseInNextState('UUID_BRIDGE_ORIGINATOR')
  for (const one of [a, b]) {
    // A leg that is in HIBERNATE already must change state to notice.
    one.setState(one.state === 'CS_HIBERNATE' ? 'CS_CONSUME_MEDIA' : 'CS_HIBERNATE')
  }
  return true
}

function addHandlers(core: Core, channel: Channel): void {
  const toReset = async (): Promise<'stop'> => {
    channel.setState('CS_RESET')
    return 'stop'
  }
  channel.handlers.push({
    name: HANDLERS,
    hibernate: toReset,
    consumeMedia: toReset,
    reset: async () => {
      channel.clear('ORIGINATING')
      if (channel.has('UUID_BRIDGE_ORIGINATOR')) channel.setState('CS_SOFT_EXECUTE')
      return 'go on'
    },
    softExecute: async () => {
      channel.removeHandlers(HANDLERS)
      if (!channel.has('UUID_BRIDGE_ORIGINATOR')) return 'go on'
      await softExecute(core, channel)
      channel.lower('UUID_BRIDGE_ORIGINATOR')
      return 'stop'
    },
  })
}

/** switch_ivr_bridge.c `uuid_bridge_on_soft_execute`. */
async function softExecute(core: Core, channel: Channel): Promise<void> {
  const other = core.channels.get(channel.get('uuid_bridge') ?? '')
  channel.set('uuid_bridge', undefined)
  if (other === undefined) {
    const where = channel.get('transfer_after_bridge')
    if (isTrue(channel.get('park_after_bridge'))) parkSession(channel)
    else if (where !== undefined) transferAfterBridge(core, channel, where)
    else hangUp(core, channel, 'DESTINATION_OUT_OF_ORDER')
    return
  }
  other.holds++
  if (await comeAlong(core, channel, other)) await join(core, channel, other)
  other.holds--
  other.poke()
}

/** Waits for the other leg to reach SOFT_EXECUTE. False: it went somewhere else. */
async function comeAlong(core: Core, channel: Channel, other: Channel): Promise<boolean> {
  const until = nowMs() + COME_ALONG_MS
  for (;;) {
    if (!other.up || !channel.up) return true
    if (other.state === other.runningState) {
      if (other.runningState === 'CS_RESET') other.setState('CS_SOFT_EXECUTE')
      else if (other.runningState === 'CS_SOFT_EXECUTE') return !other.has('UUID_BRIDGE_ORIGINATOR')
    }
    if (nowMs() >= until) {
      hangUp(core, channel, 'DESTINATION_OUT_OF_ORDER')
      hangUp(core, other, 'DESTINATION_OUT_OF_ORDER')
    }
    await waitAny([channel, other], until - nowMs())
  }
}

async function join(core: Core, channel: Channel, other: Channel): Promise<void> {
  while (channel.readyHere && other.ready && !other.mediaUp) await waitAny([channel, other])
  const readyA = channel.readyHere
  const readyB = other.ready
  if (!readyA || !readyB) {
    if (!readyA) hangUp(core, other, 'DESTINATION_OUT_OF_ORDER')
    if (!readyB) hangUp(core, channel, 'DESTINATION_OUT_OF_ORDER')
    return
  }
  announce(channel, other)
  announce(other, channel)
  await bridge(core, channel, other)
  const elsewhere = channel.has('TRANSFER') || channel.has('REDIRECT')
  const moved = isDown(channel.state) || channel.state === 'CS_ROUTING' || channel.state === 'CS_PARK'
  if (!elsewhere && !moved) channel.setState('CS_EXECUTE')
}

/** These two change the row in `show channels`; no application runs. */
function announce(channel: Channel, other: Channel): void {
  channel.application = { app: 'uuid_bridge', data: other.uuid }
  channel.fire('CHANNEL_EXECUTE', (event) => {
    event.add('Application', 'uuid_bridge').add('Application-Data', other.uuid)
  })
}

function tie(one: Channel, other: Channel): void {
  one.set('bridge_channel', other.name)
  one.set('bridge_uuid', other.uuid)
  one.set('signal_bond', other.uuid)
  one.set('original_destination_number', one.profile.destinationNumber)
  one.set('original_caller_id_name', one.profile.callerIdName)
  one.set('original_caller_id_number', one.profile.callerIdNumber)
}

function tradeProfiles(a: Channel, b: Channel): void {
  stepProfile(b)
  stepProfile(a)
  b.originator = cloneProfile(a.profile)
  b.lastProfile = 'originator'
  a.originatee = cloneProfile(b.profile)
  a.lastProfile = 'originatee'
  a.profile.calleeIdName = b.profile.calleeIdName
  a.profile.calleeIdNumber = b.profile.calleeIdNumber
  b.profile.callerIdName = a.profile.callerIdName
  b.profile.callerIdNumber = a.profile.callerIdNumber
}

function noteSource(one: Channel, other: Channel): void {
  one.profile.transferSource = `${Math.floor(nowMs() / 1000)}:${one.uuid}:uuid_br:${other.uuid}`
  one.variables.push('transfer_history', one.profile.transferSource)
  one.set('transfer_source', one.profile.transferSource)
}
