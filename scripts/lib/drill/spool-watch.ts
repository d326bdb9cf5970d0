/** Looks at the files that the switch writes: how much there was of each is what must have been sealed. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseSpoolFileName } from '../../../src/runtime/recording.ts'
import type { JournalFact, TakeSeen } from './evidence.ts'

const EVERY_MS = 100
const KEPT_LOOKS = 10
const BYTES_PER_MS = 32

export interface SpoolWatch {
  takes(facts: readonly JournalFact[]): readonly TakeSeen[]
  close(): void
}

interface File {
  readonly firstSeenAt: number
  readonly looks: Look[]
}

interface Look {
  readonly at: number
  readonly bytes: number
}

export function watchSpool(directory: string): SpoolWatch {
  const files = new Map<string, File>()
  const timer = setInterval(look, EVERY_MS)

  function look(): void {
    for (const name of readdirSync(directory)) {
      if (!parseSpoolFileName(name)) continue
      try {
        // Holes don't make it shorter.
        const seen = { at: Date.now(), bytes: statSync(join(directory, name)).size }
        const { firstSeenAt, looks } = files.get(name) ?? { firstSeenAt: seen.at, looks: [] }
        files.set(name, { firstSeenAt, looks })
        if (looks.at(-1)?.bytes !== seen.bytes) looks.push(seen)
        if (looks.length > KEPT_LOOKS) looks.shift()
      } catch (error) {
        // All of it was sealed meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    }
  }

  return {
    takes(facts) {
      const started = new Map<string, number>()
      for (const { type, subject, data, at } of facts)
        if (type === 'recordingTakeStarted') started.set(`${subject}.${data['take']}.raw`, at)
      return [...files].flatMap(([name, { firstSeenAt, looks }]) => {
        const parsed = parseSpoolFileName(name)
        const since = started.get(name)
        const last = looks.at(-1)
        if (!parsed || !last) return []
        const behind =
          since === undefined ? [0] : looks.map(({ at, bytes }) => at - since - bytes / BYTES_PER_MS)
        const behindMs = Math.min(...behind)
        const stoodStillMs = stoodStill(looks)
        return [{ ...parsed, bytes: last.bytes, behindMs, stoodStillMs, firstSeenAt, lastSeenAt: last.at }]
      })
    },
    close: () => clearInterval(timer),
  }
}

/** A file that grows with each look is one that nobody keeps sound back from. */
const STEADY_MS = 300

/**
 * For how long nothing came into a file that otherwise grew all the time: on a busy machine a switch stands still for a
 * moment, and one that is killed then loses no more by it.
 */
function stoodStill(looks: readonly Look[]): number {
  const between = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? at))
  const [longest = 0, second = 0] = between.sort((a, b) => b - a)
  return between.length >= KEPT_LOOKS / 2 && second <= STEADY_MS ? Math.max(0, longest - STEADY_MS) : 0
}
