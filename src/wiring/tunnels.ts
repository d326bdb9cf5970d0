/**
 * What is told of the tunnels to switches on other machines: the metric at once, the alarm when an attempt after the
 * first has failed too (a far end that restarts is no alarm), until the site's owner has taken it.
 */

import type { TunnelState } from '../adapters/esl/tunnel/tunnel.ts'
import type { Config } from '../config.ts'
import type { NodeId } from '../domain/ids.ts'
import type { Alarm } from '../domain/site/alarms.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import { pause } from '../lib/pause.ts'

export interface TunnelsOptions {
  readonly metric: (nodeId: NodeId, up: boolean) => void
  /** Raises the alarm, or clears it without a detail; false when nobody took it: it is said again. */
  readonly alarm: (nodeId: NodeId, detail: string | undefined) => Promise<boolean>
  readonly retryMs?: number
}

export interface Tunnels {
  /** An attempt to connect has shown how the tunnel is. */
  seen(nodeId: NodeId, state: TunnelState): void
  /** The site has been taken (again): what its owner knows is as another one left it, so that all is told anew. */
  afresh(): void
  /** Tells nothing more; resolves when nothing is under way. */
  close(): Promise<void>
}

const RETRY_MS = 1_000
const DOWN_AFTER = 2

interface Told {
  failures: number
  /** What is to be told, if the owner hasn't taken it yet: the alarm's detail, undefined for none. */
  due: { readonly detail: string | undefined } | undefined
  /** What the owner took last, from this process. */
  taken: { readonly detail: string | undefined } | undefined
  telling: Promise<void> | undefined
}

export function createTunnels({ metric, alarm, retryMs = RETRY_MS }: TunnelsOptions): Tunnels {
  const closing = new AbortController()
  const tunnels = new Map<NodeId, Told>()

  const tell = async (nodeId: NodeId, own: Told) => {
    while (own.due !== undefined && !closing.signal.aborted) {
      const { due } = own
      if (await alarm(nodeId, due.detail)) {
        own.taken = due
        if (own.due === due) own.due = undefined
      } else {
        await pause(retryMs, closing.signal)
      }
    }
    own.telling = undefined
  }

  return {
    seen(nodeId, state) {
      metric(nodeId, state.up)
      const own = tunnels.get(nodeId) ?? {
        failures: 0,
        due: undefined,
        taken: undefined,
        telling: undefined,
      }
      tunnels.set(nodeId, own)
      own.failures = state.up ? 0 : own.failures + 1
      if (!state.up && own.failures < DOWN_AFTER) return
      const detail = state.up ? undefined : state.detail
      const last = own.due ?? own.taken
      if (last !== undefined && last.detail === detail) return
      own.due = { detail }
      own.telling ??= tell(nodeId, own)
    },
    afresh() {
      for (const own of tunnels.values()) own.taken = undefined
    },
    async close() {
      closing.abort()
      await Promise.all([...tunnels.values()].map(({ telling }) => telling))
    },
  }
}

/** Clears the alarms of tunnels that the configuration has ceased to name: nothing else would. */
export function endedTunnels(
  alarms: Iterable<Alarm>,
  switches: Config['switches'],
  at: number,
): Extract<ApiInput, { type: 'clearAlarm' }>[] {
  const named = new Set<string>(switches.flatMap(({ nodeId, tunnel }) => (tunnel === null ? [] : [nodeId])))
  return [...alarms]
    .filter(({ alarm, nodeId }) => alarm === 'tunnelDown' && !named.has(nodeId ?? ''))
    .map(({ alarm, nodeId }) => ({ type: 'clearAlarm', at, alarm, nodeId }))
}
