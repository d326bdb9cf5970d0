/** `scripts/drill`: breaks a system under load in every way, and checks from outside that no call was lost. */
import { randomInt } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { writeFileSync } from 'node:fs'
import { freeswitchPrefix } from '../test/support/freeswitch.ts'
import { argumentsOf } from './lib/drill/arguments.ts'
import { planFaults } from './lib/drill/plan.ts'
import { inWords, reportOn } from './lib/drill/report.ts'
import { runDrill } from './lib/drill/run.ts'

async function main(): Promise<number> {
  const asked = argumentsOf(process.argv.slice(2), () => randomInt(1_000_000))
  if (typeof asked === 'string') {
    process.stderr.write(`scripts/drill: ${asked}\n`)
    return 2
  }
  const { faults, seed, switchKind, controllers, report: file } = asked
  if (switchKind === 'freeswitch' && freeswitchPrefix() === undefined) {
    process.stderr.write(
      'scripts/drill: --switch freeswitch needs CTI_TEST_FREESWITCH, the prefix of an installation\n',
    )
    return 2
  }
  const stop = new AbortController()
  // Each phone and each call listens to it.
  setMaxListeners(0, stop.signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const began = performance.now()
  const say = (line: string) => {
    const seconds = ((performance.now() - began) / 1_000).toFixed(1).padStart(7)
    process.stdout.write(`${seconds} s  ${line}\n`)
  }
  try {
    const evidence = await runDrill({
      switchKind,
      controllers,
      seed,
      plan: planFaults(seed, faults, controllers),
      signal: stop.signal,
      say,
    })
    const report = reportOn(evidence, { seed, switchKind, controllers, asked: faults })
    if (file !== undefined) writeFileSync(file, `${JSON.stringify({ ...report, evidence }, null, 1)}\n`)
    process.stdout.write(`${inWords(report).join('\n')}\n`)
    return report.lost === 0 && report.faults.length === faults ? 0 : 1
  } catch (error) {
    if (stop.signal.aborted) {
      process.stdout.write(`drill: stopped, seed ${seed}\n`)
      return 130
    }
    process.stderr.write(
      `drill: ${error instanceof Error ? error.stack : error}\ndrill: could not be run, seed ${seed}\n`,
    )
    return 1
  }
}

process.exit(await main())
