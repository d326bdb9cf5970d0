/**
 * 1,000 recordings at once through the whole recorder: a process of its own writes 32 kB/s into each of 1,000 files of a
 * tmpfs, as a switch does; the recorder in this process follows, seals, fsyncs and erases. Processor time and memory are
 * this process's alone.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createSegmentSealing } from '../../src/adapters/crypto/segment-sealing.ts'
import { createRecorder } from '../../src/adapters/recorder/recorder.ts'
import { openDirectoryStore } from '../../src/adapters/storage/directory-store.ts'
import { silentLog } from '../../src/lib/log.ts'
import { machineClock } from '../../src/runtime/clock.ts'
import type { TakeKnowledge } from '../../src/runtime/recording.ts'

/** Until all have begun: see spool-writer.ts. */
const WARM_UP_MS = 15_000
const MEASURED_MS = 15_000
const LOOK_EVERY_MS = 250
const END_MS = 120_000

const vector = (name: string) =>
  fileURLToPath(new URL(`../adapters/crypto/vectors/${name}.pem`, import.meta.url))

export async function recorderLoad(recordings: number): Promise<object> {
  const spoolDir = mkdtempSync('/dev/shm/cti-bench-')
  const disk = mkdtempSync(join(tmpdir(), 'cti-bench-'))
  try {
    return await measure(recordings, spoolDir, disk)
  } finally {
    for (const path of [spoolDir, disk]) rmSync(path, { recursive: true, force: true })
  }
}

async function measure(recordings: number, spoolDir: string, disk: string): Promise<object> {
  const objects = await openDirectoryStore({ root: join(disk, 'objects') })
  if (objects.type !== 'opened') throw new Error(objects.reason)
  let known: TakeKnowledge = { type: 'running' }
  let [accounted, failures, bytes] = [0, 0, 0]
  globalThis.gc?.()
  const rssBefore = process.memoryUsage.rss()
  const recorder = createRecorder({
    siteId: 'site_main',
    spoolDir,
    stageDir: join(disk, 'stage'),
    objects: objects.store,
    envelopes: { save: async () => 'saved', list: async () => [] },
    recordings: {
      take: async () => known,
      segmentStored: async () => 'accepted',
      takeAccounted: async () => 'accepted',
      takeStalled: async () => 'accepted',
      alarm: async () => 'accepted',
    },
    sealing: createSegmentSealing({
      sealToFile: vector('key-service.crt'),
      escrowFile: vector('escrow.crt'),
    }),
    mustBeTmpfs: true,
    log: silentLog,
    clock: machineClock(),
    observer: {
      segmentStored: ({ byteLength }) => {
        bytes += byteLength
      },
      takeAccounted: () => {
        accounted += 1
      },
      failed: () => {
        failures += 1
      },
    },
  })
  const started = await recorder.start()
  if (started.type !== 'started') throw new Error(started.reason)
  const writer = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./spool-writer.ts', import.meta.url)),
      spoolDir,
      `${recordings}`,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  )
  const ended = once(writer, 'exit')
  await after(WARM_UP_MS)
  const cpu = process.cpuUsage()
  const began = performance.now()
  const most = { unsealedMs: 0, sealLagMs: 0, spoolBytes: 0, rss: 0 }
  let looks = 0
  while (performance.now() - began < MEASURED_MS) {
    await after(LOOK_EVERY_MS)
    const now = recorder.stats()
    most.unsealedMs = Math.max(most.unsealedMs, now.unsealedMs)
    most.sealLagMs = Math.max(most.sealLagMs, now.sealLagMs)
    most.spoolBytes = Math.max(most.spoolBytes, now.spoolBytes)
    most.rss = Math.max(most.rss, process.memoryUsage.rss())
    looks += 1
  }
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const { takesOpen } = recorder.stats()
  writer.stdin.end()
  await ended
  known = { type: 'ended' }
  const endBegan = performance.now()
  while (accounted < recordings && performance.now() - endBegan < END_MS) await after(100)
  const deliveredMs = Math.round(performance.now() - endBegan)
  await recorder.close()
  return {
    recordings: takesOpen,
    looks,
    cpuShareOfOneCore: Number(((user + system) / 1e6 / seconds).toFixed(3)),
    mostRssAddedMB: Math.round((most.rss - rssBefore) / 1e6),
    mostUnsealedMs: most.unsealedMs,
    mostSealLagMs: most.sealLagMs,
    mostSpoolMB: Math.round(most.spoolBytes / 1e6),
    failures,
    accounted,
    storedMB: Math.round(bytes / 1e6),
    deliveredMs,
    stageFileSystem: statfsSync(disk).type === 0xef53 ? 'ext4' : `0x${statfsSync(disk).type.toString(16)}`,
  }
}
