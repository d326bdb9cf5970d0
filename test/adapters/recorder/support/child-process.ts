/** Starts `child.ts`, bundled once so that it starts quickly. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { withDeadline } from '../../../../src/lib/deadline.ts'
import type { ChildSettings } from './child.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export interface RecorderProcess {
  /** Until it has taken up what was left. */
  readonly ready: Promise<void>
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  /** What it said: nothing, when all went well. */
  output(): string
}

export async function bundleChild(folder: string): Promise<(settings: ChildSettings) => RecorderProcess> {
  const outfile = join(folder, 'child.cjs')
  await build({
    entryPoints: [here('./child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  })
  return (settings) => {
    const env = { ...process.env, NODE_PATH: here('../../../../node_modules') }
    const child = spawn(process.execPath, [outfile, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    })
    return recorderProcess(child)
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
