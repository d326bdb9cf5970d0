import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { environmentNames } from '../src/configuration/environment.ts'
import { ROLES } from '../src/configuration/schema.ts'

/** What can be known of Dockerfile and compose.yaml without an engine that builds and runs them. */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => readFileSync(`${ROOT}${name}`, 'utf8')
const instructions = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1).trim() }))
const all = (name: string) => instructions.filter((one) => one.name === name).map(({ rest }) => rest)

describe('Dockerfile', () => {
  it('copies only what is in the repository and what .dockerignore lets through', () => {
    const allowed = new Set(
      read('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    )
    const copied = all('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(/\s+/).slice(0, -1))
    expect(copied.length).toBeGreaterThan(5)
    for (const path of copied) {
      expect(existsSync(`${ROOT}${path}`), path).toBe(true)
      expect(allowed.has(path), `${path} in .dockerignore`).toBe(true)
    }
    expect([...allowed].filter((path) => !copied.includes(path))).toEqual([])
    expect(read('.dockerignore').split('\n')).toContain('*')
  })

  it('begins with one image for all stages, a Node that the package asks for', () => {
    const images = new Set(all('FROM').map((rest) => rest.split(' ')[0]))
    expect(images.size).toBe(1)
    const [, major, minor] = /^node:(\d+)\.(\d+)-bookworm-slim$/.exec([...images][0] ?? '') ?? []
    const [, least, leastMinor] = /^>=(\d+)\.(\d+)$/.exec(JSON.parse(read('package.json')).engines.node) ?? []
    expect(major).toBe(least)
    expect(Number(minor)).toBeGreaterThanOrEqual(Number(leastMinor))
  })

  it('installs from the lockfile, with no package of development in what runs', () => {
    const installs = all('RUN').filter((rest) => /\bnpm\b.*\b(ci|install|i)\b/.test(rest))
    expect(installs.every((rest) => /^npm ci --(include|omit)=dev /.test(rest))).toBe(true)
    const last = instructions.map(({ name }) => name).lastIndexOf('FROM')
    const final = instructions.slice(last).map(({ name, rest }) => `${name} ${rest}`)
    expect(final.join('\n')).toContain('--from=packages')
    expect(final.some((line) => line.startsWith('RUN npm'))).toBe(false)
  })

  it('runs without root, with a health check, and takes signals itself', () => {
    expect(all('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(instructions.findIndex(({ name }) => name === 'USER')).toBeLessThan(
      instructions.findIndex(({ name }) => name === 'ENTRYPOINT'),
    )
    expect(all('HEALTHCHECK')[0]).toContain('/healthz')
    // In the form of a list: no shell stands between the signal and the process.
    expect(JSON.parse(all('ENTRYPOINT')[0] ?? '')).toEqual(['node'])
    expect(JSON.parse(all('CMD')[0] ?? '')).toEqual(['dist/main.js'])
  })
})

interface Service {
  readonly image: string
  readonly read_only?: boolean
  readonly user?: string
  readonly cap_drop?: string[]
  readonly security_opt?: string[]
  readonly healthcheck?: unknown
  readonly build?: unknown
  readonly profiles?: string[]
  readonly ports?: string[]
  readonly secrets?: string[]
  readonly volumes?: string[]
  readonly environment?: Record<string, string>
  readonly depends_on?: Record<string, unknown>
}

const text = read('config/compose.yaml')
const compose: {
  services: Record<string, Service>
  secrets: Record<string, { file: string }>
  volumes: Record<string, unknown>
} = parse(text, { merge: true })
const services = Object.entries(compose.services)

describe('config/compose.yaml', () => {
  it('has the service, the key service, the switch, the edge and both stores', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'drachtio',
      'freeswitch',
      'keyservice',
      'postgres',
      'redis',
      'service',
    ])
  })

  it.each(services)('%s: read-only, without root, without capabilities, supervised', (name, service) => {
    expect(service.read_only).toBe(true)
    expect(service.user).toMatch(/^(\$\{\w+:-)?[1-9]\d*\}?:[1-9]\d*$/)
    expect(service.cap_drop).toEqual(['ALL'])
    expect(service.security_opt).toEqual(['no-new-privileges:true'])
    expect(service).toMatchObject({ restart: 'always' })
    // The image of the service brings its own; the edge is asked by OPTIONS from the switch.
    if (name !== 'service' && name !== 'drachtio') expect(service.healthcheck).toBeDefined()
  })

  it('takes each image by a variable', () => {
    for (const [name, { image }] of services) expect(image, name).toMatch(/^\$\{[A-Z_]+_IMAGE:[-?].+\}$/)
  })

  it('opens ports on loopback only', () => {
    for (const [name, { ports = [] }] of services) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/)
    }
  })

  it('gives the service only settings that it knows', () => {
    const known = environmentNames()
    const given = Object.keys(compose.services['service']?.environment ?? {})
    expect(given.filter((name) => !known.has(name))).toEqual([])
  })

  it('names no secret that it does not define, no volume and no service', () => {
    for (const [name, { secrets = [], volumes = [], depends_on = {} }] of services) {
      for (const secret of secrets) expect(compose.secrets, name).toHaveProperty(secret)
      for (const dependency of Object.keys(depends_on)) expect(compose.services).toHaveProperty(dependency)
      for (const volume of volumes.map((one) => one.split(':')[0] ?? '')) {
        if (/^[a-z-]+$/.test(volume)) expect(Object.keys(compose.volumes), name).toContain(volume)
      }
    }
    for (const { environment = {} } of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|TOKEN|KEY/.test(name)) expect(value, name).toMatch(/^\/run\/secrets\//)
      }
    }
  })

  it('says of each variable without a default what it must be, and the sample lists them', () => {
    const used = [...text.replace(/^\s*#.*$/gm, '').matchAll(/\$\{(\w+)(:[-?])?/g)]
    const required = new Set(used.filter(([, , how]) => how === ':?').map(([, name]) => name))
    const bare = used.filter(([, , how]) => how === undefined).map(([, name]) => name)
    expect(bare.filter((name) => !required.has(name))).toEqual([])
    const sample = read('config/compose.env.sample')
    for (const name of required) expect(sample, name).toMatch(new RegExp(`^${name}=`, 'm'))
  })

  it('mounts what is there', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes).filter((one) => one.startsWith('..'))
    expect(mounted.length).toBeGreaterThan(0)
    for (const one of mounted) expect(existsSync(`${ROOT}config/${one.split(':')[0]}`), one).toBe(true)
    expect(readdirSync(`${ROOT}freeswitch-conf`)).toContain('start.sh')
  })
})

describe('config/compose.processes.yaml', () => {
  const ownText = read('config/compose.processes.yaml')
  const own: typeof compose = parse(ownText, { merge: true })
  const processes = Object.entries(own.services).filter(([name]) => name !== 'service')
  const settings = (name: string) => processes.map(([, { environment }]) => environment?.[name] ?? '')
  const portsOf = (name: string) => settings(name).map((text) => /:-(\d+)\}$/.exec(text)?.[1] ?? '')

  it('takes the place of the one process', () => {
    expect(own.services['service']).toEqual({ profiles: ['one-process'] })
    expect(processes.map(([name]) => name).filter((name) => name in compose.services)).toEqual([])
  })

  it('has each role in a process of its own, and two of what mustn’t be missing', () => {
    const roles = settings('CTI_ROLES').flatMap((text) => parse(text) as string[])
    expect(roles).toHaveLength(processes.length)
    expect(new Set(roles)).toEqual(new Set(ROLES))
    for (const twice of ['controller', 'api']) expect(roles.filter((role) => role === twice)).toHaveLength(2)
  })

  it.each(processes)('%s: as hardened as the one process, with settings that it knows', (_name, process) => {
    const one = compose.services['service']
    for (const key of ['read_only', 'user', 'cap_drop', 'security_opt', 'image', 'tmpfs', 'secrets'] as const)
      expect(process).toHaveProperty(key, (one as unknown as Record<string, unknown>)[key])
    const known = environmentNames()
    const given = Object.keys(process.environment ?? {})
    expect(given.filter((name) => !known.has(name))).toEqual([])
    // What the one process is told, each of them is told too.
    expect(Object.keys(one?.environment ?? {}).filter((name) => !given.includes(name))).toEqual([])
    for (const [name, value] of Object.entries(one?.environment ?? {}))
      if (!['CTI_HTTP_PORT'].includes(name)) expect(process.environment?.[name], name).toBe(value)
  })

  it('names each process, gives each ports of its own, and lets other processes reach the controllers', () => {
    const names = settings('CTI_CONTROLLER_ID')
    expect(names).toEqual(processes.map(([name]) => name))
    const internal = portsOf('CTI_INTERNAL_PORT').filter((port) => port !== '')
    expect(internal).toHaveLength(2)
    const ports = [...portsOf('CTI_HTTP_PORT'), ...internal]
    expect(new Set(ports).size).toBe(processes.length + 2)
    expect(ports).not.toContain('')
    for (const [name, { volumes = [] }] of processes)
      expect(
        volumes.some((one) => one.endsWith(':/var/lib/cti-bridge/internal:ro')),
        name,
      ).toBe(true)
  })

  it('shares no data directory, and names no volume or secret that is defined nowhere', () => {
    const data = processes.flatMap(([, { volumes = [] }]) =>
      volumes.filter((one) => one.endsWith(':/var/lib/cti-bridge')),
    )
    expect(new Set(data).size).toBe(data.length)
    const known = [...Object.keys(compose.volumes), ...Object.keys(own.volumes)]
    for (const [name, { volumes = [], secrets = [] }] of processes) {
      for (const volume of volumes.map((one) => one.split(':')[0] ?? ''))
        if (/^[a-z-]+$/.test(volume)) expect(known, name).toContain(volume)
      for (const secret of secrets) expect(compose.secrets, name).toHaveProperty(secret)
    }
  })

  it('has the sample list each variable without a default', () => {
    const required = [...ownText.replace(/^\s*#.*$/gm, '').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect(required.length).toBeGreaterThan(0)
    for (const name of required)
      expect(read('config/compose.env.sample'), name).toMatch(new RegExp(`^#?${name}=`, 'm'))
  })

  it('makes the store of recordings the service’s, in an image of which each is the owner', () => {
    const made = all('RUN').join(' ')
    for (const folder of ['/var/lib/cti-bridge', '/var/lib/cti-speech', '/var/lib/cti-recordings'])
      expect(made).toMatch(new RegExp(`install -d -o cti [^&]*${folder}(\\s|$)`))
  })
})
