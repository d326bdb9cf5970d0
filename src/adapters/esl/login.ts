/**
 * From an open socket to a stream of events:
 *
 *     auth/request ──▶ auth ──▶ which switch is it (core_uuid) ──▶ filter … ──▶ event plain … ──▶ in
 */

import { FILTERS } from './application-uuid.ts'
import type { EslConnection } from './connection.ts'
import { type Encoded, encodeApi, encodeAuth, encodeFilter, encodeSubscribe } from './encode.ts'
import type { Loss } from './loss.ts'
import type { CommandResult } from './results.ts'

export interface LoginOptions {
  readonly password: string
  readonly events: readonly string[]
  /** Of CUSTOM events. */
  readonly subclasses: readonly string[]
  /** For all of it, the TCP connection included. */
  readonly timeoutMs: number
}

export interface Login {
  /** The switch has asked for the password. */
  onAuthRequest(): void
  /** Stops the clock, once the connection is lost. */
  abandon(): void
}

/**
 * Logs in as soon as the switch asks. `done` is called synchronously with the last reply, so that no event comes
 * between; when the switch refuses, or takes too long, the connection is dropped and `done` never called.
 *
 * @param done gets the switch's Core-UUID, undefined when it wouldn't tell
 */
export function login(
  connection: EslConnection,
  options: LoginOptions,
  done: (coreUuid: string | undefined) => void,
): Login {
  let asked = false
  const deadline = setTimeout(() => {
    const step = asked ? 'the log-in had no end' : 'the switch asked for no password'
    connection.drop({ reason: 'loginTimedOut', detail: `${step} within ${options.timeoutMs} ms` })
  }, options.timeoutMs)

  /** Sends one step; a refusal drops the connection with `reason`. */
  const step = (encoded: Encoded, reason: Loss['reason'], next: (result: CommandResult) => void) => {
    if (encoded.type === 'invalid') return connection.drop({ reason, detail: encoded.reason })
    connection.send(encoded, options.timeoutMs, (result) => {
      if (result.type === 'ok') next(result)
      else if (result.type === 'refused') connection.drop({ reason, detail: refusal[reason] ?? 'refused' })
    })
  }
  const filtered = (next: () => void, nth = 0) => {
    const filter = FILTERS[nth]
    if (!filter) return next()
    const encoded = encodeFilter(filter.header, filter.value)
    step(encoded, 'subscriptionRefused', () => filtered(next, nth + 1))
  }
  const subscribe = (coreUuid: string | undefined) => {
    step(encodeSubscribe(options.events, options.subclasses), 'subscriptionRefused', () => {
      clearTimeout(deadline)
      done(coreUuid)
    })
  }
  const identify = () => {
    const question = encodeApi('global_getvar core_uuid')
    if (question.type === 'invalid') return
    connection.send(question, options.timeoutMs, (result) => {
      // A user without the right to ask may still have the right to listen.
      if (result.type === 'ok') filtered(() => subscribe(result.body.trim() || undefined))
      else if (result.type === 'refused') filtered(() => subscribe(undefined))
    })
  }

  return {
    onAuthRequest: () => {
      if (asked) return connection.drop({ reason: 'corruptStream', detail: 'asked for the password twice' })
      asked = true
      step(encodeAuth(options.password), 'loginRefused', identify)
    },
    abandon: () => clearTimeout(deadline),
  }
}

const refusal: Partial<Record<Loss['reason'], string>> = {
  loginRefused: 'the switch refuses the password',
  subscriptionRefused: 'the switch refuses the subscription to events',
}
