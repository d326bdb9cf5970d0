/** The switch nodes of the configuration, as the owner of the site drives them. */
import type { EslObserver } from '../adapters/esl/observer.ts'
import { createEslSwitch } from '../adapters/esl/switch.ts'
import type { SiteMetrics } from '../adapters/metrics/site-metrics.ts'
import { playableFile } from '../adapters/prompts/playable-file.ts'
import type { Config } from '../config.ts'
import { tunnelOf } from '../configuration/tunnel-files.ts'
import type { Log } from '../lib/log.ts'
import type { Clock } from '../runtime/ports.ts'
import type { SwitchPort } from '../runtime/switch.ts'
import type { Tunnels } from './tunnels.ts'

export interface SwitchesOptions {
  readonly config: Config
  /** By node. */
  readonly secret: (name: string) => string
  readonly tunnels: Tunnels
  readonly metrics: SiteMetrics
  readonly clock: Clock
  readonly log: Log
  /** A switch has been connected. */
  readonly onConnected: () => void
}

/** Makes the ports of all nodes, unconnected. They send nothing while `mayCommand` says no. */
export function makeSwitches(options: SwitchesOptions, mayCommand: () => boolean): SwitchPort[] {
  const { config, secret, tunnels, metrics, clock, log, onConnected } = options
  tunnels.afresh()
  return config.switches.map(({ tunnel: named, ...node }) => {
    const tunnel = tunnelOf({ host: node.host, tunnel: named })
    return createEslSwitch({
      ...node,
      ...(tunnel && { tunnel, onTunnel: (state) => tunnels.seen(node.nodeId, state) }),
      password: secret(node.nodeId),
      promptFile: (prompt) => playableFile(config.prompts.directory, prompt),
      clock,
      metrics: eslObserver(metrics, onConnected),
      log,
      mayCommand,
    })
  })
}

/** The event socket's figures, in the words of the metrics. */
function eslObserver({ switches }: SiteMetrics, onConnected: () => void): EslObserver {
  return {
    event: (_nodeId, name, fate) => switches.event(fate === 'translated' ? name : undefined),
    connected: (nodeId, connected) => {
      switches.connected(nodeId, connected)
      if (connected) onConnected()
    },
    commandFailed: (_nodeId, command, reason) => switches.commandFailed(command, reason),
  }
}
