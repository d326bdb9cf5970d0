/** Commands that run in the background of the switch: bgapi, answered by BACKGROUND_JOB with the uuid that we chose. */
import { randomUUID } from 'node:crypto'
import type { Counters } from './counters.ts'
import type { WireEvent } from './event.ts'
import { type CommandResult, resultOfText } from './results.ts'

export type JobDone = (result: CommandResult) => void

export interface Jobs {
  readonly size: number
  /** Undefined when too many jobs run already. A job is forgotten after `timeoutMs`, whatever becomes of it. */
  begin(timeoutMs: number, done: JobDone): string | undefined
  /** Ends a job that the switch didn't take. */
  fail(jobUuid: string, result: CommandResult): void
  /** Takes a BACKGROUND_JOB event. */
  finish(event: WireEvent): void
  lost(): void
}

export function createJobs(options: { readonly max: number; readonly counters: Counters }): Jobs {
  const running = new Map<string, { readonly done: JobDone; readonly timer: NodeJS.Timeout }>()

  const end = (jobUuid: string, result: CommandResult): boolean => {
    const job = running.get(jobUuid)
    if (job === undefined) return false
    running.delete(jobUuid)
    clearTimeout(job.timer)
    job.done(result)
    return true
  }

  return {
    get size() {
      return running.size
    },
    begin: (timeoutMs, done) => {
      if (running.size >= options.max) return undefined
      const jobUuid = randomUUID()
      const timer = setTimeout(() => end(jobUuid, { type: 'timedOut' }), timeoutMs)
      running.set(jobUuid, { done, timer })
      return jobUuid
    },
    fail: (jobUuid, result) => {
      end(jobUuid, result)
    },
    finish: (event) => {
      const jobUuid = event.get('Job-UUID')
      if (jobUuid === undefined || !end(jobUuid, resultOfText(event.body()))) options.counters.unmatchedJobs++
    },
    lost: () => {
      for (const jobUuid of [...running.keys()]) end(jobUuid, { type: 'connectionLost', sent: true })
    },
  }
}
