import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRecordingMeter } from '../src/adapters/metrics/recording-metrics.ts'
import { type Config, loadConfig } from '../src/config.ts'
import type { NodeId } from '../src/domain/ids.ts'
import { silentLog } from '../src/lib/log.ts'
import { machineClock } from '../src/runtime/clock.ts'
import type { ApiCommand } from '../src/runtime/gateway.ts'
import type { View } from '../src/runtime/ports.ts'
import { createRecordings, type RecordingsOptions } from '../src/wiring/recordings.ts'
import { eventually } from './support/eventually.ts'
import { scratch } from './support/scratch.ts'

function configIn(dataDir: string, spoolDir: string, more: Readonly<Record<string, string>> = {}): Config {
  const loaded = loadConfig({
    env: {
      CTI_DATA_DIR: dataDir,
      CTI_RECORDING_ENABLED: 'true',
      CTI_RECORDING_SPOOL_DIR: spoolDir,
      CTI_RECORDING_SPOOL_MUST_BE_TMPFS: 'false',
      ...more,
    },
  })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.config
}

/** Starts them as the service does, and keeps what the site's owner is told. */
async function started(
  config: Config,
  open: readonly object[] = [],
  does?: RecordingsOptions['does'],
): Promise<{ told: ApiCommand[]; recorded: () => boolean; unrecorded: Set<NodeId> }> {
  const told: ApiCommand[] = []
  const unrecorded = new Set<NodeId>()
  const recordings = createRecordings({
    config,
    passphrase: '',
    gateway: {
      async dispatch(_, command) {
        told.push(command)
        return { type: 'accepted' }
      },
      figures: async () => undefined,
      flows: async () => undefined,
      flow: async () => undefined,
      numbers: async () => undefined,
      plans: async () => undefined,
      broadcast: async () => undefined,
      nodes: async () => [],
      wait: async () => undefined,
      callbacks: async () => undefined,
      waitAgent: async () => undefined,
    },
    store: {
      views: {
        get: async () => undefined,
        list: async ({ state }) => (state === 'sealing' ? (open as View[]) : []),
      },
      envelopes: { save: async () => 'saved', list: async () => [] },
    },
    clock: machineClock(),
    meter: createRecordingMeter(new Registry()),
    log: silentLog,
    unrecorded,
    lookEveryMs: 20,
    ...(does && { does }),
  })
  onTestFinished(() => recordings.close())
  await recordings.start()
  return { told, unrecorded, recorded: () => unrecorded.size === 0 }
}

/** Nothing is told twice in a row: of an alarm that is off, both who starts a recorder and the recorder say so. */
const about = (told: readonly ApiCommand[], alarm: string, nodeId: string | null = 'node_a') =>
  told
    .flatMap((one) => ('alarm' in one && one.alarm === alarm && one.nodeId === nodeId ? [one.type] : []))
    .filter((type, n, all) => type !== all[n - 1])

it('calls go on where no spool can be made: nothing is recorded, with an alarm', async () => {
  const { path } = scratch()
  writeFileSync(join(path, 'a-file'), '')
  const { told, recorded } = await started(configIn(path, join(path, 'a-file', 'spool')))
  await eventually(async () =>
    about(told, 'storageUnavailable').length > 0 ? { found: true } : { waiting: JSON.stringify(told) },
  )
  expect(recorded()).toBe(false)
  expect(about(told, 'storageUnavailable')).toEqual(['raiseAlarm'])
  expect(told).toContainEqual(
    expect.objectContaining({ type: 'noteRecorder', nodeId: 'node_a', seals: false }),
  )
})

it('the next start that succeeds ends the alarm', async () => {
  const { path } = scratch()
  const { told, recorded } = await started(configIn(path, join(path, 'spool')))
  await eventually(async () =>
    about(told, 'storageUnavailable').length > 0 ? { found: true } : { waiting: JSON.stringify(told) },
  )
  expect(recorded()).toBe(true)
  expect(about(told, 'storageUnavailable')).toEqual(['clearAlarm'])
  expect(about(told, 'keyServiceAway', null)).toEqual(['clearAlarm'])
})

it('goes on trying: what came late, a disk say, is recorded to as soon as it is there', async () => {
  const { path } = scratch()
  const inTheWay = join(path, 'a-file')
  writeFileSync(inTheWay, '')
  const { told, recorded } = await started(configIn(path, join(inTheWay, 'spool')))
  expect(recorded()).toBe(false)
  rmSync(inTheWay)
  await eventually(async () => (recorded() ? { found: true } : { waiting: JSON.stringify(told) }))
  await eventually(async () =>
    about(told, 'storageUnavailable').length === 2 ? { found: true } : { waiting: JSON.stringify(told) },
  )
  expect(about(told, 'storageUnavailable')).toEqual(['raiseAlarm', 'clearAlarm'])
  expect(told).toContainEqual(
    expect.objectContaining({ type: 'noteRecorder', nodeId: 'node_a', seals: true }),
  )
})

it('says of each node at its start whether it is sealed, under a name that stays and that no other has', async () => {
  const { path } = scratch()
  const notesIn = async (dataDir: string) => {
    const { told } = await started(configIn(dataDir, join(dataDir, 'spool'), { CTI_CONTROLLER_ID: 'host-a' }))
    return told.flatMap((one) => (one.type === 'noteRecorder' ? [one] : []))
  }
  const [first] = await notesIn(join(path, 'one'))
  expect(first).toMatchObject({ nodeId: 'node_a', seals: true, by: expect.stringMatching(/^host-a:/) })
  const [other] = await notesIn(join(path, 'other'))
  expect(other?.by).not.toBe(first?.by)
})

describe('beside several switches', () => {
  const NODES = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022 }]'

  it('each spool has a recorder: one that cannot work keeps no other from it', async () => {
    const { path } = scratch()
    const spool = join(path, 'spool')
    mkdirSync(spool)
    writeFileSync(join(spool, 'node_b'), 'in the way')
    const { told, unrecorded } = await started(configIn(path, spool, { CTI_SWITCHES: NODES }))
    expect([...unrecorded]).toEqual(['node_b'])
    await eventually(async () =>
      about(told, 'storageUnavailable', 'node_b').length > 0 ? { found: true } : { waiting: '' },
    )
    expect(about(told, 'storageUnavailable', 'node_b')).toEqual(['raiseAlarm'])
    expect(about(told, 'storageUnavailable', 'node_a')).toEqual(['clearAlarm'])
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'noteRecorder', nodeId: 'node_b', seals: false }),
    )
    rmSync(join(spool, 'node_b'))
    await eventually(async () =>
      unrecorded.size === 0 ? { found: true } : { waiting: [...unrecorded].join() },
    )
    expect(readdirSync(spool).sort()).toEqual(['node_a', 'node_b'])
    expect(readdirSync(join(path, 'stage')).sort()).toEqual(['node_a', 'node_b'])
  })

  it('the alarms of one whose spool is elsewhere end: nobody here would end them', async () => {
    const { path } = scratch()
    const switches = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022, spoolDir: null }]'
    const { told, unrecorded } = await started(
      configIn(path, join(path, 'spool'), { CTI_SWITCHES: switches }),
    )
    await eventually(async () =>
      about(told, 'spoolFull', 'node_b').length > 0 ? { found: true } : { waiting: '' },
    )
    expect(about(told, 'spoolFull', 'node_b')).toEqual(['clearAlarm'])
    // That it isn't recorded is known without a try.
    expect([...unrecorded]).toEqual([])
    expect(readdirSync(join(path, 'spool'))).toEqual(['node_a'])
  })

  it('takes without a file are accounted for, also of a node that was taken out, but for one whose spool can’t be seen', async () => {
    const { path } = scratch()
    const spool = join(path, 'spool')
    mkdirSync(spool)
    writeFileSync(join(spool, 'node_b'), 'in the way')
    const [first, second] = ['rec_01K00000000000000000000001', 'rec_01K00000000000000000000002']
    const view = (recordingId: string | undefined, nodeIds: readonly string[]) => {
      const takes = nodeIds.map((nodeId, take) => ({ take, nodeId, endedAt: 0, samples: null }))
      return { kind: 'recording', id: recordingId, orderAt: 1, body: { recordingId, takes, segments: [] } }
    }
    const open = [view(first, ['node_b', 'node_a']), view(second, ['node_elsewhere', 'node_gone'])]
    const switches = `${NODES.slice(0, -1)}, { nodeId: node_elsewhere, port: 8023, spoolDir: null }]`
    const { told } = await started(configIn(path, spool, { CTI_SWITCHES: switches }), open)
    const accounted = () =>
      new Set(
        told.flatMap((one) =>
          one.type === 'noteTakeAccounted' ? [`${one.recordingId} ${one.take} ${one.samples}`] : [],
        ),
      )
    await eventually(async () => (accounted().size >= 2 ? { found: true } : { waiting: '' }))
    expect(accounted()).toEqual(new Set([`${first} 1 0`, `${second} 1 0`]))
  })
})
