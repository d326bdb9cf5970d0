/** What `scripts/drill` is asked for. */
import { parseArgs } from 'node:util'

export interface Arguments {
  readonly faults: number
  readonly seed: number
  readonly switchKind: 'softswitch' | 'freeswitch'
  readonly controllers: Controllers
  readonly report: string | undefined
}

/** Two: one owns the site, the other waits; what clients ask and what is recorded have a process of their own. */
export type Controllers = 1 | 2

const LONG = 200
const SHORT = 10
const MOST = 1_000
const MOST_SEED = 4_294_967_295

/** The arguments, or what is wrong with them. Without a seed, `anySeed`. */
export function argumentsOf(args: readonly string[], anySeed: () => number): Arguments | string {
  const options = {
    short: { type: 'boolean', default: false },
    faults: { type: 'string' },
    seed: { type: 'string' },
    switch: { type: 'string', default: 'softswitch' },
    controllers: { type: 'string', default: '1' },
    report: { type: 'string' },
  } as const
  let values: {
    short: boolean
    faults?: string
    seed?: string
    switch: string
    controllers: string
    report?: string
  }
  try {
    values = parseArgs({ args: [...args], options }).values
  } catch {
    return 'an argument that is not understood; see --help'
  }
  if (values.short && values.faults !== undefined) return 'either --short or --faults'
  const faults = values.faults === undefined ? (values.short ? SHORT : LONG) : whole(values.faults, 1, MOST)
  if (faults === undefined) return `--faults: a number from 1 to ${MOST}`
  const seed = values.seed === undefined ? anySeed() : whole(values.seed, 0, MOST_SEED)
  if (seed === undefined) return `--seed: a number from 0 to ${MOST_SEED}`
  const { switch: switchKind } = values
  if (switchKind !== 'softswitch' && switchKind !== 'freeswitch') return '--switch: softswitch or freeswitch'
  const controllers = whole(values.controllers, 1, 2)
  if (controllers !== 1 && controllers !== 2) return '--controllers: 1 or 2'
  return { faults, seed, switchKind, controllers, report: values.report }
}

function whole(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}
