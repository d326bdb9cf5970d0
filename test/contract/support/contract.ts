import { afterEach, beforeEach, describe, inject, it } from 'vitest'
import { Bench } from './bench.ts'
import type { MetSwitch } from './switches.ts'

export type Scenario = (bench: Bench) => Promise<void>

/** Defines a scenario; only inside `contract`. */
export type Define = (title: string, scenario: Scenario, timeoutMs?: number) => void

/** One set of scenarios, once for each switch that was met. Its title begins with the switch's kind: see the reporter. */
export function contract(title: string, define: (scenario: Define) => void): void {
  forEachSwitch(title, (node) => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(node)
    })
    afterEach(() => bench.close())
    define((what, scenario, timeoutMs) => it(what, () => scenario(bench), timeoutMs))
  })
}

function switchesOfWorker(): readonly MetSwitch[] {
  const own = inject('switches')[Number(process.env['VITEST_POOL_ID']) - 1]
  if (own === undefined) throw new Error('this worker has no switches')
  return own
}

export function forEachSwitch(title: string, define: (node: MetSwitch) => void): void {
  for (const node of switchesOfWorker()) describe(`${node.kind}: ${title}`, () => define(node))
}
