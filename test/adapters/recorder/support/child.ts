/**
 * A recorder in a process of its own, to be killed at any moment. What it tells the site's owner goes to a file. It is
 * loaded beforehand, and starts at the first line that it is told.
 */
import { once } from 'node:events'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSegmentSealing } from '../../../../src/adapters/crypto/segment-sealing.ts'
import { createRecorder } from '../../../../src/adapters/recorder/recorder.ts'
import { openDirectoryStore } from '../../../../src/adapters/storage/directory-store.ts'
import { createStore } from '../../../../src/adapters/store/create-store.ts'
import { createLogger } from '../../../../src/lib/log.ts'
import { machineClock } from '../../../../src/runtime/clock.ts'
import type { RecordingsPort, TakeKnowledge } from '../../../../src/runtime/recording.ts'
import type { TestDatabase } from '../../../support/postgres.ts'

export interface ChildSettings {
  readonly siteId: string
  readonly database: TestDatabase
  readonly spoolDir: string
  readonly stageDir: string
  readonly storeDir: string
  /** `knowledge.json`, written by the test; `reports.jsonl`, written here. */
  readonly ownerDir: string
  readonly sealToFile: string
  readonly escrowFile: string
}

function ownerIn(directory: string): RecordingsPort {
  const report = (what: object) => {
    appendFileSync(join(directory, 'reports.jsonl'), `${JSON.stringify(what)}\n`)
    return 'accepted' as const
  }
  return {
    async take(recordingId, take) {
      const known = JSON.parse(readFileSync(join(directory, 'knowledge.json'), 'utf8')) as Record<
        string,
        string
      >
      return { type: known[`${recordingId}.${take}`] ?? 'unknown' } as TakeKnowledge
    },
    segmentStored: async (stored) => report({ stored }),
    takeAccounted: async (recordingId, take, samples) =>
      report({ accounted: { recordingId, take, samples } }),
    takeStalled: async (recordingId, take) => report({ stalled: { recordingId, take } }),
    alarm: async (alarm, on) => (on ? report({ alarm }) : 'accepted'),
  }
}

async function main(): Promise<void> {
  // Whoever started it may end before it is told to start.
  if ((await once(process.stdin, 'data').catch(() => undefined)) === undefined) return
  process.stdin.pause()
  const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings
  const log = createLogger({ level: 'warn' })
  const objects = await openDirectoryStore({ root: settings.storeDir })
  if (objects.type !== 'opened') throw new Error(objects.reason)
  const store = createStore({
    address: settings.database,
    // Nothing personal is written here.
    sealing: {
      createKey: () => {
        throw new Error('not here')
      },
      openKey: () => undefined,
    },
    log,
    maxReaders: 4,
    appendLanes: 1,
  })
  const recorder = createRecorder({
    siteId: settings.siteId,
    spoolDir: settings.spoolDir,
    stageDir: settings.stageDir,
    objects: objects.store,
    envelopes: store.envelopes,
    recordings: ownerIn(settings.ownerDir),
    sealing: createSegmentSealing(settings),
    mustBeTmpfs: true,
    log,
    clock: machineClock(),
  })
  const started = await recorder.start()
  process.stdout.write(`${JSON.stringify(started)}\n`)
}

void main()
