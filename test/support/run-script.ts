/** `scripts/run` as a newcomer has it: in a terminal of its own, read by its lines, ended by Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isAlive, markOf, type ProcessMark } from '../../src/trial/process-table.ts'
import { eventually } from './eventually.ts'

const SCRIPT = fileURLToPath(new URL('../../scripts/run', import.meta.url))
/** A first start speaks the prompts, and may build. */
const READY_MS = 150_000
const LAST_WORDS_MS = 90_000

export interface RunScript {
  /** All that it has written so far, to both outputs. */
  output(): string
  /** What stands in its output where `pattern` has its first group. */
  said(pattern: RegExp): string
  /** Resolves when it has told what to do next; rejects with its words when it ends before. */
  ready(): Promise<void>
  /** Ctrl-C in the terminal: the signal reaches every process of its group. Resolves with the exit code. */
  ctrlC(): Promise<number | null>
  exited(): Promise<number | null>
  /** The programs that it runs at this moment. */
  programs(): readonly ProcessMark[]
  kill(): void
}

/** @param env its whole environment */
export function runScript(args: readonly string[], env: Readonly<Record<string, string>>): RunScript {
  // A process group of its own, as a shell gives to each job.
  const child = spawn(SCRIPT, args, { env: { ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const pid = child.pid ?? 0
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const exited = () => within(exit, LAST_WORDS_MS, () => `scripts/run did not end:\n${output}`)
  const script: RunScript = {
    output: () => output,
    said(pattern) {
      const found = pattern.exec(output)?.[1]
      if (found === undefined) throw new Error(`it said nothing like ${pattern}:\n${output}`)
      return found
    },
    ready: () =>
      eventually(async () => {
        if (child.exitCode !== null) return { found: false }
        return output.includes('Ctrl-C stops') ? { found: true } : { waiting: output }
      }, READY_MS).then((came) => {
        if (!came) throw new Error(`scripts/run ended at its start:\n${output}`)
      }),
    async ctrlC() {
      process.kill(-pid, 'SIGINT')
      return exited()
    },
    exited,
    programs: () => childrenOf(pid).flatMap((one) => markOf(one) ?? []),
    kill: () => killGroup(child),
  }
  return script
}

export function living(marks: readonly ProcessMark[]): readonly ProcessMark[] {
  return marks.filter((mark) => isAlive(mark))
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const own = text === '' ? [] : text.split(' ').map(Number)
  return [...own, ...own.flatMap(childrenOf)]
}

/** Its programs end with it (PR_SET_PDEATHSIG). */
function killGroup(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, 'SIGKILL')
}

function within<T>(work: Promise<T>, ms: number, say: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(say())), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
