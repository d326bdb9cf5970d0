import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { readTunnelFiles, tunnelOf } from '../src/configuration/tunnel-files.ts'
import type { NodeId } from '../src/domain/ids.ts'
import { createTunnels, endedTunnels } from '../src/wiring/tunnels.ts'
import { Feed } from './adapters/esl/support/feed.ts'
import { scratch } from './support/scratch.ts'
import { tunnelCertificates } from './support/tunnel/certificates.ts'

const NODE = 'node_b' as NodeId
const DOWN = { up: false, detail: 'tunnel tls-b to node_b: nothing listens at its far end' } as const

const CLEARED = 'cleared'

function desk(takes: () => boolean = () => true) {
  const alarms = new Feed<string>()
  const metric: boolean[] = []
  const tunnels = createTunnels({
    metric: (_nodeId, up) => metric.push(up),
    alarm: async (_nodeId, detail) => {
      alarms.push(detail ?? CLEARED)
      return takes()
    },
    retryMs: 1,
  })
  onTestFinished(() => tunnels.close())
  return { tunnels, alarms, metric }
}

describe('the alarm of a tunnel', () => {
  it('waits for a second failure, is said once, and is cleared at once', async () => {
    const { tunnels, alarms, metric } = desk()
    tunnels.seen(NODE, { up: true })
    expect(await alarms.count(1)).toEqual([CLEARED])
    tunnels.seen(NODE, DOWN)
    expect(alarms.items).toHaveLength(1)
    for (let n = 0; n < 3; n++) tunnels.seen(NODE, DOWN)
    expect((await alarms.count(2)).at(-1)).toBe(DOWN.detail)
    tunnels.seen(NODE, { up: true })
    expect(await alarms.count(3)).toEqual([CLEARED, DOWN.detail, CLEARED])
    expect(metric).toEqual([true, false, false, false, false, true])
  })

  it('is said again until the owner takes it, and anew when the site was another’s meanwhile', async () => {
    let refusals = 3
    const { tunnels, alarms } = desk(() => refusals-- <= 0)
    tunnels.seen(NODE, { up: true })
    expect(await alarms.count(4)).toEqual(Array(4).fill(CLEARED))
    await setTimeout(0)
    tunnels.seen(NODE, { up: true })
    expect(alarms.items).toHaveLength(4)
    tunnels.afresh()
    tunnels.seen(NODE, { up: true })
    expect(alarms.items).toHaveLength(5)
  })

  it('ends with the tunnel’s entry in the configuration', () => {
    const alarm = { alarm: 'tunnelDown', nodeId: NODE, detail: '', since: 0 } as const
    const loaded = loadConfig({ env: { CTI_SWITCHES: '[{ nodeId: node_b }]' } })
    if (!loaded.ok) throw new Error('unreachable')
    const { switches } = loaded.config
    expect(endedTunnels([alarm, { ...alarm, alarm: 'spoolFull' }], switches, 7)).toEqual([
      { type: 'clearAlarm', at: 7, alarm: 'tunnelDown', nodeId: NODE },
    ])
    const named = switches.map((one) => ({ ...one, tunnel: { ...NO_FILES, name: 'wg-b' } }))
    expect(endedTunnels([alarm], named, 7)).toEqual([])
  })
})

const NO_FILES = {
  ...{ certificateFile: null, keyFile: null, passphraseFile: null, authorityFile: null, serverName: null },
}

describe('the files of a tunnel', () => {
  it('are looked at before anything starts, and named when they are no use', async () => {
    const { path } = scratch()
    const { client, file } = await tunnelCertificates(path)
    const load = (more: object) => {
      const node = { nodeId: 'node_b', host: '10.0.0.5', tunnel: { name: 'tls-b', ...client, ...more } }
      const loaded = loadConfig({ env: { CTI_SWITCHES: JSON.stringify([node]) } })
      if (!loaded.ok) throw new Error('unreachable')
      return loaded.config
    }
    expect(readTunnelFiles(load({}))).toEqual({ faults: [], openToOthers: [] })
    const [other] = load({ serverName: null }).switches
    expect(other && tunnelOf(other)).toMatchObject({ name: 'tls-b', tls: { serverName: '10.0.0.5' } })
    expect(readTunnelFiles(load({ keyFile: file('node.pem') })).faults).toEqual([
      {
        place: file('node.pem'),
        path: 'switches[0].tunnel',
        message: `${file('node.pem')}: is not a private key in PEM`,
      },
    ])
  })
})
