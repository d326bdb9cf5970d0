import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { expect, it, onTestFinished } from 'vitest'
import { createRecordingMeter } from '../src/adapters/metrics/recording-metrics.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { silentLog } from '../src/lib/log.ts'
import { machineClock } from '../src/runtime/clock.ts'
import type { ApiCommand } from '../src/runtime/gateway.ts'
import { createRecordings } from '../src/wiring/recordings.ts'
import { eventually } from './support/eventually.ts'
import { scratch } from './support/scratch.ts'

function configIn(dataDir: string, spoolDir: string): Config {
  const loaded = loadConfig({
    env: {
      CTI_DATA_DIR: dataDir,
      CTI_RECORDING_ENABLED: 'true',
      CTI_RECORDING_SPOOL_DIR: spoolDir,
      CTI_RECORDING_SPOOL_MUST_BE_TMPFS: 'false',
    },
  })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.config
}

/** Starts them as the service does, and keeps what the site's owner is told. */
async function started(config: Config): Promise<{ told: ApiCommand[]; recorded: () => boolean }> {
  const told: ApiCommand[] = []
  let recorded = true
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
    },
    store: {
      views: { get: async () => undefined, list: async () => [] },
      envelopes: { save: async () => 'saved', list: async () => [] },
    },
    clock: machineClock(),
    meter: createRecordingMeter(new Registry()),
    log: silentLog,
    canRecord: (can) => {
      recorded = can
    },
  })
  onTestFinished(() => recordings.close())
  await recordings.start()
  return { told, recorded: () => recorded }
}

const about = (told: readonly ApiCommand[], alarm: string) =>
  told.flatMap((one) => ('alarm' in one && one.alarm === alarm && one.nodeId === null ? [one.type] : []))

it('calls go on where no spool can be made: nothing is recorded, with an alarm', async () => {
  const { path } = scratch()
  writeFileSync(join(path, 'a-file'), '')
  const { told, recorded } = await started(configIn(path, join(path, 'a-file', 'spool')))
  await eventually(async () =>
    about(told, 'storageUnavailable').length > 0 ? { found: true } : { waiting: JSON.stringify(told) },
  )
  expect(recorded()).toBe(false)
  expect(about(told, 'storageUnavailable')).toEqual(['raiseAlarm'])
  expect(told).toContainEqual(expect.objectContaining({ type: 'setRecordingPolicy', enabled: false }))
})

it('the next start that succeeds ends the alarm', async () => {
  const { path } = scratch()
  const { told, recorded } = await started(configIn(path, join(path, 'spool')))
  await eventually(async () =>
    about(told, 'storageUnavailable').length > 0 ? { found: true } : { waiting: JSON.stringify(told) },
  )
  expect(recorded()).toBe(true)
  expect(about(told, 'storageUnavailable')).toEqual(['clearAlarm'])
  expect(about(told, 'keyServiceAway')).toEqual(['clearAlarm'])
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
  expect(told).toContainEqual(expect.objectContaining({ type: 'setRecordingPolicy', enabled: true }))
})
