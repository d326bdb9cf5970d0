/**
 * Replies carry no id: mod_event_socket works through the commands of a connection one by one, so the next reply
 * belongs to the oldest command. There is one queue for both kinds of reply, because an `api` that the switch doesn't
 * permit is answered by `command/reply` (parse_command, `-ERR permission denied`).
 *
 * A command whose deadline passes is told so and keeps its place, empty: its reply is still to come, and taking the
 * place away would hand that reply, and every later one, to the wrong command. A reply that stays away longer than
 * the grace period holds up everything behind it, so then the connection is given up.
 */
import type { Counters } from './counters.ts'
import type { EncodedCommand } from './encode.ts'
import { type CommandResult, resultOfText } from './results.ts'

export interface Reply {
  readonly kind: EncodedCommand['answeredBy']
  /** Reply-Text, or the body of an api/response. */
  readonly text: string
  /** Only in the reply to bgapi. */
  readonly jobUuid: string | undefined
}

export interface AwaitedReply {
  readonly command: EncodedCommand
  readonly timeoutMs: number
  /** Called once, synchronously when the reply is read. */
  readonly done: (result: CommandResult) => void
}

interface Place extends AwaitedReply {
  timer: NodeJS.Timeout
  answered: boolean
}

export interface RepliesOptions {
  /** Places, counting those kept for late replies. */
  readonly max: number
  readonly graceMs: number
  /** The oldest reply is later than its deadline and the grace period. */
  readonly onStuck: () => void
  readonly counters: Counters
}

export interface Replies {
  readonly size: number
  readonly full: boolean
  await(reply: AwaitedReply): void
  /** A reason when this can't be the reply that is due: the order is lost, and so must the connection be. */
  take(reply: Reply): string | undefined
  /** Answers everything that waits with `connectionLost`. */
  lost(): void
}

export function createReplies(options: RepliesOptions): Replies {
  const places: Place[] = []

  const end = (place: Place, result: CommandResult) => {
    clearTimeout(place.timer)
    if (place.answered) return
    place.answered = true
    place.done(result)
  }

  return {
    get size() {
      return places.length
    },
    get full() {
      return places.length >= options.max
    },
    await: (awaited) => {
      const expire = () => {
        place.timer = setTimeout(options.onStuck, options.graceMs)
        place.answered = true
        place.done({ type: 'timedOut' })
      }
      const place: Place = { ...awaited, answered: false, timer: setTimeout(expire, awaited.timeoutMs) }
      places.push(place)
    },
    take: (reply) => {
      const place = places.shift()
      if (place === undefined) return 'a reply that no command waits for'
      const mismatch = mismatchOf(place.command, reply)
      if (mismatch !== undefined) {
        // Back to its place: it ends with the connection, not with a reply that isn't its own.
        places.unshift(place)
        return mismatch
      }
      if (place.answered) options.counters.lateReplies++
      end(place, resultOfText(reply.text))
      return undefined
    },
    lost: () => {
      for (const place of places.splice(0)) end(place, { type: 'connectionLost', sent: true })
    },
  }
}

function mismatchOf(command: EncodedCommand, reply: Reply): string | undefined {
  const refused = reply.kind === 'command/reply' && reply.text.startsWith('-ERR')
  if (reply.kind !== command.answeredBy && !refused) {
    return `${reply.kind} where ${command.answeredBy} is due`
  }
  const jobUuid = command.headers['Job-UUID']
  if (reply.jobUuid !== jobUuid && !refused) return 'the reply names another job'
  return undefined
}
