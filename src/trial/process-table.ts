/** Processes that we did not start ourselves, seen through /proc: is that the one we remember, and stop it. */
import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, markOf, type ProcessMark } from '../lib/process-mark.ts'

export { isAlive, markOf, type ProcessMark }

/** The live processes that work in `folder` (a real path). Those of other users are seen by root only. */
export function processesIn(folder: string): ProcessMark[] {
  const found = readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && linkOr(`/proc/${entry}/cwd`) === folder,
  )
  return found.map((pid) => markOf(Number(pid))).filter((mark) => mark !== undefined)
}

/** Sends `signal`, waits until the process is gone, sends SIGKILL at the deadline. */
export async function stopProcess(
  mark: ProcessMark,
  signal: NodeJS.Signals,
  deadlineMs: number,
): Promise<void> {
  send(mark, signal)
  if (await gone(mark, deadlineMs)) return
  send(mark, 'SIGKILL')
  await gone(mark, 2_000)
}

/** Only a parent is told of an exit, and this isn't ours, so the table is looked at again and again. */
async function gone(mark: ProcessMark, deadlineMs: number): Promise<boolean> {
  const end = performance.now() + deadlineMs
  while (isAlive(mark)) {
    if (performance.now() > end) return false
    await sleep(10)
  }
  return true
}

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  if (!isAlive(mark)) return
  try {
    process.kill(mark.pid, signal)
  } catch {
    // It went away in between.
  }
}

function linkOr(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
