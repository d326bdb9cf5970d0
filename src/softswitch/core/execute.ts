import { randomUUID } from 'node:crypto'
import { nowMs } from '../switch-time.ts'
import { parseCause } from './causes.ts'
import type { Channel, PrivateCommand } from './channel.ts'
import type { AppDefinition, Core } from './core.ts'
import { expand } from './expand.ts'
import { hangUp } from './hangup.ts'
import { preAnswer } from './marks.ts'
import { isTrue, toInt } from './text.ts'

/** SWITCH_MAX_STACKS: commands inside commands inside commands. */
const MAX_DEPTH = 16
const MEDIA_WAIT_MS = 2000
const depths = new WeakMap<Channel, number>()

export type Executed = 'done' | 'ignored' | 'failed'

/**
 * switch_core_session_execute_application: an unknown application ends the call; one that needs audio brings it up
 * first; a channel that has hung up runs only what may run on it.
 */
export async function executeApplication(
  core: Core,
  channel: Channel,
  name: string,
  data: string | undefined,
): Promise<Executed> {
  const definition = core.apps.get(name.toLowerCase())
  if (!channel.up) {
    if (definition?.afterHangup !== true) return 'ignored'
  } else if (definition === undefined) {
    core.log.warn({ uuid: channel.uuid, app: name }, 'invalid application')
    hangUp(core, channel, 'DESTINATION_OUT_OF_ORDER')
    return 'failed'
  } else if (definition.needsMedia && !channel.mediaUp && !(await bringUpMedia(core, channel))) {
    core.log.warn({ uuid: channel.uuid, app: name }, 'application needs audio on a channel that has none')
    return 'failed'
  }
  if (definition !== undefined) await exec(core, channel, name.toLowerCase(), definition, data)
  return 'done'
}

async function bringUpMedia(core: Core, channel: Channel): Promise<boolean> {
  if (channel.direction === 'inbound') return preAnswer(core, channel)
  const until = nowMs() + MEDIA_WAIT_MS
  while (!channel.mediaUp && channel.up && nowMs() < until) await channel.wait(until - nowMs())
  return channel.mediaUp
}

/** switch_core_session_exec: CHANNEL_EXECUTE, the application, CHANNEL_EXECUTE_COMPLETE. */
async function exec(
  core: Core,
  channel: Channel,
  name: string,
  definition: AppDefinition,
  data: string | undefined,
): Promise<void> {
  const appUuid = channel.get('app_uuid') ?? randomUUID()
  const appUuidName = channel.get('app_uuid_name')
  channel.set('app_uuid', undefined)
  channel.set('app_uuid_name', undefined)
  const expanded = data === undefined ? undefined : await expand(core, channel, data)
  channel.set('current_application', name)
  channel.set('current_application_data', expanded)
  channel.set('current_application_response', undefined)
  channel.application = { app: name, data: expanded ?? '' }
  channel.fire('CHANNEL_EXECUTE', (event) => {
    event
      .add('Application', name)
      .add('Application-Data', expanded)
      .add('Application-UUID', appUuid)
      .add('Application-UUID-Name', appUuidName)
  })
  channel.breakLevel = 0
  channel.set('current_application', name)
  try {
    await definition.run(core, channel, expanded ?? '')
  } catch (error) {
    core.log.error({ uuid: channel.uuid, app: name, err: error }, 'application failed')
  }
  channel.fire('CHANNEL_EXECUTE_COMPLETE', (event) => {
    event
      .add('Application', name)
      .add('Application-Data', expanded)
      .add('Application-Response', channel.get('current_application_response') ?? '_none_')
      .add('Application-UUID', appUuid)
      .add('Application-UUID-Name', appUuidName)
  })
}

/** True when a queued `sendmsg` may run now: an `event-lock` keeps the next one waiting. */
export function hasCommand(channel: Channel): boolean {
  return channel.privateCommands.length > 0 && !channel.has('EVENT_LOCK')
}

/** switch_ivr_parse_all_events: runs what is queued, inside whatever runs already. */
export async function parseAllCommands(core: Core, channel: Channel): Promise<void> {
  const depth = depths.get(channel) ?? 0
  if (depth > MAX_DEPTH) {
    core.log.warn({ uuid: channel.uuid, depth }, 'too many stacked commands')
    return
  }
  depths.set(channel, depth + 1)
  while (hasCommand(channel)) {
    const command = channel.privateCommands.shift()
    if (command === undefined) break
    const goOn = await parseCommand(core, channel, command)
    channel.fire(command.event ?? 'PRIVATE_COMMAND', undefined, (event) => {
      for (const [name, value] of command.headers) event.add(name, value)
    })
    if (!goOn) break
  }
  depths.set(channel, depth)
}

/** switch_ivr_parse_event. False: stop parsing (the channel was told to break). */
async function parseCommand(core: Core, channel: Channel, command: PrivateCommand): Promise<boolean> {
  const header = (name: string): string | undefined => command.headers.get(name)
  const what = header('call-command')
  if (!what) return false
  const locks = isTrue(header('event-lock'))
  if (locks) channel.raise('EVENT_LOCK')
  if (what === 'execute') await executeCommand(core, channel, command)
  else if (what === 'hangup') {
    const name = header('hangup-cause')
    hangUp(core, channel, name === undefined ? 'NORMAL_CLEARING' : parseCause(name))
  }
  if (locks) channel.clear('EVENT_LOCK')
  return channel.breakLevel === 0
}

async function executeCommand(core: Core, channel: Channel, command: PrivateCommand): Promise<void> {
  const app = command.headers.get('execute-app-name')
  if (!app) return
  let data = command.headers.get('execute-app-arg')
  if (!data && command.headers.get('content-type')?.toLowerCase() === 'text/plain') data = command.body
  const loopText = command.headers.get('loops')
  const loops = loopText === undefined ? 1 : toInt(loopText)
  channel.clear('STOP_BROADCAST')
  // Inside a broadcast that runs already, the outer one keeps the flag.
  const outer = channel.has('BROADCAST')
  channel.raise('BROADCAST')
  for (let x = 0; x < loops || loops < 0; x++) {
    const began = nowMs()
    const appUuid = command.headers.get('event-uuid')
    if (appUuid) channel.set('app_uuid', appUuid)
    const appUuidName = command.headers.get('event-uuid-name')
    if (appUuidName) channel.set('app_uuid_name', appUuidName)
    channel.set('current_loop', x + 1)
    channel.set('total_loops', loops)
    if ((await executeApplication(core, channel, app, data)) !== 'done') break
    // FreeSWITCH ends a loop whose turn took under half a second: it would spin.
    if (!channel.readyHere || channel.has('STOP_BROADCAST') || nowMs() - began < 500) break
  }
  channel.set('current_loop', undefined)
  channel.set('total_loops', undefined)
  if (!outer) channel.clear('BROADCAST')
  if (channel.has('STOP_BROADCAST')) {
    channel.clear('BROADCAST')
    channel.breakLevel = 1
  }
}

/** switch_channel_stop_broadcast. */
export function stopBroadcast(channel: Channel): void {
  if (!channel.has('BROADCAST')) return
  channel.breakLevel = 1
  channel.raise('STOP_BROADCAST')
}
