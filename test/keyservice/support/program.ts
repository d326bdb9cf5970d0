/** The key service as a child process, bundled. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { withDeadline } from '../../../src/lib/deadline.ts'
import { bundle } from '../../support/bundle.ts'

const MAIN = fileURLToPath(new URL('../../../src/keyservice/main.ts', import.meta.url))
const START_MS = 60_000

export interface Running {
  readonly pid: number
  readonly url: string
  /** Standard error so far. */
  errors(): string
  /** Waits for a line on standard error. */
  said(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Ends it, and says how it ended. */
  stop(name?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

let bundling: Promise<string> | undefined

async function start(args: readonly string[]): Promise<ChildProcess> {
  bundling ??= bundle(MAIN)
  return spawn(process.execPath, [await bundling, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a command to its end. */
export async function runProgram(
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = await start(args)
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** Starts it and waits until it is ready; throws with its last words when it ends before. */
export async function startProgram(configFile: string): Promise<Running> {
  const child = await start(['--config', configFile])
  let errors = ''
  const listeners = new Set<() => void>()
  child.stderr?.on('data', (chunk) => {
    errors += chunk
    for (const one of listeners) one()
  })
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const line = once(createInterface({ input: child.stdout ?? process.stdin }), 'line') as Promise<[string]>
  const first = await withDeadline(Promise.race([line, closed.then(() => undefined)]), {
    timeoutMs: START_MS,
  })
  const ready = first.type === 'value' ? first.value : undefined
  if (ready === undefined) {
    child.kill('SIGKILL')
    throw new Error(`it didn't start: ${errors}`)
  }
  const { url } = JSON.parse(ready[0]) as { url: string }
  return {
    pid: child.pid ?? 0,
    url,
    errors: () => errors,
    async said(text) {
      const heard = new Promise<void>((resolve) => {
        const look = () => {
          if (!errors.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      })
      const waited = await withDeadline(heard, { timeoutMs: 20_000 })
      if (waited.type !== 'value') throw new Error(`it never said ${text}: ${errors}`)
    },
    signal: (name) => void child.kill(name),
    async stop(name = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(name)
      const [code, signal] = await closed
      return { code, signal }
    },
  }
}
