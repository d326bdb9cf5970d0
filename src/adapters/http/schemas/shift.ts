/** An agent's shifts and states by day. */
import { z } from 'zod'
import type { ShiftDay, ShiftPhase, StateTotal, Stretch } from '../../../domain/acd/shift-log.ts'
import { moment } from './common.ts'
import { agentId } from './ids.ts'

const PHASES: Readonly<Record<ShiftPhase, true>> = {
  notReady: true,
  ready: true,
  reserved: true,
  busy: true,
  wrapUp: true,
}
const phase = z.enum(Object.keys(PHASES) as ShiftPhase[])
const reasonCode = z.string().nullable().meta({ description: 'Why not ready.' })

const state = z
  .strictObject({
    phase,
    reasonCode,
    by: z.string().nullable().meta({ description: 'The key of the supervisor whose doing it was.' }),
    callId: z.string().nullable(),
    since: moment,
    until: moment.nullable().meta({ description: 'Null: it goes on.' }),
  } satisfies Record<keyof Stretch, z.ZodType>)
  .meta({ id: 'AgentStretch', description: 'One state, as far as it lies within the day.' })

const total = z
  .strictObject({
    phase,
    reasonCode,
    times: z.int().meta({ description: 'How often it began on this day.' }),
    durationMs: z.int(),
  } satisfies Record<keyof StateTotal, z.ZodType>)
  .meta({ id: 'AgentStateTotal' })

const shift = z
  .strictObject({
    extension: z.string(),
    loggedOnAt: moment,
    loggedOffAt: moment.nullable().meta({ description: 'Null: the agent is logged on still.' }),
  })
  .meta({ id: 'AgentShift', description: 'From a log-on to its log-off, which may lie on other days.' })

/** 30 February is read as 2 March. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

export const date = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, 'a day: 2026-11-22')
  .refine((text) => isDay(text), 'a day that there is')

const day = z
  .strictObject({
    date: z.string().meta({ examples: ['2026-11-22'] }),
    loggedOnMs: z.int(),
    shifts: z.array(shift),
    totals: z.array(total).meta({ description: 'By phase and reason.' }),
    states: z.array(state),
  } satisfies Record<Exclude<keyof ShiftDay, 'day'> | 'date', z.ZodType>)
  .meta({ id: 'AgentDay', description: 'A day of China Standard Time (UTC+08:00).' })

export const shiftLog = z.strictObject({ agentId, days: z.array(day) }).meta({ id: 'ShiftLog' })
