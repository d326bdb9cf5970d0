/** A hospital's day as it is written down: `hospital.yaml` says what each setting means. */
import { z } from 'zod'
import { type Checked, inOrder } from '../../../src/lib/fault.ts'
import { readYaml } from '../../../src/lib/yaml-source.ts'
import { validate } from '../../../src/lib/yaml-validate.ts'

const share = z.number().positive().max(1_000_000)
const seconds = z.number().nonnegative().max(86_400)
const spread = z.strictObject({ median: z.number().positive().max(86_400), spread: z.number().min(0).max(3) })
const hour = z.number().int().min(0).max(48)

const department = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name of lower-case letters, digits and hyphens'),
  calls: share,
  queues: share,
  emergency: z.boolean().default(false),
  sharedWith: z.string().optional(),
  talkSeconds: spread,
  patienceSeconds: z.number().positive().max(86_400),
  wrapUpSeconds: seconds,
  ringSeconds: z.number().min(1).max(120),
  queuesOfAnAgent: z.number().int().min(1).max(50),
  menu: z.boolean(),
  maxWaitSeconds: z.number().positive().max(86_400),
})

const station = z.strictObject({
  queues: z.number().int().min(2).max(1_000),
  agents: z.number().int().min(1).max(1_000),
  /** In erlangs. */
  load: z.number().positive().max(10_000),
})

const settings = z.strictObject({
  calls: z.number().int().min(1).max(100_000_000),
  agents: z.number().int().min(1).max(100_000),
  queues: z.number().int().min(1).max(10_000),
  seed: z.number().int().min(0).max(4_294_967_295),
  hours: z.array(z.number().nonnegative()).length(24),
  departments: z.array(department).min(1).max(100),
  shifts: z
    .array(z.strictObject({ from: hour, to: hour, share }))
    .min(1)
    .max(24),
  agentsDo: z.strictObject({
    breakSeconds: seconds,
    answerSeconds: spread,
    missed: z.number().min(0).max(100),
    backAfterSeconds: seconds,
  }),
  serviceLevelSeconds: z.number().positive().max(3_600),
  reference: z
    .strictObject({
      fromHour: z.number().int().min(0).max(22),
      talkSeconds: z.number().positive().max(3_600),
      erlangC: station,
      erlangA: station.extend({ patienceSeconds: z.number().positive().max(86_400) }),
    })
    .optional(),
})

export type Settings = z.output<typeof settings>
export type Department = Settings['departments'][number]
export type Reference = NonNullable<Settings['reference']>

/** What the command line may say otherwise. */
export type Instead = Partial<Pick<Settings, 'calls' | 'agents' | 'queues' | 'seed'>> & {
  readonly noReference?: boolean
}

/** Faults name file, line and column; what doesn't fit together is named too. */
export function loadSettings(file: string, instead: Instead = {}): Checked<Settings> {
  const read = readYaml(file)
  if (!read.ok) return read
  const checked = validate(read.value.value, settings, read.value, 'no secrets')
  if (!checked.ok) return { ok: false, faults: inOrder(checked.faults) }
  const { noReference, ...others } = instead
  const { reference, ...rest } = { ...checked.value, ...others }
  const value: Settings = { ...rest, ...(reference && !noReference ? { reference } : {}) }
  const wrong = misfit(value)
  if (wrong === undefined) return { ok: true, value }
  return { ok: false, faults: [{ place: file, path: wrong.path, message: wrong.message }] }
}

function misfit(value: Settings): { readonly path: string; readonly message: string } | undefined {
  const { departments, shifts, hours, reference } = value
  const names = departments.map(({ name }) => name)
  const unknown = departments.find(
    ({ sharedWith }) => sharedWith !== undefined && !names.includes(sharedWith),
  )
  if (unknown) return { path: unknown.name, message: `there is no department ${unknown.sharedWith}` }
  if (new Set(names).size < names.length) return { path: 'departments', message: 'two have the same name' }
  if (shifts.some(({ from, to }) => to <= from || to - from > 24))
    return { path: 'shifts', message: 'each ends after it begins, within 24 hours' }
  if (hours.every((weight) => weight === 0)) return { path: 'hours', message: 'one at least is more than 0' }
  const { erlangC, erlangA } = reference ?? {}
  if (erlangC && erlangC.load >= erlangC.agents)
    return {
      path: 'reference.erlangC',
      message: 'the load is less than the agents: else the queue never ends',
    }
  const queues = value.queues - (erlangC?.queues ?? 0) - (erlangA?.queues ?? 0)
  const agents = value.agents - agentsOf(erlangC) - agentsOf(erlangA)
  if (queues >= departments.length && agents >= shifts.length * departments.length) return undefined
  return {
    path: reference ? 'reference' : 'agents, queues',
    message: `${queues} queues and ${agents} agents are left for ${departments.length} departments in ${shifts.length} shifts: each needs one${reference ? '; --no-reference leaves the reference queues out' : ''}`,
  }
}

export function agentsOf(station: { queues: number; agents: number } | undefined): number {
  return station ? station.queues * station.agents : 0
}
