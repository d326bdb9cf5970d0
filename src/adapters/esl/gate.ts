/** A switch that takes orders only from who may give them. */

import type { CommandResult, ExecuteResult } from './results.ts'
import type { Commands } from './session.ts'

/** Nothing has left this process, as when there is no connection. */
const SHUT = { type: 'connectionLost', sent: false } as const satisfies CommandResult & ExecuteResult

/**
 * The same switch, which asks `mayCommand` before each command. Orders of the core have been asked about already; what
 * an event makes us send is sent past them: a process that was stopped for longer than its lease finds such events
 * waiting in its socket when it wakes, and the legs that they are about have gone elsewhere.
 */
export function gated(client: Commands, mayCommand: () => boolean): Commands {
  return {
    api: (command, options, done) =>
      mayCommand() ? client.api(command, options, done) : queueMicrotask(() => done(SHUT)),
    bgapi: (command, options, done) =>
      mayCommand() ? client.bgapi(command, options, done) : queueMicrotask(() => done(SHUT)),
    execute: (uuid, application, argument, options, done) =>
      mayCommand()
        ? client.execute(uuid, application, argument, options, done)
        : queueMicrotask(() => done(SHUT)),
    sendmsgHangup: (uuid, cause, options, done) =>
      mayCommand() ? client.sendmsgHangup(uuid, cause, options, done) : queueMicrotask(() => done(SHUT)),
    expectEvent: (forMs) => client.expectEvent(forMs),
  }
}
