import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createKeyServiceClient,
  type KeyServiceClient,
} from '../../../src/adapters/keys/key-service-client.ts'
import { setUp } from '../../../src/keyservice/set-up.ts'
import { verifyLog } from '../../../src/keyservice/verify-log.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { readCredential } from '../../../src/lib/pki/credential.ts'
import {
  HOSTS,
  type Installation,
  install,
  makeKeyPair,
  removeTemplate,
  wrap,
} from '../../keyservice/support/installation.ts'
import { type Running, startProgram } from '../../keyservice/support/program.ts'
import { freePort } from '../../support/free-ports.ts'
import { tcpProxy } from './support/counting-proxy.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let site: Installation
let service: Running
const dataKey = randomBytes(32)
const place = { recordingId: 'rec_played', segment: 4 }
const releasers: (() => unknown)[] = []

beforeAll(async () => {
  site = await install()
  service = await startProgram(site.configure())
})
afterEach(async () => {
  for (const one of releasers.splice(0).reverse()) await one()
})
afterAll(async () => {
  await service?.stop()
  site?.remove()
  await removeTemplate()
})

function clientOf(
  url: string,
  more: { api?: string; timeoutMs?: number; passphrase?: string } = {},
): KeyServiceClient {
  const { api = site.api, passphrase = site.apiPassphrase, timeoutMs = 20_000 } = more
  const client = createKeyServiceClient({
    url,
    certificateFile: join(api, 'client.pem'),
    keyFile: join(api, 'client.pem'),
    authorityFile: join(api, 'ca.pem'),
    permitKeyFile: join(api, 'permit-key.pem'),
    passphrase,
    timeoutMs,
    checkFilesEveryMs: 0,
    log: silentLog,
  })
  releasers.push(() => client.close())
  return client
}

function wish(change: { recordingId?: string; person?: string } = {}) {
  const envelope = wrap(
    readFileSync(join(site.api, 'seal-to.pem'), 'utf8'),
    dataKey,
    place.recordingId,
    place.segment,
  )
  return { ...place, person: 'qa_chen', reason: '质检抽样', envelope, ...change }
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the API', () => {
  it('gets the key, a line of the log to keep, and the certificate to seal to', async () => {
    const client = clientOf(service.url)
    const opened = await client.open(wish())
    if (opened.type !== 'opened') throw new Error(JSON.stringify(opened))
    expect(opened.dataKey).toEqual(dataKey)
    expect(verifyLog(join(site.own, 'data', 'log'), [opened.logAnchor])).toMatchObject({ ok: true })
    expect(await client.state()).toMatchObject({
      type: 'state',
      state: { log: opened.logAnchor, sealTo: readFileSync(join(site.api, 'seal-to.pem'), 'utf8') },
    })
  })

  it('hears why it is refused', async () => {
    const other = wish({ recordingId: 'rec_other' })
    expect(await clientOf(service.url).open(other)).toEqual({ type: 'refused', reason: 'permitMismatch' })
  })

  it('asks again and again over one connection', async () => {
    const proxy = await tcpProxy(service.url)
    releasers.push(proxy.close)
    const client = clientOf(proxy.url)
    for (let i = 0; i < 5; i += 1) expect((await client.open(wish())).type).toBe('opened')
    expect(proxy.connections()).toBe(1)
  })

  it('tries once more, with a new permit, when an idle connection turns out to be dead', async () => {
    const proxy = await tcpProxy(service.url)
    releasers.push(proxy.close)
    const client = clientOf(proxy.url)
    expect((await client.open(wish())).type).toBe('opened')
    proxy.resetAtNextByte()
    expect((await client.open(wish())).type).toBe('opened')
    expect(proxy.connections()).toBe(2)
  })

  it('takes renewed certificates, on both sides, without a restart', async () => {
    const own = await install()
    releasers.push(own.remove)
    const running = await startProgram(own.configure())
    releasers.push(() => running.stop())
    const client = clientOf(running.url, { api: own.api, passphrase: own.apiPassphrase })
    const before = await client.state()
    // Under another authority nothing holds that was issued before.
    renameSync(join(own.own, 'ca'), join(own.own, 'ca-former'))
    await setUp({ directory: own.own, apiDirectory: own.api, hosts: HOSTS, now: new Date(), makeKeyPair })
    running.signal('SIGHUP')
    await running.said('files reloaded')
    const after = await client.state()
    expect([before.type, after.type]).toEqual(['state', 'state'])
  })

  it('keeps its former certificate while the new files are unfinished', async () => {
    const own = await install()
    releasers.push(own.remove)
    const client = clientOf(service.url, { api: own.api, passphrase: own.apiPassphrase })
    expect((await client.state()).type).toBe('state')
    const file = join(own.api, 'client.pem')
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 1000))
    expect((await client.state()).type).toBe('state')
  })
})

describe('the key service being', () => {
  it('down, it is unavailable', async () => {
    const port = await freePort()
    expect(await clientOf(`https://127.0.0.1:${port}`).open(wish())).toEqual({
      type: 'unavailable',
      why: 'unreachable',
    })
  })

  it('silent, it is unavailable by the deadline', async () => {
    const silent = createServer((socket) => releasers.push(() => socket.destroy()))
    releasers.push(() => silent.close())
    const url = await listening(silent)
    expect(await clientOf(url, { timeoutMs: 300 }).open(wish())).toEqual({
      type: 'unavailable',
      why: 'timedOut',
    })
  })

  it('somebody else, it is not trusted, and no permit is sent', async () => {
    const other = await install()
    releasers.push(other.remove)
    const [directory, apiDirectory] = [join(other.path, 'b'), join(other.path, 'b-api')]
    await setUp({ directory, apiDirectory, hosts: HOSTS, now: new Date(), makeKeyPair })
    const passphrase = readFileSync(join(directory, 'passphrase'), 'utf8').trim()
    const read = readCredential(join(directory, 'server.pem'), join(directory, 'server.pem'), passphrase)
    if (!read.ok) throw new Error(read.reason)
    let heard = ''
    const key = read.value.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const impostor = createTlsServer({ cert: read.value.certificates, key }, (socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        heard += chunk
      })
    })
    impostor.on('tlsClientError', () => {})
    releasers.push(() => impostor.close())
    const url = await listening(impostor)
    expect(await clientOf(url).open(wish())).toEqual({ type: 'unavailable', why: 'untrusted' })
    expect(heard).toBe('')
  })

  it('reached under a name that its certificate has not, it is not trusted', async () => {
    const proxy = await tcpProxy(service.url, '127.0.0.2')
    releasers.push(proxy.close)
    expect(await clientOf(proxy.url).open(wish())).toEqual({ type: 'unavailable', why: 'untrusted' })
  })

  it('reached with files that cannot be read, it is not asked', async () => {
    const client = clientOf(service.url, { passphrase: 'wrong' })
    expect(await client.open(wish())).toEqual({ type: 'unavailable', why: 'credentials' })
    expect((await clientOf(service.url, { api: '/nowhere' }).state()).type).toBe('unavailable')
  })

  it.each([
    ['nonsense', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'],
    ['a short key', 'HTTP/1.1 200 OK\r\ncontent-length: 18\r\n\r\n{"dataKey":"AAAA"}'],
    ['another kind of problem', 'HTTP/1.1 500 Oh\r\ncontent-length: 15\r\n\r\n{"type":"a b c"}'],
    ['an endless answer', `HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(100_000)}`],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('broken, and answering with %s, it is unavailable', async (_, text) => {
    const file = join(site.own, 'server.pem')
    const read = readCredential(file, file, site.passphrase)
    if (!read.ok) throw new Error(read.reason)
    const key = read.value.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const broken = createTlsServer({ cert: read.value.certificates, key }, (socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(text))
    })
    releasers.push(() => broken.close())
    const outcome = await clientOf(await listening(broken)).open(wish())
    expect(outcome.type).toBe('unavailable')
  })
})
