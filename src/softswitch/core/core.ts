import type { Signalling, SourceFactory } from '../ports.ts'
import type { Application, Channel } from './channel.ts'
import type { EventBus } from './events/bus.ts'
import type { Scheduler } from './scheduler.ts'
import type { Variables } from './variables.ts'

/** A log of transitions: never digits, names or numbers. */
export interface CoreLog {
  debug(data: object, text: string): void
  info(data: object, text: string): void
  warn(data: object, text: string): void
  error(data: object, text: string): void
}

/** What a dialplan application does; ends when the application ends. */
export interface AppDefinition {
  /** False for applications that run without audio (FreeSWITCH's SAF_SUPPORT_NOMEDIA). */
  readonly needsMedia: boolean
  /** True when it may run on a channel that has hung up (SAF_ZOMBIE_EXEC). */
  readonly afterHangup?: boolean
  run(core: Core, channel: Channel, data: string): void | Promise<void>
}

/** An API command: arguments in, reply out. */
export type ApiCommand = (core: Core, args: string) => string | Promise<string>

/** Where a call goes: the applications of the extension that matches, or undefined for none. */
export type Dialplan = (
  core: Core,
  channel: Channel,
  context: string,
  destination: string,
) => readonly Application[] | undefined

export interface CoreSettings {
  readonly domain: string
  /** `HOST:PORT` of the SIP listener, for profile variables. */
  readonly sipAddress: string
  readonly extensions: readonly { readonly extension: string; readonly name: string }[]
  /** Peers for `sofia/gateway/NAME/NUMBER`, by name. */
  readonly gateways: Readonly<Record<string, { readonly host: string; readonly port: number }>>
  readonly maxChannels: number
  readonly defaultTimeoutSeconds: number
}

/** Everything the parts of the switch share. */
export interface Core {
  readonly uuid: string
  readonly startedAt: number
  readonly settings: CoreSettings
  readonly bus: EventBus
  readonly log: CoreLog
  readonly channels: Map<string, Channel>
  readonly globals: Variables
  readonly scheduler: Scheduler
  readonly signalling: Signalling
  readonly sources: SourceFactory
  readonly apps: ReadonlyMap<string, AppDefinition>
  readonly api: ReadonlyMap<string, ApiCommand>
  readonly dialplan: Dialplan
  sessionsTotal: number
  /** Puts a channel into the table and lets its state machine run. */
  launch(channel: Channel): void
  /** Asks the program to end. */
  requestShutdown(): void
}
