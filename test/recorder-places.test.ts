import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { spoolFileName } from '../src/runtime/recording.ts'
import { abandonedPlaces, configuredPlaces } from '../src/wiring/recorder-places.ts'
import { scratch } from './support/scratch.ts'

function configOf(dataDir: string, switches: string) {
  const env = { CTI_DATA_DIR: dataDir, CTI_RECORDING_SPOOL_DIR: 'spool', CTI_SWITCHES: switches }
  const loaded = loadConfig({ env })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.config
}

const ONE = '[{ nodeId: node_a }]'
const TWO = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022 }]'
const newId = () => `rec_${ulid()}`

function spoolFile(folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, spoolFileName(newId(), 0)), 'said')
}

describe('where recorders work', () => {
  const placesOf = (switches: string) =>
    configuredPlaces(configOf('/data', switches)).map(({ nodeId, spoolDir, stageDir }) =>
      [nodeId, spoolDir, stageDir].join(' '),
    )

  it('one switch has spool and stage to itself', () => {
    expect(placesOf(ONE)).toEqual(['node_a /data/spool /data/stage'])
  })

  it('of several each has its own of both', () => {
    expect(placesOf(TWO)).toEqual([
      'node_a /data/spool/node_a /data/stage/node_a',
      'node_b /data/spool/node_b /data/stage/node_b',
    ])
  })

  it('the one that was there first keeps its places where it says so; whose spool is elsewhere has none', () => {
    const switches =
      '[{ nodeId: node_a, spoolDir: spool }, { nodeId: node_b, port: 8022, spoolDir: null }, { nodeId: node_c, port: 8023 }]'
    expect(placesOf(switches)).toEqual([
      'node_a /data/spool /data/stage',
      'node_c /data/spool/node_c /data/stage/node_c',
    ])
  })
})

describe('what lies where no switch writes any more', () => {
  it('is nothing on a new machine, and nothing that a switch of the configuration has', () => {
    const { path } = scratch()
    expect(abandonedPlaces(configOf(path, TWO))).toEqual([])
    for (const node of ['node_a', 'node_b']) {
      spoolFile(join(path, 'spool', node))
      mkdirSync(join(path, 'stage', node, newId()), { recursive: true })
    }
    // Not of recordings.
    mkdirSync(join(path, 'spool', 'speech'))
    mkdirSync(join(path, 'stage', 'not-understood'))
    expect(abandonedPlaces(configOf(path, TWO))).toEqual([])
  })

  it('from when there was one switch, is found', () => {
    const { path } = scratch()
    spoolFile(join(path, 'spool'))
    const place = { nodeId: null, spoolDir: join(path, 'spool'), stageDir: join(path, 'stage') }
    expect(abandonedPlaces(configOf(path, TWO))).toEqual([place])
    expect(abandonedPlaces(configOf(path, ONE))).toEqual([])
  })

  it('of a switch that was taken out, is found, by its stage alone as well', () => {
    const { path } = scratch()
    mkdirSync(join(path, 'stage', 'node_b', newId()), { recursive: true })
    mkdirSync(join(path, 'stage', 'node_c'))
    const spoolDir = join(path, 'spool', 'node_b')
    const place = { nodeId: 'node_b', spoolDir, stageDir: join(path, 'stage', 'node_b') }
    expect(abandonedPlaces(configOf(path, ONE))).toEqual([place])
    // Its spool is elsewhere now; what was sealed here before is stored all the same.
    const elsewhere = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022, spoolDir: null }]'
    expect(abandonedPlaces(configOf(path, elsewhere))).toEqual([place])
  })
})
