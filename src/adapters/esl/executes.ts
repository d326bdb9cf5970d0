/**
 * Applications that run on channels: sendmsg execute, ended by CHANNEL_EXECUTE_COMPLETE. The Event-UUID sent along
 * comes back there as Application-UUID (switch_ivr.c sets `app_uuid`, switch_core_session.c reports it).
 *
 * An application may never end by itself: its channel may go (CHANNEL_HANGUP_COMPLETE, CHANNEL_DESTROY), or the
 * switch may flush it from the channel's queue and say nothing. So each has a deadline, too.
 */
import { tokenIn } from './application-uuid.ts'
import type { WireEvent } from './event.ts'
import type { ExecuteResult } from './results.ts'

export interface Execution {
  readonly uuid: string
  readonly token: string
  readonly timeoutMs: number
  /** Headers of the completing event that the result shall hold, collected digits among them. */
  readonly values: readonly string[]
  readonly done: (result: ExecuteResult) => void
}

export interface Executes {
  readonly size: number
  /** A reason when it can't be begun. */
  begin(execution: Execution): 'tooMany' | 'tokenInUse' | undefined
  /** Ends an execution that the switch didn't take. */
  fail(token: string, result: ExecuteResult): void
  /** Takes a CHANNEL_EXECUTE_COMPLETE; those of the dialplan's own applications mean nothing here. */
  complete(event: WireEvent): void
  /** Takes the end of a channel. */
  channelGone(uuid: string): void
  lost(): void
}

export function createExecutes(options: { readonly max: number }): Executes {
  const running = new Map<string, Execution & { readonly timer: NodeJS.Timeout }>()
  const byChannel = new Map<string, Set<string>>()

  const forget = (token: string) => {
    const execution = running.get(token)
    if (execution === undefined) return undefined
    running.delete(token)
    clearTimeout(execution.timer)
    const tokens = byChannel.get(execution.uuid)
    tokens?.delete(token)
    if (tokens?.size === 0) byChannel.delete(execution.uuid)
    return execution
  }
  const end = (token: string, result: ExecuteResult) => forget(token)?.done(result)

  return {
    get size() {
      return running.size
    },
    begin: (execution) => {
      const { token, uuid } = execution
      if (running.size >= options.max) return 'tooMany'
      if (running.has(token)) return 'tokenInUse'
      const timer = setTimeout(() => end(token, { type: 'timedOut' }), execution.timeoutMs)
      running.set(token, { ...execution, timer })
      const tokens = byChannel.get(uuid)
      if (tokens === undefined) byChannel.set(uuid, new Set([token]))
      else tokens.add(token)
      return undefined
    },
    fail: (token, result) => {
      end(token, result)
    },
    complete: (event) => {
      const token = tokenIn(event)
      const execution = token === undefined ? undefined : forget(token)
      execution?.done({
        type: 'completed',
        response: event.get('Application-Response') ?? '',
        values: valuesOf(event, execution.values),
      })
    },
    channelGone: (uuid) => {
      for (const token of [...(byChannel.get(uuid) ?? [])]) end(token, { type: 'channelGone' })
    },
    lost: () => {
      for (const token of [...running.keys()]) end(token, { type: 'connectionLost', sent: true })
    },
  }
}

function valuesOf(event: WireEvent, names: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const name of names) {
    const value = event.unredacted(name)
    if (value !== undefined) values.set(name, value)
  }
  return values
}
