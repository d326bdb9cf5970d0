/**
 * Speaks texts and converts sounds in a process of its own, which is started when it is first needed: reading the
 * dictionary and resampling take time that this process has for its calls alone.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { Language, Pace } from '../../domain/ivr/flow.ts'
import { childProgram } from './child-program.ts'

export type SpeakerTask =
  | {
      readonly id: number
      readonly kind: 'speak'
      readonly text: string
      readonly language: Language
      readonly pace: Pace
    }
  | { readonly id: number; readonly kind: 'convert'; readonly wav: Uint8Array }

export type SpeakerAnswer =
  | { readonly id: number; readonly ok: true; readonly wav: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly reason: string }

export type Sound =
  | { readonly ok: true; readonly wav: Uint8Array }
  | { readonly ok: false; readonly reason: string }

type WithoutId<Task> = Task extends unknown ? Omit<Task, 'id'> : never

export interface Speaker {
  /** Never rejects. An abort ends the wait; what was begun may go on for a moment. */
  ask(task: WithoutId<SpeakerTask>, signal: AbortSignal): Promise<Sound>
  /** Ends the process. */
  close(): Promise<void>
}

/** A text of 500 characters needs about a quarter of it. */
const MEMORY_MB = 512

export function createSpeaker(): Speaker {
  const asked = new Map<number, (answer: Sound) => void>()
  let child: ChildProcess | undefined
  let closed = false
  let lastId = 0

  function started(): ChildProcess {
    if (child) return child
    const { file, execArgv } = childProgram('speaker-main')
    const fresh = fork(file, {
      execArgv: [...execArgv, `--max-old-space-size=${MEMORY_MB}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // It needs nothing of this process, which has been told where secrets are.
      env: { PATH: process.env['PATH'] },
    })
    const gone = () => {
      if (child === fresh) child = undefined
      for (const answer of asked.values()) answer({ ok: false, reason: 'the process that speaks has died' })
      asked.clear()
    }
    fresh.on('message', (answer: SpeakerAnswer) => asked.get(answer.id)?.(answer))
    fresh.on('error', gone)
    fresh.on('exit', gone)
    child = fresh
    return fresh
  }

  return {
    ask(task, signal) {
      if (closed || signal.aborted) return Promise.resolve({ ok: false, reason: 'it is too late' })
      lastId += 1
      const id = lastId
      const process = started()
      return new Promise((resolve) => {
        const end = (answer: Sound) => {
          asked.delete(id)
          signal.removeEventListener('abort', tooLate)
          resolve(answer)
        }
        const tooLate = () => end({ ok: false, reason: 'speaking took too long' })
        signal.addEventListener('abort', tooLate)
        asked.set(id, end)
        // A child that is gone before it has read: its exit says so.
        process.send({ ...task, id }, () => undefined)
      })
    },
    async close() {
      closed = true
      const ending = child
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
      const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
      ending.kill('SIGTERM')
      const late = setTimeout(() => ending.kill('SIGKILL'), 1_000)
      await gone
      clearTimeout(late)
    },
  }
}
