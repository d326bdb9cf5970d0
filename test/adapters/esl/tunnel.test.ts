/** What an event socket's client says of the tunnel on its way: which end failed, in plain words; and that it goes on. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type TlsOptions, type Server as TlsServer } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createEslClient, type EslClient, type EslState } from '../../../src/adapters/esl/client.ts'
import type { TunnelOptions, TunnelState } from '../../../src/adapters/esl/tunnel/tunnel.ts'
import { readSmallFile } from '../../../src/lib/small-file.ts'
import { freePort } from '../../support/free-ports.ts'
import { type TunnelCertificates, tunnelCertificates } from '../../support/tunnel/certificates.ts'
import { answerOf, type LogLine, startSwitch } from './support/client.ts'
import { Feed } from './support/feed.ts'
import { PASSWORD } from './support/switch.ts'

const LABEL = 'tunnel tls-b to node_b'
const LONG_AGO = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') }
const NOT_YET = { notBefore: new Date('2400-01-01'), notAfter: new Date('2401-01-01') }

const directory = mkdtempSync(join(tmpdir(), 'cti-tunnel-'))
let certificates: TunnelCertificates
beforeAll(async () => {
  certificates = await tunnelCertificates(directory)
})
beforeEach(() => {
  certificates.issue('node')
  certificates.issue('controller')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const ours = (more: Partial<NonNullable<TunnelOptions['tls']>> = {}): TunnelOptions => ({
  name: 'tls-b',
  tls: { ...certificates.client, ...more },
})

interface Tried {
  readonly client: EslClient
  readonly states: Feed<EslState>
  readonly tunnel: Feed<TunnelState>
  readonly log: Feed<LogLine>
}

/** A client on its way through a tunnel, trying again at once. */
function through(
  port: number,
  tunnel: TunnelOptions = ours(),
  { host = '127.0.0.1', handshakeTimeoutMs = 5_000 } = {},
): Tried {
  const tried = { states: new Feed<EslState>(), tunnel: new Feed<TunnelState>(), log: new Feed<LogLine>() }
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    tried.log.push({ level, fields, message })
  const client = createEslClient({
    host,
    port,
    password: PASSWORD,
    events: [],
    tunnel: { ...tunnel, nodeId: 'node_b' },
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    onEvent: () => {},
    onState: (state) => tried.states.push(state),
    onTunnel: (state) => tried.tunnel.push(state),
    limits: {
      backoff: { firstMs: 20, capMs: 20 },
      handshakeTimeoutMs,
      connectTimeoutMs: 10_000,
      loginTimeoutMs: 20_000,
    },
  })
  onTestFinished(() => client.close())
  client.start()
  return { ...tried, client }
}

/** A far end by node:tls, which hands on to a port; `closeAll` ends it. */
async function farEnd(target: number, options: TlsOptions = {}): Promise<TlsServer> {
  const server = createServer({ ...shown(), requestCert: true, rejectUnauthorized: true, ...options })
  server.on('secureConnection', (near) => {
    const far = connect(target, '127.0.0.1')
    near.on('error', () => far.destroy()).on('close', () => far.destroy())
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
    near.pipe(far).pipe(near)
  })
  server.on('tlsClientError', (_fault, socket) => socket.destroy())
  return listening(server)
}

function shown(): TlsOptions {
  const text = (name: string) => {
    const read = readSmallFile(certificates.file(name), 100_000)
    return read.ok ? read.text : ''
  }
  return { cert: text('node.pem'), key: text('node.key'), ca: text('authority.pem') }
}

async function listening<One extends Server>(server: One): Promise<One> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function firstLoss({ states, tunnel }: Tried) {
  const down = await states.first(({ type }) => type === 'down')
  if (down.type !== 'down') throw new Error('unreachable')
  return { reason: down.reason, detail: down.detail, tunnel: [...tunnel.items] }
}

const isDown = (reason: string, detail: string) => ({
  reason,
  detail: `${LABEL}: ${detail}`,
  tunnel: [{ up: false, detail: `${LABEL}: ${detail}` }],
})

describe.each(['TLSv1.3', 'TLSv1.2'] as const)('our own tunnel, by %s', (version) => {
  const by = { minVersion: version, maxVersion: version }

  test('carries log-in, orders and answers, and is seen to be up', async () => {
    const freeswitch = await startSwitch()
    freeswitch.onCommand = ({ peer }) => peer.write('Content-Type: api/response\nContent-Length: 2\n\nok')
    const tried = through(portOf(await farEnd(freeswitch.port, by)))
    await tried.states.first(({ type }) => type === 'up')
    const answer = await answerOf((done) => tried.client.api('status', { timeoutMs: 5_000 }, done))
    expect(answer).toEqual({ type: 'ok', body: 'ok' })
    expect(tried.tunnel.items).toEqual([{ up: true }])
  })

  test('is up while the switch behind it is away', async () => {
    const tried = through(portOf(await farEnd(await freePort(), by)))
    const { reason, tunnel } = await firstLoss(tried)
    expect(['socketFailed', 'socketClosed']).toContain(reason)
    expect(tunnel).toEqual([{ up: true }])
  })
})

test.each([
  ['has expired', LONG_AGO, 'the certificate of its far end, or one that signed it, has expired'],
  ['is not valid yet', NOT_YET, 'the certificate of its far end is not valid yet: do the clocks agree?'],
  ['is another’s', { host: 'node-b.cti' }, 'the certificate of its far end is not for node-a.cti'],
  [
    'is signed by a stranger',
    { byStranger: true },
    'the certificate of its far end is signed by nobody in authorityFile',
  ],
] as const)('a far end whose certificate %s gets no password', async (_what, issued, sentence) => {
  certificates.issue('node', issued)
  const freeswitch = await startSwitch()
  const loss = await firstLoss(through(portOf(await farEnd(freeswitch.port))))
  expect(loss).toEqual(isDown('tunnelRefused', sentence))
  expect(freeswitch.logins.items).toEqual([])
})

test('a certificate for a client does not do for a far end', async () => {
  const text = (name: string) => certificates.file(name)
  const read = [text('controller.pem'), text('controller.key')].map((file) => readSmallFile(file, 100_000))
  const [cert = '', key = ''] = read.map((one) => (one.ok ? one.text : ''))
  const server = await farEnd(await freePort(), { cert, key })
  const tried = through(portOf(server), ours({ serverName: 'controller.cti' }))
  expect(await firstLoss(tried)).toEqual(
    isDown('tunnelRefused', 'the certificate of its far end is not one of a server'),
  )
})

test('a far end that speaks no TLS, or nothing at all, is no tunnel', async () => {
  const freeswitch = await startSwitch()
  const clear = await firstLoss(through(freeswitch.port))
  expect(clear).toMatchObject({
    reason: 'tunnelRefused',
    detail: expect.stringMatching(/^tunnel tls-b to node_b: TLS with its far end came to nothing \(ERR_SSL_/),
  })
  const silent = await listening(createTcpServer(() => {}))
  const late = await firstLoss(through(portOf(silent), ours(), { handshakeTimeoutMs: 60 }))
  expect(late).toEqual(isDown('tunnelFailed', 'its far end did not finish the handshake within 60 ms'))
  const curt = await listening(createTcpServer((socket) => socket.end()))
  const closed = await firstLoss(through(portOf(curt)))
  expect(closed).toEqual(isDown('tunnelFailed', 'its far end broke off the handshake'))
  const refusing = await firstLoss(through(await freePort()))
  expect(refusing).toEqual(isDown('tunnelFailed', 'nothing listens at its far end'))
})

test('files that are no use are named, and nothing of them is said', async () => {
  const port = portOf(await farEnd(await freePort()))
  const missing = join(directory, 'nowhere.pem')
  expect(await firstLoss(through(port, ours({ authorityFile: missing })))).toEqual(
    isDown('tunnelRefused', `${missing}: no such file`),
  )
  const encrypted = join(directory, 'encrypted.key')
  const passphraseFile = join(directory, 'passphrase')
  execFileSync('openssl', [
    ...['pkcs8', '-topk8', '-in', certificates.file('controller.key'), '-out', encrypted],
    ...['-passout', 'pass:wolke sieben'],
  ])
  writeFileSync(passphraseFile, 'wolke acht\n')
  expect(await firstLoss(through(port, ours({ keyFile: encrypted, passphraseFile })))).toEqual(
    isDown('tunnelRefused', `${encrypted}: can't be decrypted: wrong passphrase, or damaged`),
  )
  expect(await firstLoss(through(port, ours({ keyFile: encrypted })))).toEqual(
    isDown('tunnelRefused', `${encrypted}: is encrypted, and no passphrase is given`),
  )
  writeFileSync(passphraseFile, 'wolke sieben\n')
  const tried = through(port, ours({ keyFile: encrypted, passphraseFile }))
  await firstLoss(tried)
  expect(tried.tunnel.items).toEqual([{ up: true }])
})

test('renewed files of either end are taken at the next attempt', async () => {
  const freeswitch = await startSwitch()
  const authorityFile = join(directory, 'renewed-authority.pem')
  certificates.issue('node', LONG_AGO)
  const server = await farEnd(freeswitch.port)
  const tried = through(portOf(server), ours({ authorityFile }))
  await tried.tunnel.first((state) => !state.up && /renewed-authority.pem: no such file/.test(state.detail))
  copyFileSync(certificates.file('authority.pem'), authorityFile)
  await tried.tunnel.first((state) => !state.up && /has expired$/.test(state.detail))
  certificates.issue('node')
  server.setSecureContext(shown())
  await tried.states.first(({ type }) => type === 'up')
  expect(tried.tunnel.items.at(-1)).toEqual({ up: true })
})

test('no line of the log holds anything of keys or certificates', async () => {
  certificates.issue('node', { byStranger: true })
  const tried = through(portOf(await farEnd(await freePort())))
  await tried.tunnel.count(2)
  expect(tried.log.items.length).toBeGreaterThan(0)
  for (const { fields, message } of tried.log.items) {
    expect(JSON.stringify({ ...fields, message })).not.toMatch(/BEGIN|Tunnels of the test|MII/)
    expect(fields).toMatchObject({ tunnel: 'tls-b' })
  }
})

describe('a tunnel of somebody else’s', () => {
  const named: TunnelOptions = { name: 'tls-b' }

  test('that leads to this machine is down when nobody listens, up when its other end closes', async () => {
    expect(await firstLoss(through(await freePort(), named))).toEqual(
      isDown('tunnelFailed', 'nothing listens at its far end'),
    )
    const closing = await listening(createTcpServer((socket) => socket.end()))
    expect(await firstLoss(through(portOf(closing), named))).toMatchObject({
      reason: 'socketClosed',
      tunnel: [{ up: true }],
    })
  })

  test('is up with the switch’s first word', async () => {
    const freeswitch = await startSwitch()
    const tried = through(freeswitch.port, named)
    await tried.states.first(({ type }) => type === 'up')
    expect(tried.tunnel.items).toEqual([{ up: true }])
  })
})

test('a key that is too short for OpenSSL is refused with the file’s name', async () => {
  const short = join(directory, 'short')
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:512', '-nodes', '-subj', '/CN=x', '-days', '2'],
      ...['-keyout', `${short}.key`, '-out', `${short}.pem`],
    ],
    { stdio: 'ignore' },
  )
  const tried = through(
    await listening(createTcpServer()).then(portOf),
    ours({
      certificateFile: `${short}.pem`,
      keyFile: `${short}.key`,
    }),
  )
  expect(await firstLoss(tried)).toEqual(
    isDown('tunnelRefused', `${short}.pem: OpenSSL takes neither it nor its key`),
  )
})
