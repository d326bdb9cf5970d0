import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkConfiguration } from '../scripts/lib/freeswitch-conf/check.ts'

/** What can be known about freeswitch-conf without a FreeSWITCH: scripts/check-freeswitch-conf, and that it finds faults. */

const CONF = fileURLToPath(new URL('../freeswitch-conf', import.meta.url))
const SCRIPT = fileURLToPath(new URL('../scripts/check-freeswitch-conf', import.meta.url))

let folder: string
let conf: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cti-conf-'))
  conf = join(folder, 'conf')
  cpSync(CONF, conf, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const faultsOf = ({ site, prefix }: { site?: string; prefix?: string } = {}): string[] =>
  checkConfiguration({ conf, site, prefix }).faults.map(({ place, text }) => `${place}: ${text}`)

/** Changes one text of one file, which must be there. */
function change(file: string, from: string, to: string): void {
  const path = join(conf, file)
  const text = readFileSync(path, 'utf8')
  expect(text, file).toContain(from)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}

function newSite(settings: Readonly<Record<string, string>> = {}): string {
  const site = join(folder, 'site')
  execFileSync(join(CONF, 'new-site.sh'), [site], { stdio: 'ignore' })
  const lines = Object.entries(settings).map(
    ([name, value]) => `  <X-PRE-PROCESS cmd="set" data="${name}=${value}"/>`,
  )
  writeFileSync(join(site, 'site.xml'), ['<include>', ...lines, '</include>', ''].join('\n'))
  return site
}

describe('freeswitch-conf', () => {
  it('has no fault, by itself and with a new site', () => {
    expect(faultsOf()).toEqual([])
    expect(faultsOf({ site: newSite() })).toEqual([])
  })

  it('finds the files of a site’s tunnel missing, and its port another one', () => {
    const site = newSite({ event_socket_port: '8031' })
    cpSync(join(CONF, 'samples/tunnel'), join(site, 'tunnel'), { recursive: true })
    const text = readFileSync(join(site, 'tunnel/cti-node.conf'), 'utf8')
    writeFileSync(join(site, 'tunnel/cti-node.conf'), text.replaceAll('/etc/cti-bridge', '/nowhere'))
    expect(faultsOf({ site }).map((fault) => fault.replace(/^.*\[event-socket\] /, ''))).toEqual([
      'CAfile: /nowhere/freeswitch/tunnel/authority.pem is not there',
      'cert: /nowhere/freeswitch/tunnel/node.pem is not there',
      'connect leads to port 8021, and the event socket is on 8031',
      'key: /nowhere/freeswitch/tunnel/node.key is not there',
    ])
  })

  it('has no fault with the samples in use', () => {
    const site = newSite({
      trunk_gateway: 'ims',
      emergency_gateway: 'e1',
      emergency_numbers: '^0?(110|119|120)$',
    })
    cpSync(join(CONF, 'samples/gateways'), join(site, 'gateways'), { recursive: true })
    expect(faultsOf({ site })).toEqual([])
  })
})

type Break = readonly [what: string, file: string, from: string, to: string, fault: RegExp]

const BREAKS: readonly Break[] = [
  [
    'a tag that is not closed',
    'dialplan/public.xml',
    '</condition>',
    '',
    /^dialplan\/public\.xml:\d+: not well-formed: unexpected close tag/,
  ],
  [
    'a sample that is not well-formed',
    'samples/gateways/ims.xml',
    '</gateway>',
    '</gatway>',
    /^samples\/gateways\/ims\.xml:\d+: not well-formed/,
  ],
  [
    'a module that is missing',
    'autoload_configs/modules.conf.xml',
    '<load module="mod_expr" critical="true"/>',
    '',
    /^dialplan\/common\/arm_and_park\.xml:\d+: \$\{expr\(…\)\} needs mod_expr, which isn't loaded$/,
  ],
  [
    'a module that nobody uses',
    'autoload_configs/modules.conf.xml',
    '<load module="mod_lua" critical="true"/>',
    '<load module="mod_lua" critical="true"/><load module="mod_verto"/>',
    /^autoload_configs\/modules\.conf\.xml:\d+: mod_verto is loaded, but nothing here uses it$/,
  ],
  [
    'an application that is misspelt',
    'dialplan/default.xml',
    'application="hangup"',
    'application="hang_up"',
    /^dialplan\/default\.xml:\d+: the application hang_up belongs to no module/,
  ],
  [
    'a file that is not there',
    'freeswitch.xml',
    'data="directory.xml"',
    'data="directories.xml"',
    /^freeswitch\.xml:\d+: directories\.xml is not there$/,
  ],
  [
    'a script that is not there',
    'autoload_configs/lua.conf.xml',
    'cti_start.lua',
    'cti_begin.lua',
    /^autoload_configs\/lua\.conf\.xml:\d+: the script cti_begin\.lua is not there$/,
  ],
  [
    'a context that is not there',
    'sip_profiles/trunks.xml',
    'value="public"',
    'value="pubic"',
    /^sip_profiles\/trunks\.xml:\d+: the context pubic is not there$/,
  ],
  [
    'a transfer to nowhere',
    'dialplan/cti.xml',
    'XML cti_fallback',
    'XML cti_fallbak',
    /^dialplan\/cti\.xml:\d+: the context cti_fallbak is not there$/,
  ],
  [
    'an access list that is not there',
    'sip_profiles/trunks.xml',
    'value="trunks"',
    'value="trunk"',
    /^sip_profiles\/trunks\.xml:\d+: the access list trunk is not there$/,
  ],
  [
    'a variable that nobody sets',
    'sip_profiles/agents.xml',
    '$${domain}',
    '$${domian}',
    /^sip_profiles\/agents\.xml:\d+: \$\$\{domian\} is set nowhere before/,
  ],
  [
    'a directive inside a comment',
    'defaults.xml',
    '<!-- Name of this node',
    '<!-- <X-PRE-PROCESS cmd="set" data="domain=x"/> Name of this node',
    /^defaults\.xml:\d+: a directive inside a comment/,
  ],
  [
    'the password that everybody knows',
    'autoload_configs/event_socket.conf.xml',
    '$${event_socket_password}',
    'ClueCon',
    /^autoload_configs\/event_socket\.conf\.xml:\d+: password is one that everybody knows$/,
  ],
  [
    'no password',
    'autoload_configs/event_socket.conf.xml',
    'name="password"',
    'name="pasword"',
    /^autoload_configs\/event_socket\.conf\.xml:\d+: the event socket has no password/,
  ],
  [
    'a password in a sample',
    'samples/gateways/ims.xml',
    '$${ims_password}',
    'a-long-one-that-is-everybodys',
    /^samples\/gateways\/ims\.xml:\d+: password stands in a sample/,
  ],
  [
    'an event socket for all the network',
    'autoload_configs/event_socket.conf.xml',
    'value="127.0.0.1"',
    'value="::"',
    /^autoload_configs\/event_socket\.conf\.xml:\d+: the event socket listens on ::/,
  ],
  [
    'a tunnel that lets everybody in',
    'samples/tunnel/cti-node.conf',
    'verifyChain = yes',
    'verifyChain = no',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] neither verifyChain nor verifyPeer/,
  ],
  [
    'a tunnel for every certificate of its authority',
    'samples/tunnel/cti-node.conf',
    'checkHost =',
    '; checkHost =',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] no checkHost/,
  ],
  [
    'a tunnel on every address',
    'samples/tunnel/cti-node.conf',
    'accept = 10.20.0.5:8022',
    'accept = 8022',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] accept is "8022": it would listen on every address$/,
  ],
  [
    'a tunnel that leads elsewhere',
    'samples/tunnel/cti-node.conf',
    'connect = 127.0.0.1:8021',
    'connect = 127.0.0.1:8023',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] connect leads to port 8023, and the event socket is on 8021$/,
  ],
  [
    'a tunnel by an old TLS',
    'samples/tunnel/cti-node.conf',
    'sslVersionMin = TLSv1.2',
    'sslVersionMin = TLSv1',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] sslVersionMin is neither/,
  ],
  [
    'a tunnel that waits for more to send',
    'samples/tunnel/cti-node.conf',
    'socket = r:TCP_NODELAY=1',
    '',
    /^samples\/tunnel\/cti-node\.conf: \[event-socket\] no socket = r:TCP_NODELAY=1$/,
  ],
  [
    'a profile on every address',
    'sip_profiles/agents.xml',
    '<param name="sip-ip" value="$${agents_address}"/>',
    '<param name="sip-ip" value="0.0.0.0"/>',
    /^sip_profiles\/agents\.xml:\d+: sip-ip is "0\.0\.0\.0": it would listen on every address$/,
  ],
  [
    'a profile without an address',
    'sip_profiles/trunks.xml',
    '<param name="rtp-ip" value="$${trunks_address}"/>',
    '',
    /^sip_profiles\/trunks\.xml:\d+: the profile trunks has no rtp-ip/,
  ],
  [
    'WebSockets on every address',
    'defaults.xml',
    'data="agents_wss="',
    'data="agents_wss=0.0.0.0:7443"',
    /^sip_profiles\/agents\.xml:\d+: wss-binding is "0\.0\.0\.0:7443"/,
  ],
  [
    'digits in the log',
    'autoload_configs/logfile.conf.xml',
    'value="warning,err,crit,alert"',
    'value="all"',
    /^autoload_configs\/logfile\.conf\.xml:\d+: below warning, the log holds numbers/,
  ],
  [
    'an emergency number that is lost',
    'defaults.xml',
    '^(110|119|120)$',
    '^(110|119)$',
    /^emergency_numbers: 120 is not dialled/,
  ],
]

describe('scripts/check-freeswitch-conf', () => {
  it.each(BREAKS)('finds %s', (_, file, from, to, fault) => {
    change(file, from, to)
    expect(faultsOf()).toContainEqual(expect.stringMatching(fault))
  })

  it('finds what a site gets wrong', () => {
    const site = newSite({
      trunk_gateway: 'carrier',
      agents_address: '0.0.0.0',
      agents_tls: 'true',
      agents_wss: '10.0.0.1:7443',
      default_password: '1234',
    })
    writeFileSync(
      join(site, 'directory/1001.xml'),
      '<include>\n<user id="1001"><params><param name="password" value="clear-text-password"/></params></user>\n</include>\n',
    )
    const faults = faultsOf({ site })
    for (const fault of [
      /^SITE\/site\.xml: trunk_gateway names carrier, but no file in gateways\/ has it$/,
      /^SITE\/site\.xml: tls\/agent\.pem is not there/,
      /^SITE\/site\.xml: tls\/wss\.pem is not there/,
      /^SITE\/directory\/1001\.xml:2: password of an extension stands here in clear: use a1-hash$/,
      /^sip_profiles\/agents\.xml:\d+: sip-ip is "0\.0\.0\.0"/,
      /^default_password: default_password is one that everybody knows$/,
    ]) {
      expect(faults).toContainEqual(expect.stringMatching(fault))
    }
  })

  it('looks for the modules of an installation', () => {
    expect(faultsOf({ prefix: folder })).toContainEqual(
      expect.stringMatching(/^autoload_configs\/modules\.conf\.xml:\d+: mod_sofia is not built/),
    )
  })

  it('follows no circle of files for ever', () => {
    change('directory.xml', '$${site_dir}/directory/*.xml', 'directory.xml')
    expect(faultsOf()).toContainEqual(expect.stringMatching(/^directory\.xml: it includes itself$/))
  })

  it('says what it found and ends with 0, 1 or 2', () => {
    const run = (...args: string[]) => spawnSync(SCRIPT, args, { encoding: 'utf8', cwd: folder })
    expect(run(conf)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/ files read, nothing is wrong\n$/),
    })
    appendFileSync(join(conf, 'secrets.xml'), '<')
    expect(run(conf)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^secrets\.xml:\d+: .*\n.*fault/),
    })
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit status') })
    expect(run('--nonsense').status).toBe(2)
    expect(run(join(folder, 'nowhere'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('not there'),
    })
  })
})
