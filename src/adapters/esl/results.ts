/** What becomes of a command. All of these are expected; none is thrown. */
import type { InvalidCommand } from './encode.ts'

/** The switch said no: `-ERR …` or `-USAGE …`, as it came, without the final newline. */
export interface Refused {
  readonly type: 'refused'
  readonly text: string
}

/** No answer within the deadline. The switch may have acted on it all the same. */
export interface TimedOut {
  readonly type: 'timedOut'
}

/**
 * The connection was not there, or went away before the answer. `sent: false` means that nothing has left this
 * process; otherwise the outcome is unknown, and sending it again may do it twice.
 */
export interface ConnectionLost {
  readonly type: 'connectionLost'
  readonly sent: boolean
}

/** Too many commands wait for answers already; nothing was sent. */
export interface Overloaded {
  readonly type: 'overloaded'
}

export type Failed = Refused | TimedOut | ConnectionLost | Overloaded | InvalidCommand

export type CommandResult = { readonly type: 'ok'; readonly body: string } | Failed

/**
 * What becomes of an application run on a channel. `completed` says that it ended, not that it did what was wanted:
 * `response` is FreeSWITCH's Application-Response (`FILE PLAYED`, `FILE NOT FOUND`, `_none_`, …); `values` holds the
 * headers that were asked for, withheld ones too.
 */
export type ExecuteResult =
  | {
      readonly type: 'completed'
      readonly response: string
      readonly values: ReadonlyMap<string, string>
    }
  /** The channel ended first. */
  | { readonly type: 'channelGone' }
  | Failed

/** Reads an answer's text: refusals begin with `-ERR` or `-USAGE` (mod_commands.c). */
export function resultOfText(text: string): CommandResult {
  return text.startsWith('-ERR') || text.startsWith('-USAGE')
    ? { type: 'refused', text: text.trimEnd() }
    : { type: 'ok', body: text }
}
