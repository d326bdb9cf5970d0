/**
 * The far ends of tunnels to the event socket, as stunnel reads them (stunnel(8)): mutual TLS on one address, handed on
 * to loopback. Whoever gets through commands the switch.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../check.ts'
import type { Fault } from '../fault.ts'
import { shownPath } from '../preprocess.ts'

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[?::1\]?):(\d+)$/
const ONE_ADDRESS = /^(?!0\.0\.0\.0:|\[?::\]?:)(.+):\d+$/
/** stunnel reads the value of an option that takes one; `socket` comes several times. */
type Section = ReadonlyMap<string, readonly string[]>

export function checkTunnels({ conf, site, variables }: Context): Fault[] {
  const samples = stunnelFiles(join(conf, 'samples/tunnel')).map((path) => ({ path, used: false }))
  const used = site === undefined ? [] : stunnelFiles(join(site, 'tunnel'))
  return [...samples, ...used.map((path) => ({ path, used: true }))].flatMap(({ path, used }) => {
    const place = shownPath(path, conf, site)
    const { global, services } = read(readFileSync(path, 'utf8'))
    if (services.size === 0) return [{ place, text: 'no service: a name in brackets begins one' }]
    return [...services].flatMap(([name, own]) => {
      const service = new Map([...global, ...own])
      // A sample knows nothing of the port that a site has chosen.
      const port = used || site === undefined ? variables.get('event_socket_port') : undefined
      const texts = [...socketFaults(global), ...ends(service, port), ...trust(service)]
      const missing = used ? missingFiles(service) : []
      return [...texts, ...missing].map((text) => ({ place, text: `[${name}] ${text}` }))
    })
  })
}

function ends(service: Section, port: string | undefined): string[] {
  const accept = last(service, 'accept')
  const connect = LOOPBACK.exec(last(service, 'connect') ?? '')
  const faults: string[] = []
  if (!ONE_ADDRESS.test(accept ?? '')) faults.push(`accept is "${accept}": it would listen on every address`)
  if (connect === null) faults.push('connect does not lead to the event socket on loopback')
  else if (port !== undefined && connect[2] !== port) {
    faults.push(`connect leads to port ${connect[2]}, and the event socket is on ${port}`)
  }
  return faults
}

function trust(service: Section): string[] {
  const faults: string[] = []
  const peer = last(service, 'verifyPeer') === 'yes'
  const chain = last(service, 'verifyChain') === 'yes'
  if (!peer && !chain) faults.push('neither verifyChain nor verifyPeer: everybody would be let in')
  if (chain && !peer && last(service, 'checkHost') === undefined) {
    faults.push('no checkHost: every certificate of the authority would be let in')
  }
  for (const name of ['cert', 'CAfile']) {
    if (last(service, name) === undefined) faults.push(`no ${name}`)
  }
  if (!/^TLSv1\.[23]$/.test(last(service, 'sslVersionMin') ?? '')) {
    faults.push('sslVersionMin is neither TLSv1.2 nor TLSv1.3')
  }
  return faults
}

function socketFaults(global: Section): string[] {
  const set = new Set(global.get('socket'))
  return ['l:TCP_NODELAY=1', 'r:TCP_NODELAY=1', 'l:SO_KEEPALIVE=1', 'r:SO_KEEPALIVE=1']
    .filter((wanted) => !set.has(wanted))
    .map((wanted) => `no socket = ${wanted}`)
}

function missingFiles(service: Section): string[] {
  return ['cert', 'key', 'CAfile'].flatMap((name) => {
    const file = last(service, name)
    return file === undefined || existsSync(file) ? [] : [`${name}: ${file} is not there`]
  })
}

function last(section: Section, name: string): string | undefined {
  return section.get(name)?.at(-1)
}

function read(text: string): { readonly global: Section; readonly services: ReadonlyMap<string, Section> } {
  const global = new Map<string, string[]>()
  const services = new Map<string, Map<string, string[]>>()
  let here = global
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith(';') || line.startsWith('#')) continue
    const name = /^\[(.+)\]$/.exec(line)?.[1]
    if (name !== undefined) {
      here = new Map()
      services.set(name, here)
      continue
    }
    const [, key = '', value = ''] = /^([^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    here.set(key, [...(here.get(key) ?? []), value])
  }
  return { global, services }
}

function stunnelFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.conf'))
    .map((name) => join(folder, name))
}
