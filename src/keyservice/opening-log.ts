/** The key service's own log: what was opened, what was refused. A line is on the disk before it counts. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createBatcher } from './batch.ts'
import { chainLine, EMPTY_HEAD, type Head } from './chain.ts'
import { type DurableFile, openDurableFile } from './durable-file.ts'
import type { LogEntry } from './log-entry.ts'
import { checkFile, logFileName, logFiles } from './log-files.ts'

export interface OpeningLog {
  /** The new head once the entry is on the disk; undefined when it can't be brought there. */
  write(entry: LogEntry): Promise<Head | undefined>
  head(): Head
  close(): Promise<void>
}

export type OpeningLogOpened =
  | { readonly ok: true; readonly value: OpeningLog; readonly isNew: boolean }
  /** The newest file doesn't hold together; `place` is file and line. */
  | { readonly ok: false; readonly place: string; readonly fault: string }

export interface OpeningLogOptions {
  readonly directory: string
  readonly now: () => Date
  /** A file that has grown so large gets a successor. */
  readonly maxFileBytes?: number
}

/**
 * Opens the log, checking its newest file and the seam to the one before. Half a line at the end is cut off, and a line
 * says so: its key was never given. Any other fault is not for a program to mend.
 */
export async function openOpeningLog(options: OpeningLogOptions): Promise<OpeningLogOpened> {
  const { directory, now, maxFileBytes = 67_108_864 } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const state = newestState(directory)
  if (!state.ok) return state
  let { head } = state
  let file = await openDurableFile(state.path, state.wholeBytes)

  const successor = async (): Promise<DurableFile> => {
    const next = await openDurableFile(join(directory, logFileName(head.seq + 1)), 0)
    await file.close()
    return next
  }

  const batcher = createBatcher<LogEntry, Head>(async (entries) => {
    if (file.size() >= maxFileBytes) file = await successor()
    let next = head
    const heads: Head[] = []
    let text = ''
    for (const entry of entries) {
      const chained = chainLine(next, now(), entry)
      text += `${chained.line}\n`
      next = chained.head
      heads.push(next)
    }
    await file.append(text)
    head = next
    return heads
  })

  const log: OpeningLog = {
    async write(entry) {
      const outcome = await batcher.add(entry)
      return outcome.type === 'done' ? outcome.result : undefined
    },
    head: () => head,
    async close() {
      await batcher.drained()
      await file.close()
    },
  }
  if (state.tornBytes > 0) await log.write({ type: 'tornLineCut', bytes: state.tornBytes })
  return { ok: true, value: log, isNew: state.isNew }
}

type State =
  | { ok: true; path: string; head: Head; wholeBytes: number; tornBytes: number; isNew: boolean }
  | { ok: false; place: string; fault: string }

function newestState(directory: string): State {
  const files = logFiles(directory)
  const newest = files.at(-1)
  if (newest === undefined) {
    const path = join(directory, logFileName(1))
    return { ok: true, path, head: EMPTY_HEAD, wholeBytes: 0, tornBytes: 0, isNew: true }
  }
  let before: Head | undefined = newest.firstSeq === 1 ? EMPTY_HEAD : undefined
  const former = files.at(-2)
  if (former !== undefined) {
    const checked = checkFile(former, former.firstSeq === 1 ? EMPTY_HEAD : undefined)
    if (!checked.ok) return checked
    before = checked.head
  }
  const checked = checkFile(newest, before)
  if (!checked.ok) return checked
  // Alone and without a line it doesn't know where its chain stood.
  if (checked.head.seq < newest.firstSeq - 1) return { ok: false, place: newest.path, fault: 'outOfOrder' }
  return { ...checked, path: newest.path, isNew: false }
}
