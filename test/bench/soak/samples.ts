/** What processes take of the machine, over time. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { System } from '../../support/system.ts'

export interface Sample {
  /** Since the beginning. */
  readonly minutes: number
  readonly values: Readonly<Record<string, number>>
}

const MIB = 1_048_576
const BLOCK_BYTES = 512

/** One look: RSS and open files of service and switch, the service's heap, PostgreSQL's connections, the spool's memory. */
export async function look(system: System): Promise<Readonly<Record<string, number>>> {
  const { service, spoolDir, apiUrl } = system.trial
  const [connections] = await system.sql(
    "select count(*)::int as n from pg_stat_activity where application_name like 'cti-%'",
  )
  const metrics = await (await fetch(`${apiUrl}/metrics`, { signal: AbortSignal.timeout(10_000) })).text()
  const heap = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]
  return {
    serviceRssMiB: rssMiB(service.pid),
    serviceHeapMiB: Number(heap ?? 0) / MIB,
    serviceFiles: openFiles(service.pid),
    switchRssMiB: rssMiB(system.switchPid),
    switchFiles: openFiles(system.switchPid),
    databaseConnections: Number(connections?.['n']),
    spoolMiB: spoolMiB(spoolDir),
  }
}

/** proc(5): the resident set, in KiB. */
function rssMiB(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? 0) / 1_024
}

function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** What it really takes: holes don't count. */
function spoolMiB(directory: string): number {
  let bytes = 0
  for (const name of readdirSync(directory)) {
    // A file may go between the two.
    const found = statSync(join(directory, name), { throwIfNoEntry: false })
    bytes += (found?.blocks ?? 0) * BLOCK_BYTES
  }
  return bytes / MIB
}

/** By how much it grows a minute, by least squares; 0 for fewer than two samples. */
export function slopePerMinute(samples: readonly Sample[], name: string): number {
  const points = samples.map(({ minutes, values }) => ({ x: minutes, y: values[name] ?? 0 }))
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const spread = mean((point) => (point.x - x) ** 2)
  return spread > 0 ? mean((point) => (point.x - x) * (point.y - y)) / spread : 0
}
