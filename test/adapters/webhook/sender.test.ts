/** One try against receivers that behave in all sorts of ways. */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createSender, type Sender } from '../../../src/adapters/webhook/sender.ts'
import { newSecret } from '../../../src/adapters/webhook/sign.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import type { Clock } from '../../../src/runtime/ports.ts'
import { HandClock } from '../../runtime/support/clock.ts'
import { allowing } from './support/site.ts'

const MESSAGE = { id: 'site_main-1', body: '{"id":"site_main-1"}', traceparent: '00-1-2-00' }
const SECRETS = [newSecret()]
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function sender(
  more: {
    timeoutMs?: number
    resolve?: (host: string) => Promise<{ address: string; family: number }[]>
    clock?: Clock
  } = {},
): Sender {
  const made = createSender({
    allow: allowing('127.0.0.0/8', 'his.test'),
    timeoutMs: 5_000,
    clock: machineClock(),
    ...more,
  })
  closing.push(() => made.close())
  return made
}

async function http(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server }
}

async function tcp(connected: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    connected(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test.each([
  [204, 'delivered'],
  [299, 'delivered'],
  [304, 'redirected'],
  [307, 'redirected'],
  [400, 'clientError'],
  [429, 'clientError'],
  [410, 'gone'],
  [500, 'serverError'],
])('%i means %s', async (status, meaning) => {
  const { url } = await http((_, res) => res.writeHead(status, { location: 'http://127.0.0.1:1/' }).end())
  const outcome = await sender().deliver(url, SECRETS, MESSAGE)
  expect(outcome.type === 'failed' ? outcome.why : outcome.type).toBe(meaning)
  expect(outcome.status).toBe(status)
})

test('a receiver that says nothing is given up at the deadline', async () => {
  const { url } = await http(() => undefined)
  expect(await sender({ timeoutMs: 50 }).deliver(url, SECRETS, MESSAGE)).toMatchObject({ why: 'timedOut' })
})

test('a name that is not resolved in time counts alike', async () => {
  const slow = sender({ timeoutMs: 50, resolve: () => new Promise(() => undefined) })
  expect(await slow.deliver('http://his.test/', SECRETS, MESSAGE)).toMatchObject({ why: 'timedOut' })
})

test('nobody there', async () => {
  const { url, server } = await http(() => undefined)
  server.close()
  await once(server, 'close')
  expect(await sender().deliver(url, SECRETS, MESSAGE)).toMatchObject({ why: 'unreachable', status: null })
})

test('a name without address', async () => {
  const nowhere = sender({ resolve: () => Promise.reject(new Error('ENOTFOUND')) })
  expect(await nowhere.deliver('http://his.test/', SECRETS, MESSAGE)).toMatchObject({ why: 'nameUnknown' })
})

test('an answer that is not HTTP, and one that breaks off', async () => {
  const chatter = await tcp((socket) => socket.end('220 mail.test ESMTP\r\n'))
  expect(await sender().deliver(`http://${chatter}`, SECRETS, MESSAGE)).toMatchObject({ why: 'notHttp' })
  const mute = await tcp((socket) => socket.destroy())
  expect(await sender().deliver(`http://${mute}`, SECRETS, MESSAGE)).toMatchObject({ why: 'unreachable' })
})

test('TLS spoken to a receiver that speaks none', async () => {
  const plain = await tcp((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))
  expect(await sender().deliver(`https://${plain}`, SECRETS, MESSAGE)).toMatchObject({ why: 'tlsFailed' })
})

test('an answer without end is not read to the end', async () => {
  let sent = 0
  const { url } = await http((req, res) => {
    req.resume()
    const more = () => {
      while (res.writable && res.write(Buffer.alloc(64 * 1024))) sent += 1
      if (res.writable) res.once('drain', more)
    }
    more()
  })
  const outcome = await sender().deliver(url, SECRETS, MESSAGE)
  expect([outcome.type, sent < 1_000]).toEqual(['delivered', true])
})

test('the connection goes to the address that was checked, whatever the name leads to later', async () => {
  const { url } = await http((req, res) =>
    res.writeHead(req.headers.host?.startsWith('his.test:') ? 204 : 500).end(),
  )
  let asked = 0
  const resolve = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '10.255.255.1', family: 4 }]
  }
  const outcome = await sender({ resolve }).deliver(url.replace('127.0.0.1', 'his.test'), SECRETS, MESSAGE)
  expect([outcome.type, asked]).toEqual(['delivered', 1])
})

test('a connection that the receiver closed while it was idle costs no try', async () => {
  const requests: number[] = []
  // Resets a connection at its second request, as a receiver does whose idle time has just run out.
  const where = await tcp((socket) => {
    const nth = requests.push(0) - 1
    socket.on('data', (piece) => {
      if (!piece.toString('latin1').startsWith('POST ')) return
      requests[nth] = (requests[nth] ?? 0) + 1
      if (requests[nth] === 1) socket.write('HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n')
      else socket.resetAndDestroy()
    })
  })
  const one = sender()
  const outcomes = [
    await one.deliver(`http://${where}`, SECRETS, MESSAGE),
    await one.deliver(`http://${where}`, SECRETS, MESSAGE),
  ]
  expect(outcomes.map(({ type }) => type)).toEqual(['delivered', 'delivered'])
  expect(requests).toEqual([2, 1])
})

test('nothing is sent unsigned', async () => {
  let requests = 0
  const { url } = await http((_, res) => {
    requests += 1
    res.end()
  })
  expect(await sender().deliver(url, [], MESSAGE)).toMatchObject({ why: 'secretLost' })
  expect(requests).toBe(0)
})

test('a try is signed by the wall clock, which receivers compare with theirs, not by site time', async () => {
  const clock = new HandClock()
  clock.stepWall(-3_600_000)
  let timestamp: string | undefined
  const { url } = await http((req, res) => {
    timestamp = req.headers['webhook-timestamp'] as string
    res.end()
  })
  expect(await sender({ clock }).deliver(url, SECRETS, MESSAGE)).toMatchObject({ type: 'delivered' })
  expect(Number(timestamp)).toBe(Math.floor(clock.wall() / 1_000))
  expect(Number(timestamp)).toBe(Math.floor(clock.now() / 1_000) - 3_600)
})
