/** The recorder is killed again and again while the switch writes on: nothing is lost, nothing is sealed twice. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { scratch } from '../../support/scratch.ts'
import { freshStore, SITE } from '../store/support.ts'
import { type RecorderProcess, recorderProcesses } from './support/child-process.ts'
import { certificates, dataKeyOf, joined, openAll } from './support/opening.ts'
import { memory, newRecordingId, openObjects } from './support/recorder.ts'
import { SpoolWriter } from './support/writer.ts'

const KILLS = 20
/** Each kill cuts so many takes off. */
const CALLS_AT_ONCE = 5
/**
 * How often the stage is seen to change before the kill: by its work, not by the clock, so that a busy machine kills it
 * in the same places. A take begins with some six changes, and then its object grows twice a second.
 */
const MOST_CHANGES = 30
const LONGEST_LIFE_MS = 5_000
const LOOK_EVERY_MS = 10
/** So often it is killed while it starts. */
const EARLY_SHARE = 0.15
const HANG_UP_EVERY = 3

interface Report {
  readonly accounted?: { recordingId: string; take: number; samples: number }
  readonly stalled?: object
  readonly alarm?: string
}

it('loses and doubles nothing when it is killed again and again at random moments', async () => {
  const store = await freshStore()
  const { path } = scratch()
  const [spoolDir, stageDir, storeDir, ownerDir] = [
    join(memory(), 'spool'),
    join(path, 'stage'),
    join(path, 'store'),
    join(path, 'owner'),
  ]
  for (const folder of [spoolDir, ownerDir]) mkdirSync(folder)
  const knowledge: Record<string, string> = {}
  const tellOwner = () => writeFileSync(join(ownerDir, 'knowledge.json'), JSON.stringify(knowledge))
  const reports = (): Report[] =>
    readFileSync(join(ownerDir, 'reports.jsonl'), 'utf8')
      .split('\n')
      // A kill may cut a line.
      .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Report] : []))
  writeFileSync(join(ownerDir, 'reports.jsonl'), '')
  tellOwner()

  const all: SpoolWriter[] = []
  const talking: SpoolWriter[] = []
  const callIn = () => {
    const writer = new SpoolWriter(spoolDir, newRecordingId(), all.length % 3)
    knowledge[`${writer.recordingId}.${writer.take}`] = 'running'
    tellOwner()
    writer.speak()
    all.push(writer)
    talking.push(writer)
  }
  const hangUp = () => {
    const writer = talking.shift()
    if (writer === undefined) return
    writer.end()
    knowledge[`${writer.recordingId}.${writer.take}`] = 'ended'
    tellOwner()
  }

  const settings = {
    siteId: SITE,
    database: store.database,
    spoolDir,
    stageDir,
    storeDir,
    ownerDir,
    ...certificates,
  }
  const processes = await recorderProcesses(settings)
  let recorder: RecorderProcess | undefined
  onTestFinished(async () => {
    for (const writer of all) writer.pause()
    await recorder?.kill()
    await processes.close()
    await store.close()
  })

  while (talking.length < CALLS_AT_ONCE) callIn()
  for (let kills = 1; kills <= KILLS; kills += 1) {
    recorder = processes.start()
    if (Math.random() < EARLY_SHARE) await after(Math.random() * 400)
    else {
      await recorder.ready
      await changed(stageDir, Math.ceil(Math.random() * MOST_CHANGES))
      await after(Math.random() * 60)
    }
    await recorder.kill()
    if (kills % HANG_UP_EVERY === 0) {
      hangUp()
      callIn()
    }
  }
  while (talking.length > 0) hangUp()
  recorder = processes.start()
  await recorder.ready
  await eventually(async () => {
    const left = readdirSync(spoolDir)
    return left.length === 0 ? { found: true } : { waiting: `${left.join()} ${recorder?.output()}` }
  }, 60_000)
  await eventually(async () => {
    const left = readdirSync(stageDir).filter((name) => name.startsWith('rec_'))
    return left.length === 0 ? { found: true } : { waiting: left.join() }
  })

  const objects = await openObjects(storeDir)
  const [dataKeys, keysOfObjects] = [new Set<string>(), new Set<string>()]
  let [envelopes, truncated] = [0, 0]
  for (const writer of all) {
    const rows = await store.envelopes.list(SITE, writer.recordingId)
    for (const row of rows) {
      dataKeys.add(dataKeyOf(row.envelope).toString('hex'))
      envelopes += 1
    }
    const segments = await openAll(objects, rows)
    for (const { row } of segments) {
      keysOfObjects.add(row.object?.key ?? '')
      if (row.object?.truncated === true) truncated += 1
    }
    const sealed = joined(segments, writer.take)
    expect(sealed.length).toBe(writer.length)
    expect(sealed.equals(writer.written)).toBe(true)
    expect(reports()).toContainEqual({
      accounted: { recordingId: writer.recordingId, take: writer.take, samples: writer.length / 4 },
    })
  }
  // Each envelope has a key of its own, and nothing is in the store that no envelope opens.
  expect(dataKeys.size).toBe(envelopes)
  const page = await objects.list({ limit: 1_000 })
  expect(page.type === 'page' && new Set(page.keys)).toEqual(keysOfObjects)
  // The kills did hit segments at work.
  expect(truncated).toBeGreaterThan(KILLS)
  expect(reports().flatMap(({ alarm }) => alarm ?? [])).toEqual([])
}, 300_000)

/** Waits until the stage has changed so often, or the recorder has lived long enough. */
async function changed(stageDir: string, times: number): Promise<void> {
  const until = performance.now() + LONGEST_LIFE_MS
  let [before, left] = [await outline(stageDir), times]
  while (left > 0 && performance.now() < until) {
    await after(LOOK_EVERY_MS)
    const now = await outline(stageDir)
    if (now !== before) left -= 1
    before = now
  }
}

/** Which files there are, and how long. Folders and files may go while it looks. */
async function outline(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const looks = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return `${entry.name}/ ${await outline(path)}`
    const size = await stat(path).then(
      (file) => file.size,
      () => -1,
    )
    return `${entry.name} ${size}`
  })
  return (await Promise.all(looks)).join()
}
