/**
 * What one input costs the core, with 100, 1,000 and 10,000 agents and as many callers waiting: inputs a second, the
 * 99th percentile, and how both grow. Decided, folded, matched, indexed; nothing journaled, nobody rung. Beside it, in
 * the same run on the same state, a plain scan for each caller who comes and each agent who is free. The last line is
 * one JSON object.
 *
 * Inputs a second are of the processor's time (collecting garbage and what the calls' own chance costs included), so
 * that what else runs on the machine doesn't count; percentiles are of the clock's, where it does.
 *
 *     npm run -s bench:acd            in half a minute
 *     npm run -s bench:acd -- 1000    with that many agents only, and without judging: for a profiler
 */

import { agentIdOf, queueIdOf } from '../../scripts/lib/day/numbered.ts'
import { Churn } from './acd/churn.ts'
import { longestIdleFor, nextCallerFor } from './acd/plain.ts'
import { queuesFor } from './acd/site.ts'
import { round } from './measure.ts'

const SIZES = [100, 1_000, 10_000]
const ROUNDS = 5
/** Inputs that are timed at one size in one round. */
const INPUTS = 100_000
const PLAIN_QUESTIONS = 200
/** The issue's own. */
const LEAST_PER_SECOND = 50_000
/** From 100 to 10,000 a logarithm doubles. Larger maps also miss the processor's caches more often, so as much again. */
const MOST_GROWTH = 4

interface Figures {
  readonly agents: number
  readonly waiting: number
  readonly inputsPerSecond: number
  readonly meanUs: number
  readonly p50Us: number
  readonly p99Us: number
  readonly maxMs: number
  /** Of one question to a plain scan. */
  readonly plainUs: number
}

function measure(agents: number, churn: Churn): Figures {
  churn.samples = []
  const before = process.cpuUsage()
  while (churn.samples.length < INPUTS) churn.cycle()
  const { user, system } = process.cpuUsage(before)
  const meanUs = (user + system) / churn.samples.length
  const samples = Float64Array.from(churn.samples).sort()
  const at = (share: number) => round((samples[Math.floor(samples.length * share)] ?? 0) / 1e3)
  return {
    agents,
    waiting: churn.waiting,
    inputsPerSecond: Math.round(1e6 / meanUs),
    meanUs: round(meanUs),
    p50Us: at(0.5),
    p99Us: at(0.99),
    maxMs: round((samples.at(-1) ?? 0) / 1e6),
    plainUs: plain(agents, churn),
  }
}

/** Microseconds of one question, a caller's and an agent's in turn. */
function plain(agents: number, { state }: Churn): number {
  let found = 0
  const began = process.hrtime.bigint()
  for (let n = 0; n < PLAIN_QUESTIONS; n += 1) {
    const agent = state.agents.get(agentIdOf((n * 31) % agents))
    if (agent && nextCallerFor(state, agent)) found += 1
    if (longestIdleFor(state, queueIdOf(n % queuesFor(agents)))) found += 1
  }
  if (found < PLAIN_QUESTIONS / 2) throw new Error('a plain scan found nobody')
  return round(Number(process.hrtime.bigint() - began) / (2 * PLAIN_QUESTIONS) / 1e3)
}

function median(runs: readonly Figures[]): Figures {
  const [first] = runs
  if (!first) throw new Error('no runs')
  const keys = Object.keys(first) as (keyof Figures)[]
  const middle = (key: keyof Figures) =>
    runs.map((run) => run[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0
  return Object.fromEntries(keys.map((key) => [key, middle(key)])) as unknown as Figures
}

function run(sizes: readonly number[]): Figures[] {
  const churns = sizes.map((agents) => {
    const churn = new Churn(agents)
    churn.fill(agents)
    return { agents, churn, figures: [] as Figures[] }
  })
  // In turn, so that whatever else the machine does falls on all; the first round only warms up.
  for (let n = 0; n <= ROUNDS; n += 1) {
    for (const { agents, churn, figures } of churns) {
      const now = measure(agents, churn)
      if (n === 0) continue
      figures.push(now)
      console.log(`round ${n}`, JSON.stringify(now))
    }
  }
  return churns.map(({ figures }) => median(figures))
}

function judge(small: Figures, large: Figures): string[] {
  const faults: string[] = []
  const growth = large.meanUs / small.meanUs
  if (large.inputsPerSecond < LEAST_PER_SECOND)
    faults.push(`fewer than ${LEAST_PER_SECOND} inputs a second with ${large.agents} agents`)
  if (growth > MOST_GROWTH) faults.push(`an input grows by ${round(growth)}, more than ${MOST_GROWTH}`)
  return faults
}

const asked = process.argv.slice(2).map(Number)
if (asked.some((agents) => !(Number.isInteger(agents) && agents >= 10)))
  throw new Error('agents: whole numbers from 10 on')
const figures = run(asked.length > 0 ? asked : SIZES)
const small = figures.at(0)
const large = figures.at(-1)
if (!small || !large) throw new Error('nothing was measured')
const growth = round(large.meanUs / small.meanUs)
const against = { what: 'a plain scan', growth: round(large.plainUs / small.plainUs), meanUs: large.plainUs }
// How many times longer a plain scan asks for one decision than a whole input takes.
const ratio = round(large.plainUs / large.meanUs)
console.log(JSON.stringify({ bench: 'acd', figures, growth, against, ratio }))
if (asked.length === 0) {
  for (const fault of judge(small, large)) {
    console.error(fault)
    process.exitCode = 1
  }
}
