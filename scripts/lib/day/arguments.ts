/** What `scripts/simulate` is asked for. */
import { parseArgs } from 'node:util'
import type { Instead } from './settings.ts'

export interface Arguments {
  /** Undefined: the hospital that comes with it. */
  readonly day: string | undefined
  readonly instead: Instead
  readonly quiet: boolean
}

const OPTIONS = {
  day: { type: 'string' },
  seed: { type: 'string' },
  calls: { type: 'string' },
  agents: { type: 'string' },
  queues: { type: 'string' },
  'no-reference': { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
} as const

/** The settings' own bounds, where a file may say the same. */
const BOUNDS = {
  seed: [0, 4_294_967_295],
  calls: [1, 100_000_000],
  agents: [1, 100_000],
  queues: [1, 10_000],
} as const

/** The arguments, or what is wrong with them. */
export function argumentsOf(args: readonly string[]): Arguments | string {
  let values: ReturnType<typeof parse>
  try {
    values = parse(args)
  } catch {
    return 'an argument that is not understood; see --help'
  }
  const numbers: Partial<Record<keyof typeof BOUNDS, number>> = {}
  for (const name of ['seed', 'calls', 'agents', 'queues'] as const) {
    const text = values[name]
    if (text === undefined) continue
    const [least, most] = BOUNDS[name]
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) return `--${name}: a number from ${least} to ${most}`
    numbers[name] = value
  }
  const instead = { ...numbers, noReference: values['no-reference'] }
  return { day: values.day, instead, quiet: values.quiet }
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values
}
