/**
 * The wallboard as it changes, for many readers: while there are any, the site's owner is asked once a second, and what is
 * otherwise than before is for those who look then. So nobody hears of a queue more than once a second.
 */
import type { Log } from '../../lib/log.ts'
import { machineTimers, type Timers } from '../../lib/timers.ts'
import type { QueueBoard } from './wallboard.ts'

export interface BoardReader {
  /** What has changed since it was asked last; the first time, everything that is known. */
  changes(): readonly QueueBoard[]
  leave(): void
}

export interface BoardFeed {
  /** As it is now; undefined while nobody owns the site, or its owner can't be asked. */
  now(): Promise<readonly QueueBoard[] | undefined>
  open(): BoardReader
  close(): Promise<void>
}

export interface BoardFeedOptions {
  /** Asks the owner. Never rejects. */
  readonly ask: () => Promise<readonly QueueBoard[] | undefined>
  readonly log: Log
  readonly everyMs?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

export const BOARD_EVERY_MS = 1_000

export function createBoardFeed(options: BoardFeedOptions): BoardFeed {
  const { ask, log, everyMs = BOARD_EVERY_MS, timers = machineTimers } = options
  /** By queue: how it looked last, and which change that was. */
  const known = new Map<string, { board: QueueBoard; text: string; change: number }>()
  let change = 0
  let readers = 0
  let asking: { readonly stopping: AbortController; readonly ended: Promise<void> } | undefined

  function look(boards: readonly QueueBoard[]): void {
    const there = new Set(boards.map(({ queueId }) => queueId))
    for (const queueId of known.keys()) if (!there.has(queueId)) known.delete(queueId)
    for (const board of boards) {
      const text = JSON.stringify(board)
      if (known.get(board.queueId)?.text === text) continue
      change += 1
      known.set(board.queueId, { board, text, change })
    }
  }

  async function run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      try {
        const boards = await ask()
        if (boards) look(boards)
      } catch (err) {
        log.error({ err }, 'the wallboard could not be asked for')
      }
      await timers.sleep(everyMs, stopping)
    }
  }

  async function rest(): Promise<void> {
    const { stopping, ended } = asking ?? {}
    asking = undefined
    stopping?.abort()
    // Whoever comes next sees it as it is then.
    known.clear()
    await ended
  }

  return {
    now: ask,
    open() {
      readers += 1
      if (!asking) {
        const stopping = new AbortController()
        asking = { stopping, ended: run(stopping.signal) }
      }
      let seen = 0
      let here = true
      return {
        changes() {
          const news = [...known.values()].filter((one) => one.change > seen)
          seen = change
          return news.map(({ board }) => board)
        },
        leave() {
          if (!here) return
          here = false
          readers -= 1
          if (readers === 0) void rest()
        },
      }
    },
    close: rest,
  }
}
