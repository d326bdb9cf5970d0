/**
 * Converts recordings in a process of its own: it takes seconds, and this one has calls to look after; and what a
 * stranger's file does to its memory is no concern of theirs. One at a time; whoever asks bounds how many wait.
 */
import { fork } from 'node:child_process'
import { createTurnstile } from '../../lib/turnstile.ts'
import { childProgram } from './child-program.ts'
import type { Converted } from './convert-wav.ts'

const DEADLINE_MS = 25_000
/** The longest recording that is taken needs about a fifth of this. */
const MEMORY_MB = 512

export type Converter = (bytes: Uint8Array) => Promise<Converted>

export function createConverter(): Converter {
  const turnstile = createTurnstile(1)
  return (bytes) => turnstile.pass(() => inProcess(bytes))
}

function inProcess(bytes: Uint8Array): Promise<Converted> {
  const { file, execArgv } = childProgram('convert-main')
  return new Promise((resolve) => {
    const child = fork(file, {
      execArgv: [...execArgv, `--max-old-space-size=${MEMORY_MB}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // It needs nothing of this process, which has been told where secrets are.
      env: {},
    })
    const end = (converted: Converted) => {
      clearTimeout(timer)
      resolve(converted)
      child.kill('SIGKILL')
    }
    const failed = (found: string) =>
      end({ type: 'invalid', found, expected: 'a WAV file that can be converted within limits' })
    const timer = setTimeout(() => failed('a file whose conversion took too long'), DEADLINE_MS)
    child.once('message', (converted) => end(converted as Converted))
    child.once('error', () => failed('a file whose conversion failed'))
    child.once('exit', () => failed('a file whose conversion failed'))
    // A child that is gone before it has read: its exit says so.
    child.send(bytes, () => undefined)
  })
}
