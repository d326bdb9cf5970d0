import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, freeUdpRange } from './free-ports.ts'
import type { TestSwitchOptions, TestUser } from './test-switch.ts'

export const FREESWITCH_CONF = fileURLToPath(new URL('../../freeswitch-conf', import.meta.url))
export const TEST_DOMAIN = 'cti.test'

const RTP_PORTS = 400

export interface FreeswitchSite {
  readonly sipPort: number
  readonly trunkSipPort: number
  readonly eventSocketPort: number
  readonly eventSocketPassword: string
}

export interface FreeswitchSiteOptions extends TestSwitchOptions {
  /** Variables of freeswitch-conf/defaults.xml that this site sets beside what tests always set. */
  readonly settings?: Readonly<Record<string, string | number>>
}

/** Makes `dir` a site directory of freeswitch-conf, with the project's own script, and fills it. */
export async function writeFreeswitchSite(
  dir: string,
  options: FreeswitchSiteOptions,
): Promise<FreeswitchSite> {
  execFileSync(join(FREESWITCH_CONF, 'new-site.sh'), [dir])
  const [sipPort, trunkSipPort, eventSocketPort] = [await freePort(), await freePort(), await freePort()]
  const rtpStart = await freeUdpRange(RTP_PORTS)
  const group = options.fallbackTargets.map((extension) => `user/${extension}@${TEST_DOMAIN}`)
  const settings: Record<string, string | number> = {
    node_name: `test-${sipPort}`,
    domain: TEST_DOMAIN,
    agents_sip_port: sipPort,
    trunks_sip_port: trunkSipPort,
    event_socket_port: eventSocketPort,
    rtp_start_port: rtpStart,
    rtp_end_port: rtpStart + RTP_PORTS - 2,
    trunk_acl: options.trunkAcl.join(','),
    service_numbers: `^(${options.serviceNumbers.join('|')})$`,
    ...(options.patience === undefined
      ? {}
      : {
          controller_silent_seconds: options.patience.silentSeconds,
          unclaimed_seconds: options.patience.unclaimedSeconds,
        }),
    ...(group.length > 0 ? { fallback_group: group.join(',') } : {}),
    ...(options.soundsDir === undefined ? {} : { prompts_dir: options.soundsDir }),
    ...(options.musicDir === undefined ? {} : { music_dir: options.musicDir }),
    ...(options.outgoingPeer === undefined ? {} : { trunk_gateway: 'outside' }),
    ...options.settings,
  }
  const lines = Object.entries(settings).map(
    ([name, value]) => `  <X-PRE-PROCESS cmd="set" data="${xml(`${name}=${value}`)}"/>`,
  )
  write(join(dir, 'site.xml'), lines)
  for (const user of options.users) writeFreeswitchUser(dir, user)
  if (options.outgoingPeer !== undefined) {
    const { host, port } = options.outgoingPeer
    write(join(dir, 'gateways', 'outside.xml'), [
      '  <gateway name="outside">',
      `    <param name="proxy" value="${xml(`${host}:${port}`)}"/>`,
      '    <param name="register" value="false"/>',
      '    <param name="caller-id-in-from" value="true"/>',
      '  </gateway>',
    ])
  }
  const eventSocketPassword = readFileSync(join(dir, 'event-socket-password'), 'utf8').trim()
  return { sipPort, trunkSipPort, eventSocketPort, eventSocketPassword }
}

/** Lets the site's sample gateways, whose addresses are for documentation, all point to one peer. */
export function rewriteGateways(dir: string, { host, port }: { host: string; port: number }): void {
  for (const name of readdirSync(join(dir, 'gateways'))) {
    const file = join(dir, 'gateways', name)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/192\.0\.2\.\d+:5060/g, `${host}:${port}`))
  }
}

/** One extension, with its digest's hash as the service writes it; `reloadxml` makes a running switch see it. */
export function writeFreeswitchUser(dir: string, { extension, password, name }: TestUser): void {
  const hash = createHash('md5').update(`${extension}:${TEST_DOMAIN}:${password}`).digest('hex')
  write(join(dir, 'directory', `${extension}.xml`), [
    `  <user id="${xml(extension)}">`,
    `    <params><param name="a1-hash" value="${hash}"/></params>`,
    '    <variables>',
    `      <variable name="effective_caller_id_name" value="${xml(name)}"/>`,
    `      <variable name="effective_caller_id_number" value="${xml(extension)}"/>`,
    '    </variables>',
    '  </user>',
  ])
}

/** The preprocessor drops the lines of the outer element, and works line by line. */
function write(path: string, lines: readonly string[]): void {
  writeFileSync(path, ['<include>', ...lines, '</include>', ''].join('\n'))
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
