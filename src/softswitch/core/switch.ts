import { randomUUID } from 'node:crypto'
import type { Signalling, SourceFactory } from '../ports.ts'
import { nowMs } from '../switch-time.ts'
import { API_COMMANDS } from './api/registry.ts'
import { APPLICATIONS } from './apps/registry.ts'
import type { Channel } from './channel.ts'
import type { Core, CoreLog, CoreSettings, Dialplan } from './core.ts'
import { EventBus } from './events/bus.ts'
import { hangUp } from './hangup.ts'
import { startHeartbeat } from './heartbeat.ts'
import { acceptInbound } from './inbound.ts'
import { announceRegistrations } from './registrations.ts'
import { Scheduler } from './scheduler.ts'
import { runSession } from './session.ts'
import { Variables } from './variables.ts'
import { startWatchdog } from './watchdog.ts'

export interface SwitchOptions {
  readonly settings: CoreSettings
  readonly signalling: Signalling
  readonly sources: SourceFactory
  readonly dialplan: Dialplan
  readonly log: CoreLog
  readonly globals: Readonly<Record<string, string>>
  readonly heartbeatSeconds: number
  onShutdown(): void
}

const CLOSE_WAIT_MS = 2000

/** The half that behaves like FreeSWITCH: channels and what they do, behind its events and commands. */
export interface Switch {
  readonly core: Core
  /** Hangs up every call, waits until the channels are gone (2 s at most), stops every timer. */
  close(): Promise<void>
}

export function createSwitch(options: SwitchOptions): Switch {
  const bus = new EventBus(randomUUID())
  const { log } = options
  const globals = new Variables()
  for (const [name, value] of Object.entries(options.globals)) globals.set(name, value)
  globals.set('core_uuid', bus.coreUuid)
  const running = new Set<Promise<void>>()
  const core: Core = {
    uuid: bus.coreUuid,
    startedAt: nowMs(),
    settings: options.settings,
    bus,
    log,
    channels: new Map<string, Channel>(),
    globals,
    scheduler: new Scheduler(bus, (description, error) => {
      log.error({ task: description, err: error }, 'scheduled task failed')
    }),
    signalling: options.signalling,
    sources: options.sources,
    apps: APPLICATIONS,
    api: API_COMMANDS,
    dialplan: options.dialplan,
    sessionsTotal: 0,
    launch: (channel) => {
      core.channels.set(channel.uuid, channel)
      const run = runSession(core, channel)
        .catch((error: unknown) => {
          log.error({ uuid: channel.uuid, err: error }, 'channel failed')
          channel.leg?.hangUp({ sipStatus: 500, q850: 41, reasonText: 'NORMAL_TEMPORARY_FAILURE' })
        })
        .finally(() => {
          core.channels.delete(channel.uuid)
          // switch_core_session_perform_destroy: what was scheduled for a leg ends with it.
          core.scheduler.deleteGroup(channel.uuid)
          running.delete(run)
        })
      running.add(run)
    },
    requestShutdown: () => options.onShutdown(),
  }
  options.signalling.onInvite((leg) => acceptInbound(core, leg))
  options.signalling.onRegistration((event) => announceRegistrations(core, event))
  const stops = [startHeartbeat(core, options.heartbeatSeconds), startWatchdog(core)]
  return {
    core,
    close: async () => {
      for (const stop of stops) stop()
      for (const channel of [...core.channels.values()]) hangUp(core, channel, 'SYSTEM_SHUTDOWN')
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_WAIT_MS)
      })
      await Promise.race([Promise.all(running), late])
      clearTimeout(timer)
      core.scheduler.close()
    },
  }
}
