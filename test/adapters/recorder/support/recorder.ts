/** A recorder with real parts: certificates, PostgreSQL, a directory of objects, a spool in memory. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { onTestFinished } from 'vitest'
import { createSegmentSealing } from '../../../../src/adapters/crypto/segment-sealing.ts'
import {
  createRecorder,
  type Recorder,
  type RecorderOptions,
} from '../../../../src/adapters/recorder/recorder.ts'
import { openDirectoryStore } from '../../../../src/adapters/storage/directory-store.ts'
import { type Log, silentLog } from '../../../../src/lib/log.ts'
import { machineClock } from '../../../../src/runtime/clock.ts'
import type { ObjectStore } from '../../../../src/runtime/object-store.ts'
import type { EnvelopesPort } from '../../../../src/runtime/recording.ts'
import { eventually } from '../../../support/eventually.ts'
import { scratch } from '../../../support/scratch.ts'
import { SITE } from '../../store/support.ts'
import { certificates, joined, type OpenedSegment, openAll } from './opening.ts'
import { createOwner, type Owner } from './owner.ts'
import { SpoolWriter } from './writer.ts'

export const newRecordingId = () => `rec_${ulid()}`

export interface Studio {
  readonly spoolDir: string
  readonly stageDir: string
  readonly storeDir: string
  readonly objects: ObjectStore
  readonly owner: Owner
  readonly recorder: Recorder
  readonly options: RecorderOptions
  /** A new process after the one at hand, on the same folders. */
  again(more?: Partial<RecorderOptions>): Promise<Recorder>
  begin(recordingId: string, take?: number): SpoolWriter
  /** The switch is through with it, and the owner knows. */
  end(writer: SpoolWriter): void
  /** Waits until everything of a take is stored and reported, and gives its segments. */
  accounted(writer: Pick<SpoolWriter, 'recordingId' | 'take'>): Promise<OpenedSegment[]>
  sealedBytes(writer: SpoolWriter): Promise<Buffer>
}

/** A folder in memory, removed at the end. */
export function memory(): string {
  const path = mkdtempSync('/dev/shm/cti-test-')
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export async function openObjects(root: string): Promise<ObjectStore> {
  const opening = await openDirectoryStore({ root })
  if (opening.type !== 'opened') throw new Error(opening.reason)
  return opening.store
}

export async function studio(
  envelopes: EnvelopesPort,
  more: Partial<RecorderOptions> = {},
  log: Log = silentLog,
): Promise<Studio> {
  const { path } = scratch()
  const [stageDir, storeDir] = [more.stageDir ?? join(path, 'stage'), join(path, 'store')]
  const spoolDir = more.spoolDir ?? join(memory(), 'spool')
  mkdirSync(spoolDir, { recursive: true })
  const objects = more.objects ?? (await openObjects(storeDir))
  const owner = createOwner()
  const options: RecorderOptions = {
    siteId: SITE,
    spoolDir,
    stageDir,
    objects,
    envelopes,
    recordings: owner,
    sealing: createSegmentSealing(certificates),
    mustBeTmpfs: true,
    log,
    clock: machineClock(),
    ...more,
  }
  const writers: SpoolWriter[] = []
  let recorder = createRecorder(options)
  const start = async () => {
    const started = await recorder.start()
    if (started.type !== 'started') throw new Error(started.reason)
  }
  await start()
  onTestFinished(async () => {
    for (const writer of writers) writer.pause()
    await recorder.close()
  })
  const accounted = async ({ recordingId, take }: Pick<SpoolWriter, 'recordingId' | 'take'>) => {
    await eventually(async () =>
      owner.accounted.some((one) => one.recordingId === recordingId && one.take === take)
        ? { found: true }
        : { waiting: JSON.stringify([recorder.stats(), [...owner.alarms], readdirSync(spoolDir)]) },
    )
    return openAll(objects, await envelopes.list(SITE, recordingId))
  }
  return {
    spoolDir,
    stageDir,
    storeDir,
    objects,
    owner,
    options,
    get recorder() {
      return recorder
    },
    async again(other = {}) {
      await recorder.close()
      recorder = createRecorder({ ...options, ...other })
      await start()
      return recorder
    },
    begin(recordingId, take = 0) {
      owner.knowledge.set(`${recordingId}.${take}`, 'running')
      const writer = new SpoolWriter(spoolDir, recordingId, take)
      writers.push(writer)
      return writer
    },
    end(writer) {
      writer.end()
      owner.knowledge.set(`${writer.recordingId}.${writer.take}`, 'ended')
    },
    accounted,
    sealedBytes: async (writer) => joined(await accounted(writer), writer.take),
  }
}
