/** Starts `child.ts`, bundled once, each time with the next process loaded already. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { withDeadline } from '../../../../src/lib/deadline.ts'
import { bundle } from '../../../support/bundle.ts'
import type { ChildSettings } from './child.ts'

export interface RecorderProcess {
  /** Until it has taken up what was left. */
  readonly ready: Promise<void>
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  /** What it said: nothing, when all went well. */
  output(): string
}

export interface RecorderProcesses {
  /** Lets the one that waits start, and loads a further one. */
  start(): RecorderProcess
  /** Ends the one that waits. */
  close(): Promise<void>
}

export async function recorderProcesses(settings: ChildSettings): Promise<RecorderProcesses> {
  const file = await bundle(fileURLToPath(new URL('./child.ts', import.meta.url)))
  const load = () => {
    const child = spawn(process.execPath, [file, JSON.stringify(settings)], { stdio: 'pipe' })
    // Killed before it read what it was told.
    child.stdin?.on('error', () => undefined)
    return child
  }
  let next = load()
  return {
    start() {
      const child = next
      next = load()
      child.stdin?.write('start\n')
      return recorderProcess(child)
    },
    async close() {
      const closed = once(next, 'close')
      next.kill('SIGKILL')
      await closed
    },
  }
}

function recorderProcess(child: ChildProcess): RecorderProcess {
  let output = ''
  const closed = once(child, 'close')
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const started = new Promise<void>((resolve, reject) => {
    void closed.then(() => reject(new Error(`ended before it was ready: ${output}`)))
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      if (line === '{"type":"started"}') resolve()
      else if (line.startsWith('{"type":"fault"')) reject(new Error(line))
      else output += `${line}\n`
    })
  })
  // Whoever kills it before doesn't wait for it.
  started.catch(() => undefined)
  return {
    get ready() {
      return withDeadline(started, { timeoutMs: 30_000 }).then((waited) => {
        if (waited.type !== 'value') throw new Error(`not ready: ${output}`)
      })
    },
    async kill() {
      child.kill('SIGKILL')
      await closed
    },
    output: () => output,
  }
}
