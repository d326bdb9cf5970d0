/** Switch nodes as operators see them. */
import { z } from 'zod'
import { NODE_HEALTH } from '../../../domain/site/node-health.ts'
import type { NodeView } from '../../../domain/site/view-nodes.ts'
import type { NodeHeartbeat, NodeReport } from '../../../runtime/node-report.ts'
import { moment, orNull } from './common.ts'
import { nodeId } from './ids.ts'

const amount = z.number().nullable()
const report = z
  .strictObject({
    at: moment,
    commandMs: amount.meta({ description: 'Round trip of the beat; null: it was not answered in time.' }),
    refusesCalls: z.boolean().nullable().meta({
      description: 'Whether the switch itself sends new calls away, as last looked at; null: not known yet.',
    }),
    sessions: amount.meta({ description: 'Legs on the switch, whosever they are.' }),
    maxSessions: amount.meta({ description: 'Legs that it allows.' }),
    sessionsPerSecond: amount.meta({ description: 'Legs that began in the last second.' }),
    idleCpuPercent: amount.meta({ description: 'Of the whole machine.' }),
    upMs: amount.meta({ description: 'Since the switch was started.' }),
    version: z.string().nullable(),
  } satisfies Record<
    Exclude<keyof NodeReport, 'nodeId' | 'heartbeat'> | Exclude<keyof NodeHeartbeat, 'at'>,
    z.ZodType
  >)
  .meta({ id: 'NodeReport' })

export const node = z
  .strictObject({
    nodeId,
    connected: z.boolean(),
    since: moment
      .nullable()
      .meta({ description: 'When it came into reach, or went out of it; null: it never was.' }),
    health: z
      .enum(NODE_HEALTH)
      .nullable()
      .meta({ description: '`slow`: over orders. `full`: few sessions are left. Null: it is out of reach.' }),
    draining: z.boolean().meta({ description: 'It is to take no new calls.' }),
    drainingSince: moment.nullable(),
    drainSuspended: z.boolean().meta({
      description: 'It takes calls although it is being drained: no other switch in reach does.',
    }),
    calls: z.int().meta({ description: 'Live calls of ours. A drained switch is empty at 0.' }),
    legs: z.int().meta({ description: 'Their legs.' }),
    coreUuid: z.string().nullable().meta({ description: 'Of the switch’s process, as last seen.' }),
    report: orNull(report).meta({
      description: 'What the switch said last; null while it is out of reach, and in its first second.',
    }),
  } satisfies Record<keyof NodeView | 'report', z.ZodType>)
  .meta({ id: 'Node' })
export const nodeList = z.strictObject({ items: z.array(node) }).meta({ id: 'Nodes' })
export const nodeAccepted = z.strictObject({ nodeId }).meta({ id: 'NodeAccepted' })
