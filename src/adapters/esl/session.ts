/** All that lives and dies with one connection: its log-in, jobs, applications, heartbeat and pokes. */
import { type ConnectionOptions, type EslConnection, openConnection } from './connection.ts'
import {
  type Encoded,
  type ExecuteModifiers,
  encodeApi,
  encodeBgapi,
  encodeExecute,
  encodeExit,
  encodeHangUp,
} from './encode.ts'
import type { EslEvent, WireEvent } from './event.ts'
import { createExecutes } from './executes.ts'
import { type HeartbeatOptions, watch } from './heartbeat.ts'
import { createJobs } from './jobs.ts'
import { type LegKey, legKeyIn } from './leg-key.ts'
import { type LoginOptions, login } from './login.ts'
import type { Loss } from './loss.ts'
import { createPoke, type PokeOptions } from './poke.ts'
import type { CommandResult, ExecuteResult } from './results.ts'

export interface SessionOptions extends ConnectionOptions, LoginOptions {
  readonly maxJobs: number
  readonly maxExecutes: number
  readonly heartbeat: HeartbeatOptions
  readonly poke: Omit<PokeOptions, 'write'>
  /** Wraps every callback, so that a fault of its owner ends neither the stream nor the process. */
  readonly guard: <Args extends unknown[]>(callback: (...args: Args) => void) => (...args: Args) => void
}

export interface SessionHandlers {
  /** At most once: the tunnel on the way does its part. */
  onThrough(): void
  /** Logged in and subscribed; synchronously before the first event. */
  onUp(coreUuid: string | undefined): void
  onEvent(event: EslEvent): void
  /** A key that was asked for while music played; its event follows. */
  onKey(pressed: LegKey): void
  /** Once, after everything awaited has been answered. */
  onLost(loss: Loss): void
}

export interface ExecuteOptions extends ExecuteModifiers {
  /** Ours, unused so far: the completing event brings it back. */
  readonly token: string
  readonly timeoutMs: number
  /** Headers of the completing event to hand out with the result, withheld ones too. */
  readonly values?: readonly string[]
}

/**
 * What can be asked of a switch. Every `done` is called exactly once, after the call has returned, synchronously
 * when the answer is read, so answers and events keep the order of the stream.
 */
export interface Commands {
  api(command: string, options: { readonly timeoutMs: number }, done: (result: CommandResult) => void): void
  /** As `api`, in a thread of its own. `timeoutMs` is for the whole job. */
  bgapi(command: string, options: { readonly timeoutMs: number }, done: (result: CommandResult) => void): void
  /** Runs an application on a channel, behind those sent before. `timeoutMs` is for its completion. */
  execute(
    uuid: string,
    application: string,
    argument: string,
    options: ExecuteOptions,
    done: (result: ExecuteResult) => void,
  ): void
  /** Hangs up from the channel's own thread, behind the applications sent before. */
  sendmsgHangup(
    uuid: string,
    cause: string,
    options: { readonly timeoutMs: number },
    done: (result: CommandResult) => void,
  ): void
  /** Has events delivered at once until the returned function is called, or `forMs` have passed. */
  expectEvent(forMs?: number): () => void
}

export interface Session extends Commands {
  /** Says goodbye, then closes; `onLost` follows within `timeoutMs`. */
  close(timeoutMs: number): void
  /** Closes at once, as lost. */
  drop(loss: Loss): void
}

/** Events that the session itself lives on. */
const OWN_EVENTS = [
  'BACKGROUND_JOB',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DESTROY',
  'HEARTBEAT',
]

/** The switch takes a command at once or not at all; only its effect may take long. */
const ACCEPT_MS = 5000

/** Connects at once. */
export function openSession(options: SessionOptions, handlers: SessionHandlers): Session {
  const { guard } = options
  const jobs = createJobs({ max: options.maxJobs, counters: options.counters })
  const executes = createExecutes({ max: options.maxExecutes })
  const onEvent = guard(handlers.onEvent)
  const onKey = guard(handlers.onKey)
  let stopWatching: () => void = () => {}

  const takeEvent = (event: WireEvent) => {
    const pressed = legKeyIn(event)
    if (pressed !== undefined) onKey(pressed)
    switch (event.name) {
      case 'BACKGROUND_JOB':
        // Its body and arguments may hold numbers; only whoever sent the command gets them.
        return jobs.finish(event)
      case 'CHANNEL_EXECUTE_COMPLETE':
        executes.complete(event)
        break
      case 'CHANNEL_HANGUP_COMPLETE':
      case 'CHANNEL_DESTROY':
        executes.channelGone(event.get('Unique-ID') ?? '')
        break
    }
    onEvent(event)
  }

  const connection: EslConnection = openConnection(options, {
    onAuthRequest: () => loggingIn.onAuthRequest(),
    onEvent: takeEvent,
    onThrough: handlers.onThrough,
    onLost: (loss) => {
      loggingIn.abandon()
      stopWatching()
      poke.close()
      jobs.lost()
      executes.lost()
      handlers.onLost(loss)
    },
  })
  const poke = createPoke({ ...options.poke, write: connection.poke })
  const wanted = { ...options, events: [...new Set([...OWN_EVENTS, ...options.events])] }
  const loggingIn = login(connection, wanted, (coreUuid) => {
    stopWatching = watch(connection, options.heartbeat)
    handlers.onUp(coreUuid)
  })

  const send = (encoded: Encoded, timeoutMs: number, done: (result: CommandResult) => void) => {
    if (encoded.type === 'invalid') return queueMicrotask(() => done(encoded))
    connection.send(encoded, timeoutMs, done)
  }

  return {
    api: (command, { timeoutMs }, done) => send(encodeApi(command), timeoutMs, guard(done)),
    bgapi: (command, { timeoutMs }, done) => {
      const finished = guard(done)
      const jobUuid = jobs.begin(timeoutMs, finished)
      if (jobUuid === undefined) return queueMicrotask(() => finished({ type: 'overloaded' }))
      send(encodeBgapi(command, jobUuid), Math.min(timeoutMs, ACCEPT_MS), (accepted) => {
        if (accepted.type !== 'ok') jobs.fail(jobUuid, accepted)
      })
    },
    execute: (uuid, application, argument, options, done) => {
      const { token, timeoutMs, values = [] } = options
      const finished = guard(done)
      const encoded = encodeExecute(uuid, application, argument, token, options)
      if (encoded.type === 'invalid') return queueMicrotask(() => finished(encoded))
      const refusal = executes.begin({ uuid, token, timeoutMs, values, done: finished })
      if (refusal === 'tooMany') return queueMicrotask(() => finished({ type: 'overloaded' }))
      if (refusal === 'tokenInUse') {
        return queueMicrotask(() => finished({ type: 'invalid', reason: 'the token is in use' }))
      }
      send(encoded, Math.min(timeoutMs, ACCEPT_MS), (accepted) => {
        if (accepted.type !== 'ok') executes.fail(token, accepted)
      })
    },
    sendmsgHangup: (uuid, cause, { timeoutMs }, done) =>
      send(encodeHangUp(uuid, cause), timeoutMs, guard(done)),
    expectEvent: poke.expect,
    drop: connection.drop,
    close: (timeoutMs) => {
      const closed = () => connection.drop({ reason: 'closedByUs', detail: 'closed' })
      connection.send(encodeExit(), timeoutMs, closed)
    },
  }
}
