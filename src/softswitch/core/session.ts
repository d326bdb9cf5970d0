import { nowMs } from '../switch-time.ts'
import type { Application, Channel, StateHandlers } from './channel.ts'
import type { Core } from './core.ts'
import { executeApplication, parseAllCommands } from './execute.ts'
import { hangUp, sendLegEnd } from './hangup.ts'
import { markCodec } from './marks.ts'
import { park } from './park.ts'
import { endRecordings } from './record.ts'
import { setRtpStats } from './rtp-stats.ts'
import { isDown, type State } from './states.ts'
import { setHangupCause, setTimestamps } from './timestamps.ts'

/** A leg that others still hold on to is destroyed all the same after this long. */
const MAX_HOLD_MS = 10_000

/**
 * A channel's life (switch_core_state_machine.c `switch_core_session_run`): enters each state as it is set, lets
 * the handlers of bridges and originates go first, then does what the state is for; sleeps when nothing is asked.
 */
export async function runSession(core: Core, channel: Channel): Promise<void> {
  if (channel.direction === 'inbound') {
    // The offer is read before anything else happens, so the codec is known from the first events on.
    channel.fire('CHANNEL_STATE')
    markCodec(channel)
  }
  channel.setState('CS_INIT')
  while (channel.state !== 'CS_DESTROY') {
    const state = channel.state
    if (state !== channel.runningState) {
      enter(channel, state)
      if (state === 'CS_HANGUP') {
        onHangup(channel)
        continue
      }
      if (state === 'CS_REPORTING') {
        onReporting(channel)
        continue
      }
      await runState(core, channel, state)
    }
    if (channel.state === channel.runningState && !isDown(channel.state)) {
      await parseAllCommands(core, channel)
      if (channel.state === channel.runningState) await channel.wait()
    }
  }
  await released(channel)
  channel.privateCommands.length = 0
  channel.fire('CHANNEL_DESTROY')
  enter(channel, 'CS_DESTROY')
}

/** switch_channel_set_running_state. */
function enter(channel: Channel, state: State): void {
  channel.enterState(state)
  if (channel.direction === 'inbound' && !isDown(state)) {
    if (state === 'CS_ROUTING') channel.setCallState('RINGING')
    else if (channel.has('ANSWERED')) channel.setCallState('ACTIVE')
    else if (channel.has('EARLY_MEDIA')) channel.setCallState('EARLY')
  }
  channel.fire('CHANNEL_STATE')
  channel.clear('TRANSFER', 'REDIRECT')
}

async function runState(core: Core, channel: Channel, state: State): Promise<void> {
  switch (state) {
    case 'CS_INIT':
      channel.setState('CS_ROUTING')
      channel.fire('CHANNEL_CREATE')
      if (channel.direction === 'outbound') channel.fire('CHANNEL_ORIGINATE')
      return
    case 'CS_ROUTING':
      if (await handlersFirst(channel, 'routing')) onRouting(core, channel)
      return
    case 'CS_EXECUTE':
      channel.set('call_uuid', channel.uuid)
      return onExecute(core, channel)
    case 'CS_PARK':
      return park(core, channel)
    case 'CS_SOFT_EXECUTE':
      await handlersFirst(channel, 'softExecute')
      return
    case 'CS_EXCHANGE_MEDIA':
      await handlersFirst(channel, 'exchangeMedia')
      return
    case 'CS_CONSUME_MEDIA':
      await handlersFirst(channel, 'consumeMedia')
      return
    case 'CS_HIBERNATE':
      await handlersFirst(channel, 'hibernate')
      return
    case 'CS_RESET':
      if (await handlersFirst(channel, 'reset')) channel.set('call_uuid', channel.uuid)
      return
    case 'CS_NEW':
    case 'CS_HANGUP':
    case 'CS_REPORTING':
    case 'CS_DESTROY':
    case 'CS_NONE':
      return
  }
}

/** True when the state's own work is still to be done. */
async function handlersFirst(channel: Channel, hook: Exclude<keyof StateHandlers, 'name'>): Promise<boolean> {
  for (const handler of [...channel.handlers]) {
    const step = handler[hook]
    if (step !== undefined && (await step(channel)) === 'stop') return false
  }
  return true
}

function onRouting(core: Core, channel: Channel): void {
  channel.set('call_uuid', channel.uuid)
  const { context, dialplan, destinationNumber } = channel.profile
  const applications =
    dialplan === 'inline' ? inline(channel) : core.dialplan(core, channel, context, destinationNumber)
  if (applications !== undefined) {
    channel.extension = { applications, next: 0 }
    channel.setState('CS_EXECUTE')
    return
  }
  core.log.info({ uuid: channel.uuid, context }, 'no route, hanging up')
  hangUp(core, channel, 'NO_ROUTE_DESTINATION')
}

/** mod_dptools.c `inline_dialplan_hunt`: `APPLICATION:DATA,…` stands in place of a number. */
function inline({ profile }: Channel): Application[] {
  const applications = profile.destinationNumber.split(',').map((text) => {
    const [app = '', ...data] = text.split(':')
    return { app, data: data.join(':') }
  })
  profile.destinationNumber = profile.rdnis
  profile.rdnis = ''
  return applications
}

async function onExecute(core: Core, channel: Channel): Promise<void> {
  const extension = channel.extension
  if (extension === undefined) {
    hangUp(core, channel, 'NORMAL_CLEARING')
    return
  }
  while (channel.state === 'CS_EXECUTE' && channel.extension === extension) {
    const step = extension.applications[extension.next]
    if (step === undefined) break
    extension.next++
    if ((await executeApplication(core, channel, step.app, step.data)) === 'failed') return
  }
  // "has executed the last dialplan instruction, hanging up"
  if (channel.readyHere && channel.state === 'CS_EXECUTE') hangUp(core, channel, 'NORMAL_CLEARING')
}

/** switch_core_session_hangup_state. */
function onHangup(channel: Channel): void {
  channel.profile.times.hungup = nowMs()
  endRecordings(channel)
  setHangupCause(channel)
  setTimestamps(channel)
  channel.setCallState('HANGUP')
  channel.leg?.media.stopPlaying()
  sendLegEnd(channel)
  setRtpStats(channel)
  channel.setState('CS_REPORTING')
}

/** switch_core_session_reporting_state; `Hangup-Cause` is there twice, as FreeSWITCH sends it. */
function onReporting(channel: Channel): void {
  channel.reported = true
  channel.fire('CHANNEL_HANGUP_COMPLETE', undefined, (event) => {
    event.add('Hangup-Cause', channel.hangupCause)
  })
  channel.setState('CS_DESTROY')
}

/** A bridge or an originate that still looks at the channel goes first. */
async function released(channel: Channel): Promise<void> {
  const until = nowMs() + MAX_HOLD_MS
  while (channel.holds > 0 && nowMs() < until) await channel.wait(until - nowMs())
}
