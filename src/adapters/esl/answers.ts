/** Whether an event socket is to be had from here, through its tunnel if there is one: it asks for the password. */
import { withDeadline } from '../../lib/deadline.ts'
import { deferred } from '../../lib/deferred.ts'
import { openConnection } from './connection.ts'
import { createCounters } from './counters.ts'
import { createTunnel, type TunnelOptions } from './tunnel/tunnel.ts'

export interface AnswersOptions {
  readonly nodeId: string
  readonly host: string
  readonly port: number
  readonly tunnel?: TunnelOptions | undefined
  /** For all of it, milliseconds. */
  readonly timeoutMs: number
}

/** Connects, says nothing, and lets go. The password isn't tried. */
export async function answers(options: AnswersOptions): Promise<boolean> {
  const { nodeId, host, port, tunnel, timeoutMs } = options
  const { promise, resolve } = deferred<boolean>()
  const connection = openConnection(
    {
      host,
      port,
      counters: createCounters(),
      maxReplies: 1,
      replyGraceMs: timeoutMs,
      tunnel:
        tunnel &&
        createTunnel(tunnel, nodeId, { connectTimeoutMs: timeoutMs, handshakeTimeoutMs: timeoutMs }),
    },
    {
      onAuthRequest: () => resolve(true),
      onEvent: () => undefined,
      onThrough: () => undefined,
      onLost: () => resolve(false),
    },
  )
  const waited = await withDeadline(promise, { timeoutMs })
  connection.drop({ reason: 'closedByUs', detail: 'it was only asked whether it is there' })
  return waited.type === 'value' && waited.value
}
