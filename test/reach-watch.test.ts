import { createServer, type Server } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { answers } from '../src/adapters/esl/answers.ts'
import { loadConfig } from '../src/config.ts'
import { silentLog } from '../src/lib/log.ts'
import { createReachWatch } from '../src/wiring/reach-watch.ts'
import { eventually } from './support/eventually.ts'

/** Something that listens, and says this to whoever connects. */
async function listening(
  greeting: string,
): Promise<{ port: number; server: Server; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (greeting !== '') socket.write(greeting)
    onTestFinished(() => void socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  onTestFinished(() => void server.close())
  return { port: address.port, server, close }
}

const ASKS = 'Content-Type: auth/request\n\n'
const REFUSES = 'Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n'

it('an event socket answers when it asks for the password, and not when it refuses, hangs, or is not there', async () => {
  const ask = (port: number, timeoutMs = 60_000) =>
    answers({ nodeId: 'node_a', host: '127.0.0.1', port, timeoutMs })
  expect(await ask((await listening(ASKS)).port)).toBe(true)
  expect(await ask((await listening(REFUSES)).port)).toBe(false)
  expect(await ask((await listening('')).port, 50)).toBe(false)
  const gone = await listening(ASKS)
  await gone.close()
  expect(await ask(gone.port)).toBe(false)
})

it('a site of which no switch answers is out of reach until one does, or until it is ours', async () => {
  const [first, second] = [await listening(ASKS), await listening(ASKS)]
  const switches = `[{ nodeId: node_a, port: ${first.port} }, { nodeId: node_b, port: ${second.port} }]`
  const loaded = loadConfig({ env: { CTI_SWITCHES: switches } })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  const { siteId } = loaded.config
  let isOurs = false
  const sites = [loaded.config]
  const watch = createReachWatch({ sites, isOwned: () => isOurs, log: silentLog, everyMs: 20 })
  onTestFinished(() => watch.close())
  expect(watch.canReach(siteId)).toBe(true)
  watch.start()
  const until = (reached: boolean) =>
    eventually(async () =>
      watch.canReach(siteId) === reached ? { found: true } : { waiting: `reach is ${!reached}` },
    )
  let connections = 0
  second.server.on('connection', () => {
    connections += 1
  })
  await first.close()
  await eventually(async () => (connections > 3 ? { found: true } : { waiting: 'looks' }))
  expect(watch.canReach(siteId)).toBe(true)
  await second.close()
  await until(false)
  isOurs = true
  expect(watch.canReach(siteId)).toBe(true)
  isOurs = false
  await new Promise<void>((resolve) => first.server.listen(first.port, '127.0.0.1', resolve))
  await until(true)
})
