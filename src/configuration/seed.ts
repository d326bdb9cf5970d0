/** Queues and agents that a new site begins with. Later they live in the journal; the file is read once. */
import { z } from 'zod'
import { parseAgentId, parsePlanId, parseQueueId } from '../domain/ids.ts'
import type { PriorityClass } from '../domain/ivr/flow.ts'
import type { PlanDefinition } from '../domain/plan/definition.ts'
import type { AgentDefinition, QueueDefinition } from '../domain/site/inputs.ts'
import { type Checked, type Fault, inOrder, type Path, pathText } from '../lib/fault.ts'
import { hint } from '../lib/near-miss.ts'
import { readYaml, type YamlSource } from '../lib/yaml-source.ts'
import { validate } from '../lib/yaml-validate.ts'
import { agentMatching, queueMatching, said as saidOf } from '../lib/zod-matching.ts'
import { id, music } from '../lib/zod-parts.ts'
import { changesOnly, planChanges } from '../runtime/plan-schema.ts'
import {
  callback,
  duty,
  emergencyAlarmMs,
  overflowRules,
  regainMs,
  waitingOf,
} from '../runtime/queue-waiting-schema.ts'

export interface SeedQueue extends QueueDefinition {
  /** For flow steps that lead here and don't say otherwise. */
  readonly priority: PriorityClass
  readonly musicStream: string
}

/** With numbers as they are written; what is kept are their hashes. */
export interface SeedPlan extends Omit<PlanDefinition, 'testNumbers'> {
  readonly testNumbers?: readonly string[]
}

export interface Seed {
  readonly queues: readonly SeedQueue[]
  readonly agents: readonly AgentDefinition[]
  readonly plans: readonly SeedPlan[]
}

/** For queues that don't say: the configuration's `routing`. */
export interface SeedDefaults {
  readonly ringMs: number
  readonly wrapUpMs: number
}

const personName = z.string().trim().min(1).max(60)
const queueId = id(parseQueueId)
const duration = z.number().int().min(0).max(3_600_000).default(0)
const seedSchema = z.strictObject({
  queues: z
    .array(
      z.strictObject({
        queueId,
        names: z.strictObject({ zh: personName, en: personName }),
        ringMs: z.number().int().min(1000).max(120_000).optional(),
        wrapUpMs: z.number().int().min(0).max(3_600_000).optional(),
        wrapUp: z
          .strictObject({ required: z.boolean().default(false), extendMs: duration, mostMs: duration })
          .optional(),
        record: z.boolean().optional(),
        priority: z.enum(['emergency', 'routine']).default('routine'),
        musicStream: music.default('local_stream://moh'),
        rejectPauseMs: z.number().int().min(1000).max(3_600_000).optional(),
        overflow: overflowRules.optional(),
        regainMs: regainMs.optional(),
        ...queueMatching,
        callback: callback.optional(),
        duty: duty.optional(),
        emergencyAlarmMs: emergencyAlarmMs.optional(),
      }),
    )
    .max(1000),
  agents: z
    .array(
      z.strictObject({
        agentId: id(parseAgentId),
        name: personName,
        // A number would lose its leading zeros.
        extension: z.string('an extension in quotes: "1001"').regex(/^[0-9]{2,8}$/, 'an extension: "1001"'),
        queueIds: z.array(queueId).max(100),
        ...agentMatching,
        autoAnswer: z.boolean().optional(),
      }),
    )
    .max(10_000),
  plans: z
    .array(
      z.strictObject({
        planId: id(parsePlanId),
        names: z.strictObject({ zh: personName, en: personName }),
        ...planChanges,
        testNumbers: z
          .array(z.string('a number in quotes').regex(/^\+?[0-9]{3,20}$/, 'a telephone number in quotes'))
          .max(100)
          .optional(),
      }),
    )
    .max(200)
    .default([]),
})

/** Faults name file, line and column; all are reported at once. */
export function loadSeed(file: string, defaults: SeedDefaults): Checked<Seed> {
  const read = readYaml(file)
  if (!read.ok) return read
  const source = read.value
  const shape = validate(source.value, seedSchema, source)
  const faults = [...(shape.ok ? [] : shape.faults), ...crossFaults(source)]
  if (!shape.ok || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  const { queues, agents, plans } = shape.value
  return {
    ok: true,
    value: {
      queues: queues.map(({ overflow, regainMs, callback, duty, emergencyAlarmMs, ...queue }) => {
        const { ringMs = defaults.ringMs, wrapUpMs = defaults.wrapUpMs, ...most } = queue
        const { wrapUp, record, rejectPauseMs, ...rest } = most
        const terms = wrapUp === undefined ? {} : { wrapUp }
        const pause = rejectPauseMs === undefined ? {} : { rejectPauseMs }
        const said = { ...terms, ...pause, ...(record === undefined ? {} : { record }) }
        const waits = waitingOf({ overflow, regainMs, callback, duty, emergencyAlarmMs })
        return { ...saidOf(rest), ringMs, wrapUpMs, ...said, ...waits }
      }),
      agents: agents.map(({ autoAnswer, ...rest }) => ({
        ...saidOf(rest),
        ...(autoAnswer === true ? { autoAnswer } : {}),
      })),
      plans: plans.map(({ planId, names, testNumbers, ...changes }) => ({
        planId,
        names,
        ...changesOnly(changes),
        ...(testNumbers && { testNumbers }),
      })),
    },
  }
}

/** Looks at the file as written, so that wrong types don't hide wrong references. */
function crossFaults(source: YamlSource): Fault[] {
  const faults: Fault[] = []
  const fault = (path: Path, message: string) =>
    faults.push({ place: source.placeOf(path), path: pathText(path), message })
  const queues = entries(source.value, 'queues')
  const agents = entries(source.value, 'agents')
  const unique = (list: string, rows: readonly Row[], key: string) => {
    const seen = new Set<unknown>()
    rows.forEach((row, index) => {
      const value = row[key]
      if (typeof value !== 'string') return
      if (seen.has(value))
        fault([list, index, key], `${JSON.stringify(value.slice(0, 60))} stands above already`)
      seen.add(value)
    })
  }
  unique('queues', queues, 'queueId')
  unique('agents', agents, 'agentId')
  unique('agents', agents, 'extension')
  unique('plans', entries(source.value, 'plans'), 'planId')
  const known = queues.map((queue) => queue['queueId']).filter((one) => typeof one === 'string')
  agents.forEach((agent, index) => {
    const served = Array.isArray(agent['queueIds']) ? (agent['queueIds'] as unknown[]) : []
    served.forEach((one, at) => {
      const path = ['agents', index, 'queueIds', at]
      if (typeof one !== 'string') return
      const text = JSON.stringify(one.slice(0, 60))
      if (!known.includes(one)) fault(path, `there is no queue ${text}${hint(one, known)}`)
      else if (served.indexOf(one) < at) fault(path, `${text} stands here twice`)
    })
  })
  return faults
}

type Row = Readonly<Record<string, unknown>>

function entries(value: unknown, key: string): readonly Row[] {
  const list = typeof value === 'object' && value !== null ? (value as Row)[key] : undefined
  if (!Array.isArray(list)) return []
  return list.map((one) => (typeof one === 'object' && one !== null ? (one as Row) : {}))
}
