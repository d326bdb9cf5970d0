/**
 * The permits that have been used, so that none is used twice: in memory, and in a file for the next start. A line is
 * `EXPIRES_AT PERMIT_ID`; it is on the disk before the key is given. The first line, `from SECONDS`, says that no permit
 * issued at that second or earlier is taken.
 *
 * A permit is remembered for an hour after it expired, so that a clock set back by less revives none. When the file is
 * missing or spoilt, no permit that was issued before the start is taken: it might be one of those forgotten. That holds for
 * later starts too, whose file is whole again.
 */
import { existsSync, readFileSync } from 'node:fs'
import { writeWhole } from '../lib/pki/pem-files.ts'
import { createBatcher } from './batch.ts'
import { type DurableFile, openDurableFile } from './durable-file.ts'

export type UseOutcome = 'taken' | 'used' | 'unavailable'

export interface UsedPermits {
  /** Uses the permit up. Seconds since 1970. */
  take(permit: { permitId: string; issuedAt: number; expiresAt: number }): Promise<UseOutcome>
  /** True when permits from before the start are refused, since the file was missing or spoilt. */
  readonly distrustsEarlier: boolean
  close(): Promise<void>
}

export interface UsedPermitsOptions {
  readonly file: string
  /** The file was there at some time. */
  readonly expected: boolean
  readonly nowSeconds: () => number
  readonly skewSeconds: number
  /** Permits after which the file is rewritten without the expired ones. */
  readonly pruneEvery?: number
}

const REMEMBER_SECONDS = 3600
/** Four hours of the highest total rate. Beyond it nothing more is opened until some are forgotten. */
const MAX_KEPT = 500_000
const FIRST_LINE = /^from (\d{1,12})$/
const LINE = /^(\d{1,12}) ([A-Za-z0-9_.-]{1,128})$/

export async function openUsedPermits(options: UsedPermitsOptions): Promise<UsedPermits> {
  const { file, nowSeconds, skewSeconds, pruneEvery = 5000 } = options
  const read = readUsed(file, options.expected)
  const { kept } = read
  const after = read.spoilt ? Math.floor(nowSeconds() + skewSeconds) : read.after
  let handle = await rewrite()
  let sincePruned = 0

  function forgetExpired(): void {
    const limit = nowSeconds() - REMEMBER_SECONDS
    for (const [id, expiresAt] of kept) if (expiresAt < limit) kept.delete(id)
  }

  async function rewrite(): Promise<DurableFile> {
    forgetExpired()
    const text = `from ${after}\n${[...kept].map(([id, expiresAt]) => `${expiresAt} ${id}\n`).join('')}`
    writeWhole(file, text, 0o600)
    return openDurableFile(file, Buffer.byteLength(text))
  }

  const batcher = createBatcher<string, true>(async (lines) => {
    sincePruned += lines.length
    if (sincePruned >= pruneEvery) {
      sincePruned = 0
      const former = handle
      // Holds these lines already: they are in the map.
      handle = await rewrite()
      await former.close()
    } else await handle.append(lines.join(''))
    return lines.map(() => true as const)
  })

  return {
    distrustsEarlier: read.spoilt,
    async take({ permitId, issuedAt, expiresAt }) {
      if (issuedAt <= after || kept.has(permitId)) return 'used'
      if (kept.size >= MAX_KEPT) forgetExpired()
      if (kept.size >= MAX_KEPT) return 'unavailable'
      // Used from here on, even if writing it fails: that errs on the safe side.
      kept.set(permitId, expiresAt)
      const outcome = await batcher.add(`${expiresAt} ${permitId}\n`)
      return outcome.type === 'done' ? 'taken' : 'unavailable'
    },
    async close() {
      await batcher.drained()
      await handle.close()
    },
  }
}

interface Used {
  readonly kept: Map<string, number>
  readonly after: number
  readonly spoilt: boolean
}

function readUsed(file: string, expected: boolean): Used {
  const kept = new Map<string, number>()
  if (!existsSync(file)) return { kept, after: 0, spoilt: expected }
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  // What a kill left of the last line: its key was never given.
  lines.pop()
  const [, after] = FIRST_LINE.exec(first) ?? []
  let spoilt = after === undefined
  for (const line of lines) {
    const [, expiresAt, id] = LINE.exec(line) ?? []
    if (id === undefined) spoilt = true
    else kept.set(id, Number(expiresAt))
  }
  return { kept, after: Number(after ?? 0), spoilt }
}
