/**
 * Inbound event sockets get no keep-alive from FreeSWITCH, and a host that vanished answers no FIN. So when nothing
 * has come for a while, the cheapest api there is goes out; without an answer in time the connection is given up.
 */

import type { EslConnection } from './connection.ts'
import { encodeApi } from './encode.ts'

export interface HeartbeatOptions {
  /** Silence after which the switch is asked. */
  readonly everyMs: number
  /** How long it may take to answer. */
  readonly timeoutMs: number
}

/** Watches until the returned function is called. A missed heartbeat drops the connection. */
export function watch(connection: EslConnection, options: HeartbeatOptions): () => void {
  let bytesBefore = connection.bytesRead
  let asking = false
  const question = encodeApi('global_getvar core_uuid')
  if (question.type === 'invalid') throw new Error(question.reason)

  const timer = setInterval(() => {
    const heard = connection.bytesRead !== bytesBefore
    bytesBefore = connection.bytesRead
    if (heard || asking) return
    asking = true
    connection.send(question, options.timeoutMs, (result) => {
      asking = false
      if (result.type !== 'timedOut') return
      connection.drop({ reason: 'heartbeatMissed', detail: `no answer within ${options.timeoutMs} ms` })
    })
  }, options.everyMs)
  return () => clearInterval(timer)
}
