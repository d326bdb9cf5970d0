/** `scripts/drill` in its short form, and ended half way. What is slow here is slow; what is lost is a fault. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../scripts/lib/drill/report.ts'
import { isAlive, markOf, type ProcessMark } from '../../src/trial/process-table.ts'
import { eventually } from '../support/eventually.ts'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { ON_EMBEDDED, ON_FREESWITCH } from '../support/on-each-switch.ts'
import { scratch } from '../support/scratch.ts'

const PROGRAM = fileURLToPath(new URL('../../scripts/drill.ts', import.meta.url))
/** Of the plan; another seed is another drill. */
const SEED = '6'
/** A limit for what hangs, on a machine that does other things too. */
const LIMIT_MS = 900_000

interface Running {
  readonly pid: number
  output(): string
  readonly exited: Promise<number | null>
}

function drill(...args: string[]): Running {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  // A test run that is broken off must not leave it behind; its own children go with it.
  const kill = () => child.kill('SIGTERM')
  process.once('exit', kill)
  const exited = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      process.off('exit', kill)
      resolve(code)
    }),
  )
  return { pid: child.pid ?? 0, output: () => said, exited }
}

function shortDrill(switchKind: 'softswitch' | 'freeswitch'): void {
  it('loses nothing', { timeout: LIMIT_MS }, async () => {
    const file = join(scratch().path, 'report.json')
    const running = drill('--short', '--seed', SEED, '--switch', switchKind, '--report', file)
    const code = await running.exited
    const lines = running.output().trimEnd().split('\n')
    expect(code, running.output()).toBe(0)
    expect(lines.at(-1)).toMatch(
      new RegExp(`^drill: 10 faults, \\d+ calls, 0 lost, .*, ${switchKind}, seed ${SEED}$`),
    )
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    expect(report).toMatchObject({ lost: 0, seed: Number(SEED) })
    expect(report.faults).toHaveLength(10)
    // A drill in which hardly anybody calls shows nothing.
    expect(report.calls).toBeGreaterThan(10)
    expect(report.recordings).toBeGreaterThan(0)
    expect(report.webhooks.received).toBeGreaterThan(100)
  })
}

describe(`a short drill, ${ON_EMBEDDED}`, () => shortDrill('softswitch'))
if (freeswitchPrefix() !== undefined)
  describe(`a short drill, ${ON_FREESWITCH}`, () => shortDrill('freeswitch'))

describe(`a drill that is ended, ${ON_EMBEDDED}`, () => {
  it('stops all that it has started', { timeout: LIMIT_MS }, async () => {
    const running = drill('--faults', '100', '--seed', '1')
    await eventually(
      async () =>
        running.output().includes('calls come') ? { found: undefined } : { waiting: running.output() },
      LIMIT_MS / 2,
    )
    const programs = childrenOf(running.pid).flatMap((pid) => markOf(pid) ?? [])
    expect(programs.length).toBeGreaterThan(4)
    process.kill(running.pid, 'SIGINT')
    expect(await running.exited).toBe(130)
    expect(running.output()).toMatch(/drill: stopped, seed 1\n$/)
    expect(programs.filter((mark: ProcessMark) => isAlive(mark))).toEqual([])
  })

  it('and one that is asked for wrongly says so', async () => {
    const running = drill('--faults', 'many')
    expect(await running.exited).toBe(2)
    expect(running.output()).toBe('scripts/drill: --faults: a number from 1 to 1000\n')
  })
})

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const own = text === '' ? [] : text.split(' ').map(Number)
  return [...own, ...own.flatMap(childrenOf)]
}
