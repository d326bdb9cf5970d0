/**
 * Which version of each flow this controller's files had when it last published them, or found them running. Several
 * controllers share a site, each with files of its own: if each published its files whenever it takes the site, two that
 * differ would replace each other's flows at every move. So only what has changed since is published by itself.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { FlowId } from '../domain/ids.ts'

export interface PublishedFlows {
  /** Undefined: this controller has never had this flow in a file that ran. */
  versionOf(flowId: FlowId): string | undefined
  /** What the files hold now. `others`: flows that aren't among these are remembered still, as a file can't be read. */
  note(versions: ReadonlyMap<FlowId, string>, others: boolean): void
}

const MOST_BYTES = 1_000_000
const shape = z.record(z.string().max(100), z.string().max(200))

/** Kept in this file. One that can't be read counts as empty, and one that can't be written is tried again next time. */
export function openPublishedFlows(file: string): PublishedFlows {
  let kept = read(file)
  return {
    versionOf: (flowId) => kept.get(flowId),
    note(versions, others) {
      const now = new Map<string, string>([...(others ? kept : []), ...versions])
      const isSame = kept.size === now.size && [...now].every(([id, version]) => kept.get(id) === version)
      if (!isSame && write(file, now)) kept = now
    },
  }
}

function read(file: string): ReadonlyMap<string, string> {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.length > MOST_BYTES) return new Map()
    const parsed = shape.safeParse(JSON.parse(text))
    return new Map(parsed.success ? Object.entries(parsed.data) : [])
  } catch {
    return new Map()
  }
}

function write(file: string, versions: ReadonlyMap<string, string>): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(versions), null, 2)}\n`)
    renameSync(`${file}.new`, file)
    return true
  } catch {
    return false
  }
}
