/** What goes to and fro between the controller and the switch nodes. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Command } from '../../domain/site/commands.ts'

export interface SwitchMeter {
  connected(nodeId: string, connected: boolean): void
  /** Of a node on another machine: whether the last attempt has shown that the way there is sound. */
  tunnel(nodeId: string, up: boolean): void
  /** An event by its FreeSWITCH name; undefined for one that means nothing to us and is dropped. */
  event(name: string | undefined): void
  command(type: Command['type'], fate: 'sent' | 'fenced'): void
  /** A command that the switch refused, or whose answer never came; both words come from closed lists. */
  commandFailed(command: string, reason: string): void
  /** The round trip of a beat in milliseconds; null: it wasn't answered in time. */
  beat(nodeId: string, ms: number | null): void
}

/** Event names that the adapter may subscribe to (switch_types.h); any other counts as `other`. */
const EVENTS = new Set(
  `BACKGROUND_JOB CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_CREATE CHANNEL_DESTROY CHANNEL_EXECUTE
  CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_HOLD CHANNEL_ORIGINATE CHANNEL_PARK
  CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_STATE CHANNEL_UNBRIDGE CHANNEL_UNHOLD CHANNEL_UNPARK
  CHANNEL_UUID CODEC CUSTOM DTMF HEARTBEAT PLAYBACK_START PLAYBACK_STOP RECORD_START RECORD_STOP SHUTDOWN`.split(
    /\s+/,
  ),
)

/** Beyond every bucket. */
const UNANSWERED_S = 10

export function createSwitchMeter(registry: Registry): SwitchMeter {
  const registers = [registry]
  const connected = new Gauge({
    name: 'cti_switch_connected',
    help: '1 while the node is connected and its snapshot has been taken',
    labelNames: ['node'],
    registers,
  })
  const tunnels = new Gauge({
    name: 'cti_tunnel_up',
    help: '1 while the tunnel to the node does its part, whatever is with the switch behind it',
    labelNames: ['node'],
    registers,
  })
  const events = new Counter({
    name: 'cti_switch_events_total',
    help: 'Events that became inputs',
    labelNames: ['name'],
    registers,
  })
  const unmapped = new Counter({
    name: 'cti_switch_events_unmapped_total',
    help: 'Events that mean nothing to us and were dropped',
    registers,
  })
  const commands = new Counter({
    name: 'cti_switch_commands_total',
    help: 'Commands by what became of them; fenced: held back because the site was no longer ours',
    labelNames: ['command', 'fate'],
    registers,
  })
  const failed = new Counter({
    name: 'cti_switch_commands_failed_total',
    help: 'Commands that the switch refused, or whose answer never came',
    labelNames: ['command', 'reason'],
    registers,
  })
  const beats = new Histogram({
    name: 'cti_switch_command_seconds',
    help: 'How long a node took to answer the beat of each second; unanswered ones in the last bucket',
    labelNames: ['node'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
    registers,
  })
  return {
    connected: (node, is) => connected.set({ node }, is ? 1 : 0),
    tunnel: (node, up) => tunnels.set({ node }, up ? 1 : 0),
    event(name) {
      if (name === undefined) unmapped.inc()
      else events.inc({ name: EVENTS.has(name) ? name : 'other' })
    },
    command: (command, fate) => commands.inc({ command, fate }),
    commandFailed: (command, reason) => failed.inc({ command, reason }),
    beat: (node, ms) => beats.observe({ node }, ms === null ? UNANSWERED_S : ms / 1_000),
  }
}
