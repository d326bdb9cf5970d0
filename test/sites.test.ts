import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultLines, loadConfig, type ProcessConfig } from '../src/config.ts'
import { scratch } from './support/scratch.ts'

const MACHINE = { uid: 0, homeDirectory: '/root', hostName: 'cti-1' }

/** Loads an operator's file with this text. */
function load(text: string, env: Record<string, string> = {}) {
  const folder = scratch()
  const file = folder.write('own.yaml', text)
  return { folder: folder.path, loaded: loadConfig({ argv: ['--config', file], env, machine: MACHINE }) }
}

function good(text: string, env: Record<string, string> = {}): { folder: string; config: ProcessConfig } {
  const { folder, loaded } = load(text, env)
  if (!loaded.ok) throw new Error(faultLines(loaded.faults))
  return { folder, config: loaded.config }
}

/** The faults, with the file's name left out. */
function faults(text: string, env: Record<string, string> = {}): string[] {
  const { folder, loaded } = load(text, env)
  return loaded.ok ? [] : faultLines(loaded.faults).replaceAll(`${folder}/`, '').split('\n')
}

const TWO = `
lease: { ttlMs: 4000 }
routing: { ringMs: 9000 }
sites:
  - siteId: site_west
    switches: [{ nodeId: node_w }]
  - siteId: site_east
    switches: [{ nodeId: node_e, port: 8022 }]
    seedFile: east.yaml
    flows: { otherwise: flow_east, numbers: { "9000": flow_nine } }
    routing: { wrapUpMs: 1 }
`

describe('sites of one process', () => {
  it('are one where none is listed: what the configuration describes', () => {
    const { config } = good('siteId: site_only')
    const { sites, ...first } = config
    expect(sites).toEqual([first])
    expect(first.siteId).toBe('site_only')
  })

  it('have what their entries say, and the rest from the whole', () => {
    const { folder, config } = good(TWO)
    const [west, east] = config.sites
    expect(config.sites.map(({ siteId }) => siteId)).toEqual(['site_west', 'site_east'])
    expect([west?.lease.ttlMs, east?.lease.ttlMs]).toEqual([4000, 4000])
    expect([west?.routing, east?.routing]).toEqual([
      { ringMs: 9000, wrapUpMs: 15_000 },
      { ringMs: 9000, wrapUpMs: 1 },
    ])
    expect([west?.flows.otherwise, east?.flows.otherwise]).toEqual(['flow_hospital', 'flow_east'])
    expect([west?.flows.numbers, east?.flows.numbers]).toEqual([{}, { '9000': 'flow_nine' }])
    expect(east?.switches).toMatchObject([{ nodeId: 'node_e', host: '127.0.0.1', port: 8022 }])
    // A file stands beside the file that names it; what the entry doesn't name is where it was.
    expect(east?.seedFile).toBe(join(folder, 'east.yaml'))
    expect(east?.flows.directory).toBe(west?.flows.directory)
  })

  it('the first is what a reader of one site sees', () => {
    const { config } = good(TWO)
    expect(config.siteId).toBe('site_west')
    expect(config.switches).toEqual(config.sites[0]?.switches)
  })

  it('keep recordings apart: the first where one site would, the others below that', () => {
    const text = `
recording: { spoolDir: /spool, stageDir: /stage, storeDir: /store }
sites:
  - { siteId: site_a, switches: [{ nodeId: node_a }] }
  - { siteId: site_b, switches: [{ nodeId: node_b, port: 1 }, { nodeId: node_c, port: 2 }] }
  - { siteId: site_c, switches: [{ nodeId: node_d, port: 3 }], recording: { spoolDir: /own, inbound: false } }
`
    const { config } = good(text)
    expect(
      config.sites.map(({ recording: { spoolDir, stageDir, storeDir } }) => [spoolDir, stageDir, storeDir]),
    ).toEqual([
      ['/spool', '/stage', '/store'],
      ['/spool/site_b', '/stage/site_b', '/store'],
      ['/own', '/stage/site_c', '/store'],
    ])
    expect(config.sites.map(({ switches }) => switches.map(({ spoolDir }) => spoolDir))).toEqual([
      ['/spool'],
      ['/spool/site_b/node_b', '/spool/site_b/node_c'],
      ['/own'],
    ])
  })

  it('may come from a variable, which wins over the file', () => {
    const env = { CTI_SITES: '[{ siteId: site_x, switches: [{ nodeId: node_x }], seedFile: /x.yaml }]' }
    const { config } = good(TWO, env)
    expect(config.sites.map(({ siteId, seedFile }) => [siteId, seedFile])).toEqual([['site_x', '/x.yaml']])
    expect(
      faults('', {
        CTI_SITES: '[{ siteId: site_x, switches: [{ nodeId: node_x }], flows: { directory: x } }]',
      }),
    ).toEqual(['CTI_SITES: sites[0].flows.directory: found a relative path, expected one that begins with /'])
  })

  it('are refused with file, line and column of each fault, together with those of the rest', () => {
    const text = `http: { port: 99999 }
sites:
  - siteId: east
    switches: [{ nodeId: node_e }]
    ringMs: 1
  - siteId: site_west
    switches: [{ nodeId: node_w, host: 10.0.0.1 }]
    flows: { directry: x }
    routing: { ringMs: fast }
  - switches: [{ nodeId: node_z }]
`
    const found = faults(text)
    expect(found).toEqual([
      expect.stringMatching(/^own\.yaml:1:15: http\.port: found 99999, /),
      expect.stringMatching(/^own\.yaml:3:13: sites\[0\]\.siteId: found "east", expected site_/),
      expect.stringMatching(/^own\.yaml:5:5: sites\[0\]\.ringMs: unknown key ringMs/),
      expect.stringMatching(/^own\.yaml:7:\d+: sites\[1\]\.switches\[0\]\.host: .*tunnel/),
      expect.stringMatching(/^own\.yaml:8:\d+: sites\[1\]\.flows\.directry: unknown key directry.*directory/),
      expect.stringMatching(/^own\.yaml:9:\d+: sites\[1\]\.routing\.ringMs: found "fast", expected a/),
      expect.stringMatching(/^own\.yaml:10:\d+: sites\[2\]\.siteId: found nothing, expected /),
    ])
  })

  it('are refused what the whole process has once', () => {
    expect(faults('sites: [{ siteId: site_a, switches: [{ nodeId: node_a }], http: { port: 1 } }]')).toEqual([
      expect.stringMatching(/^own\.yaml:1:\d+: sites\[0\]\.http: unknown key http/),
    ])
  })

  it.each([
    [
      'name',
      'siteId: site_a, switches: [{ nodeId: node_b, port: 2 }]',
      'siteId: two sites are called site_a',
    ],
    ['switch', 'siteId: site_b, switches: [{ nodeId: node_a, port: 2 }]', 'node_a is a switch of site_a too'],
    [
      'event socket',
      'siteId: site_b, switches: [{ nodeId: node_b }]',
      '127.0.0.1:8021 is a switch of site_a too',
    ],
    [
      'spool',
      'siteId: site_b, switches: [{ nodeId: node_b, port: 2 }], recording: { spoolDir: /spool }',
      'recordings of site_a are there too',
    ],
  ])('never share a %s', (_, second, message) => {
    const text = `
recording: { spoolDir: /spool }
sites:
  - { siteId: site_a, switches: [{ nodeId: node_a }] }
  - { ${second} }
`
    expect(faults(text)).toEqual([expect.stringContaining(message)])
    expect(faults(text)[0]).toMatch(/^own\.yaml:5:\d+: /)
  })
})
