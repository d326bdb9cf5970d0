import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { REFUSALS } from '../../src/keyservice/refusals.ts'
import { verifyLog } from '../../src/keyservice/verify-log.ts'
import { ask, type Identity, identityOf, wordOf } from './support/ask.ts'
import { type Installation, install, permitFor, removeTemplate, wrap } from './support/installation.ts'
import { type Running, startProgram } from './support/program.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

let site: Installation
let service: Running
let identity: Identity
const dataKey = randomBytes(32)
const place = { recordingId: 'rec_bad', segment: 0 }

beforeAll(async () => {
  site = await install()
  identity = identityOf(site)
  service = await startProgram(site.configure())
})

afterAll(async () => {
  await service?.stop()
  site?.remove()
  await removeTemplate()
})

const good = () => ({
  envelope: wrap(
    readFileSync(join(site.api, 'seal-to.pem'), 'utf8'),
    dataKey,
    place.recordingId,
    place.segment,
  ),
  permit: permitFor(site.permitKey, place),
})
const send = (body: string | Buffer, headers?: Record<string, string>) =>
  ask(service.url, identity, headers === undefined ? { body } : { body, headers })

/** The service still does its work. */
async function expectAlive(): Promise<void> {
  expect((await send(JSON.stringify(good()))).status).toBe(200)
}

describe('whatever is sent', () => {
  it('that is not JSON, or JSON of another shape, is answered with the place of the fault', async () => {
    const request = good()
    const [entry] = request.envelope.keys
    const with_ = (envelope: object) =>
      JSON.stringify({ ...request, envelope: { ...request.envelope, ...envelope } })
    const cases: [string | Buffer, RegExp][] = [
      ['', /not JSON/],
      ['{"envelope":', /not JSON/],
      [Buffer.from([0x22, 0xff, 0xfe, 0x22]), /not JSON in UTF-8/],
      ['null', /the whole/],
      ['[]', /the whole/],
      ['{}', /envelope, permit/],
      [JSON.stringify({ ...request, permit: 7 }), /permit/],
      [JSON.stringify({ ...request, more: 1 }), /the whole/],
      [with_({ version: 2 }), /envelope\.version/],
      [with_({ segment: '0' }), /envelope\.segment/],
      [with_({ recordingId: '../../etc' }), /envelope\.recordingId/],
      [with_({ algorithm: 'RSA-OAEP' }), /envelope\.algorithm/],
      [with_({ keys: [] }), /envelope\.keys/],
      [with_({ keys: Array(5).fill(entry) }), /envelope\.keys/],
      [with_({ keys: [{ ...entry, wrappedKey: '!!!' }] }), /envelope\.keys\.0\.wrappedKey/],
      [with_({ keys: [{ ...entry, wrappedKey: `${entry?.wrappedKey}=` }] }), /wrappedKey/],
      [with_({ keys: [{ ...entry, wrappedKey: 'AAAA' }] }), /wrappedKey/],
      [with_({ keys: [{ ...entry, keyId: 'x' }] }), /keyId/],
    ]
    for (const [body, detail] of cases) {
      const answer = await send(body)
      expect([answer.status, wordOf(answer)]).toEqual([400, 'malformedRequest'])
      expect(answer.body['detail']).toMatch(detail)
    }
    expect(wordOf(await send(JSON.stringify({ ...request, permit: 'a.b.c' })))).toBe('permitMalformed')
    await expectAlive()
  })

  it('to another path, by another method, as another type, or too long, is answered too', async () => {
    const to = (path: string, method: string) => ask(service.url, identity, { path, method })
    expect(wordOf(await to('/', 'GET'))).toBe('unknownPath')
    expect(wordOf(await to('/v1/open?x=1', 'POST'))).toBe('unknownPath')
    expect(wordOf(await to('/__proto__', 'GET'))).toBe('unknownPath')
    expect(wordOf(await to('/v1/open', 'GET'))).toBe('methodNotAllowed')
    expect(wordOf(await to('/v1/state', 'POST'))).toBe('methodNotAllowed')
    expect(wordOf(await send('{}', { 'content-type': 'text/plain' }))).toBe('wrongMediaType')
    expect(wordOf(await send('{}', {}))).toBe('wrongMediaType')
    const long = await send('x'.repeat(17_000))
    expect([long.status, wordOf(long)]).toEqual([413, 'bodyTooLarge'])
    const chunked = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    expect(wordOf(await send('x'.repeat(17_000), chunked))).toBe('bodyTooLarge')
    await expectAlive()
  })

  it('at random never ends it, nor opens anything', async () => {
    const text = JSON.stringify(good())
    const mutated = fc
      .tuple(fc.nat(text.length - 1), fc.nat(40), fc.string({ maxLength: 20 }))
      .map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut))
    const body = fc.oneof(fc.json(), fc.uint8Array({ maxLength: 300 }).map(Buffer.from), mutated)
    await fc.assert(
      fc.asyncProperty(body, async (one) => {
        fc.pre(one !== text)
        const answer = await send(one)
        expect(Object.keys(REFUSALS)).toContain(wordOf(answer))
      }),
      { numRuns: 60 },
    )
    await expectAlive()
  })

  it('that is no HTTP, or no TLS, ends that connection only', async () => {
    const { hostname, port } = new URL(service.url)
    const plain = connect(Number(port), hostname, () => plain.end('GET / HTTP/1.1\r\n\r\n'))
    plain.on('error', () => {})
    plain.resume()
    await once(plain, 'close')
    const secure = connectTls({ ...identity, host: hostname, port: Number(port) })
    await once(secure, 'secureConnect')
    let answer = ''
    secure.on('data', (chunk) => {
      answer += chunk
    })
    secure.write('\0\x01nonsense\r\n\r\n')
    await once(secure, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*malformedRequest/s)
    await expectAlive()
  })

  it('over an old TLS gets no handshake', async () => {
    const { hostname, port } = new URL(service.url)
    const old = connectTls({ ...identity, host: hostname, port: Number(port), maxVersion: 'TLSv1.2' })
    const [error] = (await once(old, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toMatch(/VERSION/)
    await expectAlive()
  })

  it('leaves a log that holds together, and that holds no key', async () => {
    const directory = join(site.own, 'data', 'log')
    expect(verifyLog(directory, [])).toMatchObject({ ok: true })
    const text = readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'utf8'))
      .join('')
    const secrets = [dataKey.toString('base64'), dataKey.toString('hex'), dataKey.toString('base64url')]
    for (const secret of [...secrets, 'PRIVATE', site.passphrase]) {
      expect(text).not.toContain(secret)
      expect(service.errors()).not.toContain(secret)
    }
    expect(text).toContain('"refusal":"malformedRequest"')
  })
})
