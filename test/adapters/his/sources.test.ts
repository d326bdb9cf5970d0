import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSources, type SourceSettings } from '../../../src/adapters/his/sources.ts'
import { deferred } from '../../../src/lib/deferred.ts'
import type { SourceRequest } from '../../../src/runtime/sources.ts'
import { scratch } from '../../support/scratch.ts'

const GET: SourceRequest = { method: 'GET', path: '/patients', query: {} }

async function his(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
}

async function rawHis(connected: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    connected(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function asking(url: string, settings: Partial<SourceSettings> = {}) {
  const told: string[] = []
  const sources = createSources({
    sources: { his: { url, tokenFile: null, timeoutMs: 5_000, ...settings } },
    observer: { asked: (source, outcome) => told.push(`${source} ${outcome}`) },
    monotonic: () => performance.now(),
  })
  const ask = (request: SourceRequest = GET, signal = new AbortController().signal) =>
    sources.ask('his', request, signal)
  return { sources, ask, told }
}

const json = (res: ServerResponse, value: unknown, type = 'application/json') =>
  res.setHeader('content-type', type).end(JSON.stringify(value))

describe('a question', () => {
  it('goes below the address of the source, with its token, and comes back as JSON', async () => {
    const heard: IncomingMessage[] = []
    const url = await his((req, res) => {
      heard.push(req)
      json(res, { name: '张三' }, 'application/fhir+json; charset=utf-8')
    })
    const file = scratch().write('token', 'first\n')
    const { ask, told } = asking(url, { tokenFile: file })
    const query = { phone: '+86 138', 'a&b': 'c=d' }
    expect(await ask({ method: 'GET', path: '/patients/1%2F2', query })).toEqual({
      type: 'answered',
      json: { name: '张三' },
    })
    expect(heard[0]?.url).toBe('/api/patients/1%2F2?phone=%2B86+138&a%26b=c%3Dd')
    expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer first', connection: 'close' })
    expect(told).toEqual(['his answered'])
  })

  it('is posted with its key, and with the token that the file holds by then', async () => {
    const heard: { headers: IncomingMessage['headers']; body: string }[] = []
    const url = await his(async (req, res) => {
      let body = ''
      for await (const piece of req) body += piece
      heard.push({ headers: req.headers, body })
      json(res, {})
    })
    const folder = scratch()
    const { ask } = asking(url, { tokenFile: folder.write('token', 'first') })
    const request: SourceRequest = {
      method: 'POST',
      path: '/next',
      body: { step: 'ask' },
      idempotencyKey: 'k-1',
    }
    await ask(request)
    folder.write('token', 'second')
    await ask(request)
    expect(heard.map(({ body }) => body)).toEqual(['{"step":"ask"}', '{"step":"ask"}'])
    expect(heard.map(({ headers }) => [headers['idempotency-key'], headers.authorization])).toEqual([
      ['k-1', 'Bearer first'],
      ['k-1', 'Bearer second'],
    ])
  })

  it('is not put without the token', async () => {
    const url = await his((_, res) => json(res, {}))
    const { ask } = asking(url, { tokenFile: '/nowhere/token' })
    expect(await ask()).toEqual({ type: 'failed', why: 'unavailable', again: false })
  })

  it.each([
    '//evil.example/x',
    '/../admin',
    '/%2e%2e/admin',
    'http://evil.example/',
    '/a?b',
    '/a\\..\\..\\b',
  ])('never leads beside the source: %s', async (path) => {
    let heard = ''
    const url = await his((req, res) => {
      heard = req.url ?? ''
      json(res, {})
    })
    const { ask } = asking(url)
    const answer = await ask({ method: 'GET', path, query: {} })
    if (answer.type === 'failed') expect(heard).toBe('')
    else expect(heard).toMatch(/^\/api\/\//)
  })

  it('to a source that isn’t connected yet fails at once, though flows may name it', async () => {
    const sources = createSources({
      sources: { his: { url: null, tokenFile: null, timeoutMs: 1_000 } },
      observer: { asked: () => undefined },
      monotonic: () => 0,
    })
    const answer = await sources.ask('his', GET, new AbortController().signal)
    expect(answer).toEqual({ type: 'failed', why: 'unavailable', again: false })
  })

  it('to a source that is not configured is not put at all', async () => {
    const { sources } = asking('http://127.0.0.1:9')
    for (const name of ['other', '__proto__'])
      expect(await sources.ask(name, GET, new AbortController().signal)).toEqual({ type: 'unknown' })
  })
})

describe('what a source answers', () => {
  it.each([
    [404, { type: 'notFound' }],
    [410, { type: 'notFound' }],
    [400, { type: 'failed', why: 'unavailable', again: false }],
    [401, { type: 'failed', why: 'unavailable', again: false }],
    [204, { type: 'failed', why: 'unavailable', again: false }],
    [429, { type: 'failed', why: 'unavailable', again: true }],
    [503, { type: 'failed', why: 'unavailable', again: true }],
  ])('%i means that', async (status, expected) => {
    const url = await his((_, res) => res.writeHead(status).end())
    expect(await asking(url).ask()).toEqual(expected)
  })

  const invalid = { type: 'failed', why: 'invalid', again: false }
  it.each([
    ['no JSON', 'application/json', 'welcome'],
    ['half a JSON', 'application/json', '{"a": 1'],
    ['HTML', 'text/html', '<html>'],
    ['JSON under another name', 'text/plain', '{}'],
    ['nothing', 'application/json', ''],
    ['bytes that are no text', 'application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['more than 256 KiB', 'application/json', JSON.stringify('x'.repeat(300_000))],
    ['lists in lists in lists', 'application/json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects in objects', 'application/json', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ])('cannot be used when it is %s', async (_, type, body) => {
    const url = await his((_req, res) => res.setHeader('content-type', type).end(body))
    expect(await asking(url).ask()).toEqual(invalid)
  })

  it('can be used when brackets stand in its texts', async () => {
    const value = { a: '['.repeat(1_000), b: '\\"{'.repeat(100) }
    const url = await his((_, res) => json(res, value))
    expect(await asking(url).ask()).toEqual({ type: 'answered', json: value })
  })

  it('is counted as it comes out of its compression', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
    const url = await his((_, res) =>
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
    )
    expect(await asking(url).ask()).toEqual(invalid)
  })

  it('is read no further than it may be long, however long it goes on', async () => {
    const closed = deferred()
    const url = await his((_, res) => {
      res.setHeader('content-type', 'application/json')
      const pour = () => {
        while (!res.destroyed && res.write('[1,'.repeat(10_000)));
      }
      res.on('drain', pour).on('close', closed.resolve)
      pour()
    })
    expect(await asking(url).ask()).toEqual(invalid)
    await closed.promise
  })

  it('is not followed elsewhere', async () => {
    let reached = false
    const elsewhere = await his((_, res) => {
      reached = true
      json(res, {})
    })
    const url = await his((_, res) => res.writeHead(302, { location: elsewhere }).end())
    expect(await asking(url).ask()).toMatchObject({ type: 'failed', why: 'unavailable' })
    expect(reached).toBe(false)
  })
})

describe('a source in trouble', () => {
  it.each([
    ['says nothing', () => undefined],
    [
      'says it byte by byte',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n['),
    ],
  ])('that %s has its time, and no more', async (_, connected) => {
    const { ask, told } = asking(await rawHis(connected), { timeoutMs: 60 })
    expect(await ask()).toEqual({ type: 'failed', why: 'timedOut', again: true })
    expect(told).toEqual(['his timedOut'])
  })

  it.each([
    ['resets the connection', (socket: Socket) => socket.resetAndDestroy()],
    ['hangs up', (socket: Socket) => socket.end()],
    ['speaks another protocol', (socket: Socket) => socket.end('220 smtp.example ESMTP\r\n')],
    [
      'breaks off',
      (socket: Socket) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"a"'),
    ],
    [
      'sends headers without end',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\na: ${'x'.repeat(200_000)}`),
    ],
  ])('that %s is unavailable', async (_, connected) => {
    expect(await asking(await rawHis(connected)).ask()).toEqual({
      type: 'failed',
      why: 'unavailable',
      again: true,
    })
  })

  it('that is not there is unavailable', async () => {
    const { ask, told } = asking('http://127.0.0.1:9/')
    expect(await ask()).toEqual({ type: 'failed', why: 'unavailable', again: true })
    expect(told).toEqual(['his unavailable'])
  })

  it('collects a bounded number of questions, and the others are told at once', async () => {
    const { ask, told } = asking(await rawHis(() => undefined))
    const closing = Array.from({ length: 32 }, () => new AbortController())
    const hanging = closing.map(({ signal }) => ask(GET, signal))
    expect(await ask()).toEqual({ type: 'failed', why: 'unavailable', again: true })
    expect(told).toEqual(['his busy'])
    for (const one of closing) one.abort()
    await Promise.all(hanging)
    expect(new Set(told.slice(1))).toEqual(new Set(['his aborted']))
  })
})
