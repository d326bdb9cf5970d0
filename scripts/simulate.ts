/** `scripts/simulate`: a hospital's day on the service's own core, in virtual time. */
import { argumentsOf } from './lib/day/arguments.ts'
import { faultsOf, inWords, lastLine } from './lib/day/report.ts'
import { type Progress, runDay } from './lib/day/run.ts'
import { loadSettings } from './lib/day/settings.ts'

const HOSPITAL = new URL('lib/day/hospital.yaml', import.meta.url).pathname
/** Between two lines of progress, in milliseconds of the clock on the wall. */
const PROGRESS_MS = 5_000

/** 0: every property held; 1: one didn't, or theory disagrees; 2: wrong arguments or settings. */
function main(): number {
  const asked = argumentsOf(process.argv.slice(2))
  if (typeof asked === 'string') return wrong(asked)
  const loaded = loadSettings(asked.day ?? HOSPITAL, asked.instead)
  if (!loaded.ok) {
    return wrong(loaded.faults.map(({ place, path, message }) => `${place}: ${path}: ${message}`).join('\n'))
  }
  const began = performance.now()
  const day = runDay(loaded.value, asked.quiet ? undefined : teller(began))
  const seconds = (performance.now() - began) / 1_000
  process.stdout.write(`${inWords(day, loaded.value).join('\n')}\n\n`)
  process.stdout.write(`${lastLine(day, loaded.value, seconds)}\n`)
  return faultsOf(day).length === 0 ? 0 : 1
}

function wrong(words: string): number {
  process.stderr.write(`scripts/simulate: ${words}\n`)
  return 2
}

/** Tells every few seconds, on the error output. */
function teller(began: number): (progress: Progress) => void {
  let toldAt = began
  let inputsThen = 0
  return ({ simulatedMs, calls, live, waiting, inputs, faults }) => {
    const now = performance.now()
    if (now - toldAt < PROGRESS_MS) return
    const rate = Math.round((inputs - inputsThen) / ((now - toldAt) / 1_000))
    toldAt = now
    inputsThen = inputs
    const minutes = Math.max(0, Math.floor(simulatedMs / 60_000))
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    const line = `${clock}  ${calls} calls, ${live} live, ${waiting} waiting, ${rate} inputs/s, ${faults} violations`
    process.stderr.write(`${((now - began) / 1_000).toFixed(0).padStart(5)} s  ${line}\n`)
  }
}

process.exitCode = main()
