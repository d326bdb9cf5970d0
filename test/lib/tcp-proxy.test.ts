/** The tests' own network, which must do the harm that is asked of it and no other. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

const releasers: (() => unknown)[] = []
afterEach(async () => {
  for (const release of releasers.splice(0).reverse()) await release()
})

/** A server that says everything again. */
async function anEcho(): Promise<TcpProxy> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const proxy = await startTcpProxy(typeof address === 'object' && address ? address.port : 0)
  releasers.push(() => server.close())
  releasers.push(() => proxy.close())
  return proxy
}

interface Client {
  readonly socket: Socket
  readonly closed: Promise<void>
  /** Until this is the last that came. */
  heard(text: string): Promise<void>
}

async function aClient({ port }: TcpProxy): Promise<Client> {
  const socket = connect(port, '127.0.0.1')
  let all = ''
  const waiting = new Set<() => void>()
  socket.on('data', (chunk) => {
    all += chunk.toString()
    for (const look of waiting) look()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  releasers.push(() => socket.destroy())
  await once(socket, 'connect')
  return {
    socket,
    closed,
    heard: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!all.endsWith(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

it('passes on what is said, and its end', async () => {
  const { socket, closed, heard } = await aClient(await anEcho())
  socket.write('one')
  await heard('one')
  socket.end('two')
  await heard('onetwo')
  await closed
})

it('resets what it cuts, and new connections while it stays cut', async () => {
  const proxy = await anEcho()
  const before = await aClient(proxy)
  before.socket.write('one')
  await before.heard('one')
  proxy.cut({ stayCut: true })
  await before.closed
  const refused = connect(proxy.port, '127.0.0.1')
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => refused.once('error', resolve))
  expect(error.code).toBe('ECONNRESET')
  proxy.mend()
  const after = await aClient(proxy)
  after.socket.write('again')
  await after.heard('again')
})

it('swallows everything while it holds, ends included, and gives it back when mended', async () => {
  const proxy = await anEcho()
  const { socket, heard } = await aClient(proxy)
  const other = await aClient(proxy)
  proxy.hold()
  const late = await aClient(proxy)
  socket.write('one')
  late.socket.end('two')
  let answered = false
  void Promise.race([heard('one'), late.heard('two')]).then(() => {
    answered = true
  })
  other.socket.destroy()
  // Several turns of whatever would carry it.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(answered).toBe(false)
  proxy.mend()
  await Promise.all([heard('one'), late.heard('two')])
})

it('is late by what it is told, in order', async () => {
  const proxy = await anEcho()
  const { socket, heard } = await aClient(proxy)
  proxy.late(50)
  const began = performance.now()
  for (const word of ['one', 'two', 'three']) socket.write(word)
  await heard('onetwothree')
  // There and back.
  expect(performance.now() - began).toBeGreaterThan(95)
  proxy.late(60_000)
  socket.write('four')
  proxy.mend()
  await heard('onetwothreefour')
})
