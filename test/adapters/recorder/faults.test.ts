/** What goes wrong around the recorder, and that it only holds the sealing up: nothing is lost, and somebody is told. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSegmentSealing } from '../../../src/adapters/crypto/segment-sealing.ts'
import { createRecorder } from '../../../src/adapters/recorder/recorder.ts'
import type { Log } from '../../../src/lib/log.ts'
import type { ObjectStore } from '../../../src/runtime/object-store.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import type { EnvelopesPort, RecorderAlarm } from '../../../src/runtime/recording.ts'
import { eventually } from '../../support/eventually.ts'
import { ownPostgres } from '../../support/postgres.ts'
import { scratch } from '../../support/scratch.ts'
import { freshStore, openStore, SITE, type TestStore } from '../store/support.ts'
import { certificates, joined } from './support/opening.ts'
import { memory, newRecordingId, openObjects, type Studio, studio } from './support/recorder.ts'

let store: TestStore
beforeAll(async () => {
  store = await freshStore()
})
afterAll(() => store.close())

const alarmIs = (at: Studio, alarm: RecorderAlarm, on: boolean) =>
  eventually(async () =>
    at.owner.alarms.get(alarm) === on ? { found: true } : { waiting: `${alarm} isn't ${on ? 'on' : 'off'}` },
  )

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' })
const unmount = (path: string) => execFileSync('umount', ['-l', path], { stdio: 'pipe' })

/** Only root may, and in many containers not even root. */
function mayMount(): boolean {
  const path = mkdtempSync('/dev/shm/cti-test-')
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path)
    unmount(path)
    return true
  } catch {
    return false
  } finally {
    rmSync(path, { recursive: true })
  }
}

/** A small file system in memory. */
function smallDisk(kilobytes: number): string {
  const path = memory()
  mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path)
  onTestFinished(() => {
    unmount(path)
  })
  return path
}

describe('no room', () => {
  it.skipIf(!mayMount())(
    'in the stage: the switch writes on, and all is sealed when there is room',
    async () => {
      const disk = smallDisk(512)
      const at = await studio(store.envelopes, { stageDir: join(disk, 'stage') })
      // The recording is to fill it up, however much of it is stored and removed meanwhile.
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(200 * 1_024))
      const writer = at.begin(newRecordingId())
      writer.write(600_000)
      await alarmIs(at, 'storageFull', true)
      writer.write(10_000)
      expect(at.recorder.stats().plaintextBytes).toBeGreaterThan(200_000)
      expect(at.owner.accounted).toEqual([])
      mount('-o', 'remount,size=4m', disk)
      at.end(writer)
      const segments = await at.accounted(writer)
      expect(joined(segments, 0).equals(writer.written)).toBe(true)
      await alarmIs(at, 'storageFull', false)
    },
  )

  it.skipIf(!mayMount())('in the spool: an alarm, before the switch has nowhere to write', async () => {
    const disk = smallDisk(256)
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(240 * 1_024))
    const at = await studio(store.envelopes, { spoolDir: join(disk, 'spool') })
    await alarmIs(at, 'spoolFull', true)
    rmSync(join(disk, 'ballast'))
    await alarmIs(at, 'spoolFull', false)
  })

  it('in the object store: what is sealed waits in the stage, and nothing of it in the spool', async () => {
    let full = true
    const real = await openObjects(join(scratch().path, 'objects'))
    const objects: ObjectStore = {
      ...real,
      put: async (...given) => (full ? { type: 'full' } : real.put(...given)),
    }
    const at = await studio(store.envelopes, { objects })
    const writer = at.begin(newRecordingId())
    writer.write(100_000)
    at.end(writer)
    await alarmIs(at, 'storageFull', true)
    expect(writer.firstPlaintext()).toBe(writer.length)
    expect(at.owner.accounted).toEqual([])
    full = false
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
    await alarmIs(at, 'storageFull', false)
  })
})

describe('somebody who is away', () => {
  it('PostgreSQL: sealing goes on, and the envelopes are kept until it is back', async () => {
    const own = await ownPostgres()
    const { host, port, user, password, database } = own.server
    const away = openStore({ host, port, user, password, database })
    onTestFinished(async () => {
      await away.close()
      await own.remove()
    })
    expect(await away.migrate()).toMatchObject({ type: 'migrated' })
    const at = await studio(away.envelopes)
    await own.server.stop()
    const writer = at.begin(newRecordingId())
    writer.write(100_000)
    at.end(writer)
    await eventually(async () =>
      writer.firstPlaintext() === writer.length ? { found: true } : { waiting: 'not all is sealed' },
    )
    await eventually(async () =>
      at.recorder.stats().takesWaiting === 1 ? { found: true } : { waiting: 'the take still goes on' },
    )
    expect(at.owner.stored).toEqual([])
    await own.restart()
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
  }, 60_000)

  it('the object store: told by an alarm, and done later', async () => {
    let broken = true
    const real = await openObjects(join(scratch().path, 'objects'))
    const unavailable = { type: 'unavailable', reason: 'ECONNREFUSED' } as const
    const objects: ObjectStore = {
      ...real,
      put: async (...given) => (broken ? unavailable : real.put(...given)),
    }
    const at = await studio(store.envelopes, { objects })
    const writer = at.begin(newRecordingId())
    writer.write(50_000)
    at.end(writer)
    await alarmIs(at, 'storageUnavailable', true)
    broken = false
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
    await alarmIs(at, 'storageUnavailable', false)
  })

  it('the site’s owner: what it wasn’t told is kept and told later', async () => {
    const at = await studio(store.envelopes)
    at.owner.answer = 'tryLater'
    const writer = at.begin(newRecordingId())
    writer.write(50_000)
    at.end(writer)
    await eventually(async () => {
      const [row] = await store.envelopes.list(SITE, writer.recordingId)
      return row?.object ? { found: true } : { waiting: 'not stored' }
    })
    expect(readdirSync(join(at.stageDir, writer.recordingId))).toContain('0.done')
    at.owner.answer = 'accepted'
    await at.accounted(writer)
    expect(at.owner.stored).toHaveLength(1)
  })

  it('the owner and its store throw as ports do: nothing breaks', async () => {
    const at = await studio({
      save: async () => {
        throw new PortUnavailable('ECONNREFUSED')
      },
      list: async () => {
        throw new PortUnavailable('ECONNREFUSED')
      },
    } satisfies EnvelopesPort)
    const writer = at.begin(newRecordingId())
    writer.write(500_000)
    at.end(writer)
    await eventually(async () =>
      writer.firstPlaintext() === writer.length ? { found: true } : { waiting: 'not all is sealed' },
    )
    expect(at.owner.stored).toEqual([])
  })
})

describe('a store that doesn’t keep what it was given', () => {
  it('is found out by reading back: the stage isn’t given up', async () => {
    let lying = true
    const real = await openObjects(join(scratch().path, 'objects'))
    const objects: ObjectStore = {
      ...real,
      verify: async (...given) =>
        lying ? { type: 'differs', byteLength: 1, sha256: '00'.repeat(32) } : real.verify(...given),
    }
    const seen: string[] = []
    const at = await studio(store.envelopes, {
      objects,
      observer: {
        segmentStored: () => seen.push('stored'),
        takeAccounted: () => seen.push('accounted'),
        failed: (failure) => seen.push(failure),
      },
    })
    const writer = at.begin(newRecordingId())
    writer.write(50_000)
    at.end(writer)
    await eventually(async () => (seen.includes('objects') ? { found: true } : { waiting: seen.join() }))
    expect(seen).not.toContain('stored')
    expect(readdirSync(join(at.stageDir, writer.recordingId))).toContain('0.ctirec')
    // What is in the store under this key stays: only somebody who looks can tell which is right.
    await alarmIs(at, 'segmentConflict', true)
    lying = false
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
    await alarmIs(at, 'segmentConflict', false)
  })
})

describe('certificates', () => {
  it('that are missing hold sealing up, with an alarm, until they are there', async () => {
    const { path } = scratch()
    const sealing = createSegmentSealing({
      sealToFile: join(path, 'seal-to.pem'),
      escrowFile: certificates.escrowFile,
    })
    const at = await studio(store.envelopes, { sealing })
    const writer = at.begin(newRecordingId())
    writer.write(50_000)
    at.end(writer)
    await alarmIs(at, 'sealingUnavailable', true)
    expect(at.owner.accounted).toEqual([])
    copyFileSync(certificates.sealToFile, join(path, 'seal-to.pem'))
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
    await alarmIs(at, 'sealingUnavailable', false)
  })
})

describe('starting', () => {
  it('is refused while another recorder has the stage', async () => {
    const at = await studio(store.envelopes)
    const second = createRecorder(at.options)
    expect(await second.start()).toMatchObject({
      type: 'fault',
      reason: expect.stringContaining('another recorder'),
    })
    await second.close()
  })

  it('is refused on a spool that isn’t memory, or loudly warned of where that is allowed', async () => {
    const at = await studio(store.envelopes)
    await at.recorder.close()
    const { path } = scratch()
    const onDisk = { ...at.options, spoolDir: join(path, 'spool') }
    const refused = createRecorder(onDisk)
    expect(await refused.start()).toEqual({ type: 'fault', reason: expect.stringContaining('is no tmpfs') })
    await refused.close()

    const warnings: string[] = []
    const log: Log = { debug() {}, info() {}, warn: (_, text) => warnings.push(text), error() {} }
    await at.again({ ...onDisk, mustBeTmpfs: false, log })
    expect(warnings).toContainEqual(expect.stringContaining('THE SPOOL IS NO TMPFS'))
  })

  it('leads to nothing when it is told to end meanwhile', async () => {
    const at = await studio(store.envelopes)
    await at.recorder.close()
    writeFileSync(join(at.spoolDir, `${newRecordingId()}.0.raw`), Buffer.alloc(640))
    const recorder = createRecorder(at.options)
    const starting = recorder.start()
    await recorder.close()
    await starting
    expect(recorder.stats().takesOpen).toBe(0)
    await at.again()
  })

  it('is refused where folders can’t be made', async () => {
    const at = await studio(store.envelopes)
    const { write } = scratch()
    const file = write('a-file', '')
    const stopped = createRecorder({ ...at.options, stageDir: join(file, 'stage') })
    expect(await stopped.start()).toEqual({ type: 'fault', reason: expect.stringContaining('ENOTDIR') })
    await stopped.close()
  })
})

describe('a spool file that is no plain file', () => {
  it('is left alone, and holds nobody else up', async () => {
    const failures: string[] = []
    const at = await studio(store.envelopes, {
      observer: {
        segmentStored: () => undefined,
        takeAccounted: () => undefined,
        failed: (failure) => failures.push(failure),
      },
    })
    const [recordingId, take] = [newRecordingId(), 0]
    const folder = join(at.spoolDir, `${recordingId}.${take}.raw`)
    mkdirSync(folder)
    at.owner.knowledge.set(`${recordingId}.${take}`, 'ended')
    writeFileSync(join(at.spoolDir, 'not-a-take.raw'), 'x')
    const writer = at.begin(newRecordingId())
    writer.write(20_000)
    at.end(writer)
    expect((await at.sealedBytes(writer)).equals(writer.written)).toBe(true)
    await eventually(async () =>
      failures.includes('spool') ? { found: true } : { waiting: failures.join() },
    )
    expect(readdirSync(at.spoolDir)).toContain('not-a-take.raw')
    // As for files that the recorder may not open: nothing of them is sealed, and somebody has to look.
    await alarmIs(at, 'storageUnavailable', true)
    expect(at.owner.accounted.map((one) => one.recordingId)).not.toContain(recordingId)
    rmSync(folder, { recursive: true })
    await at.accounted({ recordingId, take })
    await alarmIs(at, 'storageUnavailable', false)
  })
})
