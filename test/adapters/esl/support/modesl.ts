/** modesl as it comes, for tests and benchmarks that show what it does when nothing is mended. */

import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

export interface BareEvent {
  getHeader(name: string): string | null
  getBody(): string
}

export interface BareConnection {
  readonly socket: Socket | null
  on(event: string, listener: (event: BareEvent) => void): this
  once(event: string, listener: (event: BareEvent) => void): this
  listeners(event: string): readonly unknown[]
  connected(): boolean
  sendRecv(command: string, done: (reply: BareEvent) => void): void
  execute(application: string, argument: string, uuid: string, done: (event: BareEvent) => void): string
  events(format: string, names: readonly string[], done: (reply: BareEvent) => void): void
}

export interface BareModesl {
  readonly Connection: new (host: string, port: number, password: string) => BareConnection
  readonly Parser: new (
    socket: EventEmitter,
  ) => { on(event: 'esl::event', listener: (e: BareEvent) => void): void }
}

export const bareModesl = createRequire(import.meta.url)('modesl') as BareModesl
