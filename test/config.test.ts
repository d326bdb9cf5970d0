import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ConfigSources, DEFAULT_CONFIG_FILE, faultLine, loadConfig, loadSeed } from '../src/config.ts'
import { environmentNames } from '../src/configuration/environment.ts'
import { configSchema } from '../src/configuration/schema.ts'
import { readYaml } from '../src/lib/yaml-source.ts'
import { scratch } from './support/scratch.ts'

const machine = { uid: 1000, homeDirectory: '/home/li', hostName: 'CTI-1.Hospital.local' }

function load(sources: Partial<ConfigSources> = {}) {
  const outcome = loadConfig({ env: {}, machine, ...sources })
  if (!outcome.ok) throw new Error(outcome.faults.map(faultLine).join('\n'))
  return outcome.config
}

function faults(sources: Partial<ConfigSources>): string[] {
  const outcome = loadConfig({ env: {}, machine, ...sources })
  return outcome.ok ? [] : outcome.faults.map(faultLine)
}

describe('the default configuration', () => {
  it('says in its file what the schema says in code, key by key', () => {
    const file = readYaml(DEFAULT_CONFIG_FILE)
    if (!file.ok) throw new Error(file.faults.map(faultLine).join('\n'))
    expect(file.value.value).toEqual(configSchema.parse({}))
  })

  it('explains every key beside or above it', () => {
    const lines = readFileSync(DEFAULT_CONFIG_FILE, 'utf8').split('\n')
    const top = lines.flatMap((line, index) => (/^[a-zA-Z]+:/.test(line) ? [index] : []))
    expect(top).toHaveLength(Object.keys(configSchema.shape).length)
    const bareBlock = (index: number) => {
      const block = lines.slice(index + 1).indexOf('')
      return (
        !lines[index - 1]?.startsWith('#') &&
        !lines.slice(index, index + 1 + block).some((l) => l.includes('#'))
      )
    }
    expect(top.filter(bareBlock).map((index) => lines[index])).toEqual([])
  })

  it('stands by itself, with every path absolute and every secret in a file', () => {
    const config = load()
    expect(config).toMatchObject({
      siteId: 'site_main',
      controllerId: 'cti-1-hospital-local',
      dataDir: '/home/li/.local/share/cti-bridge',
      http: { address: '127.0.0.1', port: 8080 },
      secrets: { apiTokenFile: '/home/li/.local/share/cti-bridge/secrets/api-token' },
      prompts: { directory: '/home/li/.local/share/cti-bridge/prompts', languages: ['zh', 'en'] },
    })
    expect(config.flows.directory).toBe(DEFAULT_CONFIG_FILE.replace('cti-bridge.yaml', 'flows'))
    expect(load({ machine: { ...machine, uid: 0 } }).dataDir).toBe('/var/lib/cti-bridge')
    expect(load({ machine: { ...machine, hostName: '门诊' } }).controllerId).toBe('controller')
  })

  it('cannot be changed once loaded', () => {
    const config = load()
    const port = config.http as { port: number }
    const nodes = config.switches as unknown as unknown[]
    expect(() => {
      port.port = 1
    }).toThrow(TypeError)
    expect(() => nodes.push({})).toThrow(TypeError)
  })
})

describe('a file of the operator’s own', () => {
  it('changes what it holds, by --config or CTI_CONFIG, and nothing else', () => {
    const file = scratch().write('mine.yaml', 'http:\n  port: 9000\nseedFile: own-seed.yaml\nlog:\n')
    for (const sources of [
      { argv: ['--config', file] },
      { argv: [`--config=${file}`] },
      { env: { CTI_CONFIG: file } },
    ]) {
      const config = load(sources)
      expect(config.http).toMatchObject({ port: 9000, address: '127.0.0.1' })
      expect(config.log.level).toBe('info')
      expect(config.seedFile).toBe(file.replace('mine.yaml', 'own-seed.yaml'))
      expect(config.flows.directory).toBe(DEFAULT_CONFIG_FILE.replace('cti-bridge.yaml', 'flows'))
    }
  })

  it('replaces lists and free maps as a whole', () => {
    const { write } = scratch()
    const lower = write('lower.yaml', 'flows: { numbers: { "4001": flow_a, "4002": flow_b } }\n')
    const upper = write(
      'upper.yaml',
      'flows: { numbers: { "4003": flow_c } }\nswitches: [{ nodeId: node_b }]\n',
    )
    const config = load({ files: [DEFAULT_CONFIG_FILE, lower], argv: ['--config', upper] })
    expect(config.flows.numbers).toEqual({ '4003': 'flow_c' })
    expect(config.switches.map((node) => node.nodeId)).toEqual(['node_b'])
  })

  it('may be empty', () => {
    expect(load({ argv: ['--config', scratch().write('empty.yaml', '# later\n')] })).toEqual(load())
  })

  it('is refused with all its faults, beside those of the environment', () => {
    const file = scratch().write(
      'mine.yaml',
      [
        'http: { prot: 80, port: high }',
        'database: { password: hunter2, passwordFile: 77 }',
        'lease: { renewMs: 1900 }',
        'switches: [{ nodeId: node_a }, { nodeId: node_a, port: 0 }]',
        'flows: { numbers: { abc: flow_x, "1": nope } }',
        'colour: red',
      ].join('\n'),
    )
    const env = { CTI_HTTP_ADRESS: 'x', CTI_DATABASE_PORT: 'abc', CTI_TEST_FREESWITCH: '/opt', PATH: '/bin' }
    expect(faults({ argv: ['--config', file], env })).toEqual([
      'CTI_HTTP_ADRESS: unknown variable; did you mean "CTI_HTTP_ADDRESS"?',
      'CTI_DATABASE_PORT: database.port: found "abc", expected a number',
      `${file}:1:9: http.prot: unknown key prot; did you mean "port"?`,
      `${file}:1:25: http.port: found "high", expected a number`,
      `${file}:2:13: database.password: unknown key password; did you mean "passwordFile"?`,
      `${file}:2:46: database.passwordFile: found a number (not shown), expected a text`,
      `${file}:3:19: lease.renewMs: renewMs must be at most half of ttlMs: one renewal may get lost`,
      `${file}:4:11: switches: two switches have the same nodeId`,
      `${file}:4:56: switches[1].port: found 0, expected at least 1`,
      `${file}:5:21: flows.numbers.abc: found the key abc, expected a called number: digits, an optional + before them`,
      `${file}:5:39: flows.numbers.1: found "nope", expected flow_name (lower-case letters, digits, single hyphens)`,
      expect.stringContaining(`${file}:6:1: colour: unknown key colour; known here: siteId, `),
    ])
  })

  it('that is missing or damaged is a fault, and so is any other argument', () => {
    expect(faults({ argv: ['--config', '/nowhere.yaml'] })).toEqual(['/nowhere.yaml: no such file'])
    const file = scratch().write('bad.yaml', 'http: [\n')
    expect(faults({ env: { CTI_CONFIG: file } }).join()).toContain(`${file}:`)
    for (const argv of [['--confg', file], ['extra'], ['--config']]) {
      expect(faults({ argv })).toEqual(['command line: expected nothing but --config FILE and --role ROLE,…'])
    }
  })
})

describe('a switch on another machine', () => {
  const own = (node: string) => ({
    env: { CTI_SWITCHES: `[{ nodeId: node_b, ${node} }]`, CTI_DATA_DIR: '/srv/cti' },
  })
  const certificates = 'certificateFile: a.pem, keyFile: /etc/a.key, authorityFile: ca.pem'

  it('is refused without a tunnel, and told what to do', () => {
    for (const host of ['10.20.0.5', 'node-b.hospital.example', '::2', '0.0.0.0', '128.0.0.1']) {
      expect(faults(own(`host: "${host}"`))).toEqual([
        expect.stringMatching(
          /^CTI_SWITCHES: switches\[0\]\.host: the event socket is clear text.*name a tunnel/,
        ),
      ])
    }
    for (const host of ['127.0.0.1', '127.8.0.1', '::1', 'localhost']) {
      expect(load(own(`host: "${host}"`)).switches[0]?.tunnel).toBeNull()
    }
  })

  it('is reached through one that is named, or through ours with all its files', () => {
    expect(load(own('host: 10.20.0.5, tunnel: { name: wg-b }')).switches[0]?.tunnel).toEqual({
      ...{ name: 'wg-b', certificateFile: null, keyFile: null, passphraseFile: null },
      ...{ authorityFile: null, serverName: null },
    })
    const ours = load(
      own(`host: 10.20.0.5, tunnel: { name: tls-b, ${certificates}, serverName: node-b.cti }`),
    )
    expect(ours.switches[0]?.tunnel).toMatchObject({
      certificateFile: '/srv/cti/a.pem',
      keyFile: '/etc/a.key',
      authorityFile: '/srv/cti/ca.pem',
      serverName: 'node-b.cti',
    })
    const parts = ['certificateFile: a.pem', 'keyFile: a.key, certificateFile: a.pem', 'passphraseFile: p']
    for (const part of parts) {
      expect(faults(own(`tunnel: { name: tls-b, ${part} }`)).join()).toMatch(/switches\[0\]\.tunnel: /)
    }
    expect(faults(own('tunnel: { name: "a b" }')).join()).toContain('switches[0].tunnel.name')
  })
})

describe('CTI_ variables', () => {
  it('win over files, each under the name of its key', () => {
    const file = scratch().write('mine.yaml', 'http: { port: 9000 }\n')
    const config = load({
      argv: ['--config', file],
      env: {
        CTI_HTTP_PORT: '0',
        CTI_DATA_DIR: '/srv/cti',
        CTI_DATABASE_APPEND_TIMEOUT_MS: '300',
        CTI_DATABASE_PASSWORD_FILE: 'null',
        CTI_REDIS_PASSWORD_FILE: '/run/secrets/redis',
        CTI_LOG_PRETTY: 'true',
        CTI_PROMPTS_LANGUAGES: 'en, zh',
        CTI_FLOWS_NUMBERS: '{ "0800": flow_night }',
        CTI_SWITCHES: '[{ nodeId: node_b, port: 18021 }]',
        CTI_SITE_ID: '',
      },
    })
    expect(config).toMatchObject({
      siteId: 'site_main',
      http: { port: 0 },
      dataDir: '/srv/cti',
      database: { appendTimeoutMs: 300, passwordFile: null },
      redis: { passwordFile: '/run/secrets/redis' },
      log: { pretty: true },
      prompts: { languages: ['en', 'zh'], directory: '/srv/cti/prompts' },
      flows: { numbers: { '0800': 'flow_night' } },
      switches: [
        {
          nodeId: 'node_b',
          port: 18021,
          passwordFile: '/srv/cti/secrets/event-socket-password',
          pokeAlways: true,
        },
      ],
    })
  })

  it('exist for every key, none twice', () => {
    const paths = [...environmentNames().values()].map((leaf) => leaf.path.join('.'))
    expect(new Set(paths).size).toBe(paths.length)
    expect([...environmentNames().keys()]).toEqual(
      expect.arrayContaining([
        'CTI_DATA_DIR',
        'CTI_HTTP_PORT',
        'CTI_SECRETS_API_TOKEN_FILE',
        'CTI_LEASE_TTL_MS',
      ]),
    )
  })

  it('take URLs, and the variable of a single key beside them wins', () => {
    const config = load({
      env: {
        CTI_DATABASE_URL: 'postgres://bridge@[::1]:6000/calls',
        CTI_DATABASE_PORT: '6001',
        CTI_REDIS_URL: 'redis://cache:7000',
      },
    })
    expect(config.database).toMatchObject({ host: '::1', port: 6001, user: 'bridge', database: 'calls' })
    expect(config.redis).toMatchObject({ host: 'cache', port: 7000 })
  })

  it('that cannot be used are named, and never quoted where a secret may be', () => {
    const lines = faults({
      env: {
        CTI_DATABASE_URL: 'postgres://u:hunter2@db/x',
        CTI_REDIS_URL: 'hunter2',
        CTI_API_TOKEN: 'hunter2',
        CTI_DATABASE_PASSWORD: 'hunter2',
        CTI_SWITCHES: '[{ nodeId: node_a, password: hunter2 }',
        CTI_SEED_FILE: 'seed.yaml',
        CTI_LOG_PRETTY: 'yes',
      },
    })
    expect(lines.join('\n')).not.toContain('hunter2')
    expect(lines.filter((line) => !line.startsWith('CTI_SWITCHES'))).toEqual([
      'CTI_DATABASE_URL: holds a password: put it into the file that database.passwordFile names',
      'CTI_REDIS_URL: expected redis://HOST:PORT',
      'CTI_API_TOKEN: unknown variable',
      expect.stringMatching(/^CTI_DATABASE_PASSWORD: unknown variable/),
      'CTI_SEED_FILE: found a relative path, expected one that begins with /',
      'CTI_LOG_PRETTY: log.pretty: found "yes", expected true or false',
    ])
    expect(lines.join('\n')).toMatch(/^CTI_SWITCHES:1:\d+: not valid YAML/m)
  })
})

describe('the seed', () => {
  const defaults = { ringMs: 20_000, wrapUpMs: 15_000 }

  it('that is shipped has the five queues, and agents who serve each of them', () => {
    const seed = loadSeed(load().seedFile, defaults)
    if (!seed.ok) throw new Error(seed.faults.map(faultLine).join('\n'))
    const { queues, agents } = seed.value
    expect(queues.map((queue) => [queue.queueId, queue.priority])).toEqual([
      ['queue_appointments', 'routine'],
      ['queue_reports', 'routine'],
      ['queue_medication', 'routine'],
      ['queue_emergency', 'emergency'],
      ['queue_general', 'routine'],
    ])
    expect(queues[0]).toMatchObject({ ringMs: 20_000, wrapUpMs: 15_000, musicStream: 'local_stream://moh' })
    expect(queues[3]).toMatchObject({ ringMs: 10_000, wrapUpMs: 5000 })
    for (const { queueId } of queues)
      expect(agents.some((agent) => agent.queueIds.includes(queueId))).toBe(true)
    expect(agents.map((agent) => agent.extension)).toEqual(['1001', '1002', '1003', '1004'])
  })

  it('reports duplicates, dangling references and wrong values together', () => {
    const file = scratch().write(
      'seed.yaml',
      [
        'queues:',
        '  - { queueId: queue_a, names: { zh: 甲, en: A } }',
        '  - { queueId: queue_a, names: { zh: 乙 }, musicStream: "local_stream://x;rm" }',
        'agents:',
        '  - { agentId: agent_li, name: 李, extension: 1001, queueIds: [queue_a, queue_a] }',
        '  - { agentId: agent_li, name: 李, extension: "1002", queueIds: [queue_b] }',
        '  - { agentId: li, name: 李, extension: "1002", queueIds: [] }',
      ].join('\n'),
    )
    const seed = loadSeed(file, defaults)
    expect(seed.ok ? [] : seed.faults.map(faultLine)).toEqual([
      `${file}:3:16: queues[1].queueId: "queue_a" stands above already`,
      `${file}:3:25: queues[1].names.en: found nothing, expected a text`,
      `${file}:3:56: queues[1].musicStream: found "local_stream://x;rm", expected local_stream://NAME, tone_stream://TONES or silence_stream://-1`,
      `${file}:5:46: agents[0].extension: found 1001, expected an extension in quotes: "1001"`,
      `${file}:5:72: agents[0].queueIds[1]: "queue_a" stands here twice`,
      `${file}:6:16: agents[1].agentId: "agent_li" stands above already`,
      `${file}:6:65: agents[1].queueIds[0]: there is no queue "queue_b"; did you mean "queue_a"?`,
      `${file}:7:16: agents[2].agentId: found "li", expected agent_name (lower-case letters, digits, single hyphens)`,
      `${file}:7:40: agents[2].extension: "1002" stands above already`,
    ])
  })
})

describe('roles', () => {
  it('are all by default, and set by the file, a variable or an argument', () => {
    expect(load().roles).toEqual(['controller', 'api', 'worker', 'recorder'])
    expect(load({ env: { CTI_ROLES: 'api,worker' } }).roles).toEqual(['api', 'worker'])
    expect(load({ env: { CTI_ROLES: 'api' }, argv: ['--role', 'controller, recorder'] }).roles).toEqual([
      'controller',
      'recorder',
    ])
  })

  it('that aren’t there are refused in plain words, the edge among them', () => {
    const expected = 'expected one of controller, api, worker, recorder'
    expect(faults({ argv: ['--role', 'controller,edge'] })).toEqual([
      `--role: roles[1]: found "edge", ${expected} (this version has no SIP edge yet)`,
    ])
    expect(faults({ env: { CTI_ROLES: 'agent' } })).toEqual([
      `CTI_ROLES: roles[0]: found "agent", ${expected}`,
    ])
    expect(faults({ env: { CTI_ROLES: 'api,api' } }).join()).toContain('each role once')
  })

  it('need an address for others where a listener takes all interfaces', () => {
    expect(faults({ env: { CTI_INTERNAL_ADDRESS: '0.0.0.0' } }).join()).toContain('internal.advertise')
    const { internal } = load({ env: { CTI_INTERNAL_ADDRESS: '10.0.0.1' } })
    expect(internal).toMatchObject({ address: '10.0.0.1', advertise: '10.0.0.1', port: 8444 })
  })
})
