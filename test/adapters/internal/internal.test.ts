/** Two ends with real certificates: who is let in, what is answered to whatever is sent, and that nothing happens twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createInternalClient, type InternalClient } from '../../../src/adapters/internal/client.ts'
import { createCredentials } from '../../../src/adapters/internal/credentials.ts'
import { createInternalServer, type InternalServer } from '../../../src/adapters/internal/server.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { type ClientMaterial, readClientMaterial } from '../../../src/lib/pki/client-material.ts'
import { generateRsaKeyPair } from '../../../src/lib/pki/key-pair.ts'
import { makePeers, PEER_NAME } from '../../../src/lib/pki/peer.ts'
import type { ApiCommand } from '../../../src/runtime/gateway.ts'
import { rememberCommands } from '../../../src/runtime/remembered-commands.ts'
import type { AskSite } from '../../../src/runtime/site-questions.ts'

const KEY = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const COMMAND = { type: 'clearAlarm', alarm: 'spoolFull', nodeId: null } as const
const root = mkdtempSync(join(tmpdir(), 'cti-internal-'))
const filesIn = (name: string) => ({
  certificateFile: join(root, name, 'peer.pem'),
  keyFile: join(root, name, 'peer.pem'),
  authorityFile: join(root, name, 'ca.pem'),
  passphraseFile: join(root, name, 'passphrase'),
})

const dispatched: ApiCommand[] = []
let server: InternalServer
let client: InternalClient
let stranger: InternalClient
let port = 0
let own: ClientMaterial
let theirs: ClientMaterial
const address = () => `https://127.0.0.1:${port}`

beforeAll(async () => {
  for (const name of ['ours', 'others']) {
    const made = await makePeers({
      authorityDirectory: join(root, `${name}-authority`),
      outDirectories: [join(root, name)],
      now: new Date(),
      makeKeyPair: () => generateRsaKeyPair(2048),
    })
    if (!made.ok) throw new Error(made.reason)
  }
  const read = [readClientMaterial(filesIn('ours')), readClientMaterial(filesIn('others'))].map((one) => {
    if (!one.ok) throw new Error(one.reason)
    return one.value
  })
  ;[own, theirs] = read as [ClientMaterial, ClientMaterial]
  server = createInternalServer({
    credentials: createCredentials(filesIn('ours'), silentLog),
    dispatch: rememberCommands({
      gateway: {
        async dispatch(_, command) {
          dispatched.push(command)
          return { type: 'accepted' }
        },
      },
      epochOf: () => 7,
      clock: { monotonic: () => performance.now() },
    }),
    ask: (async (_site: string, { what }: { what: string }) =>
      what === 'numbers' ? { numbers: [], otherwise: null } : undefined) as AskSite,
    log: silentLog,
    limits: { requestTimeoutMs: 1_000 },
  })
  port = await server.listen('127.0.0.1', 0)
  client = createInternalClient({
    credentials: createCredentials(filesIn('ours'), silentLog),
    log: silentLog,
  })
  stranger = createInternalClient({
    credentials: createCredentials(filesIn('others'), silentLog),
    log: silentLog,
  })
})
afterAll(async () => {
  client.close()
  stranger.close()
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

const asked = (more: object = {}) => ({
  key: KEY,
  budgetMs: 5_000,
  epoch: null,
  command: COMMAND,
  privateFields: [],
  ...more,
})

/** What the listener says to whoever doesn't look at its certificate. */
function post(
  body: string | Buffer,
  { material = own as Partial<ClientMaterial>, path = 'dispatch', type = 'application/json' } = {},
) {
  const { cert, key } = material
  return new Promise<{ status: number; body: { refused?: string; detail?: string } }>((resolve, reject) => {
    const sent = request(
      `${address()}/internal/v1/sites/site_main/${path}`,
      {
        method: 'POST',
        ...(cert && key ? { cert, key } : {}),
        rejectUnauthorized: false,
        agent: false,
        headers: { 'content-type': type },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

it('carries a command out once, however often it comes', async () => {
  dispatched.length = 0
  for (let n = 0; n < 3; n += 1)
    expect(await client.dispatch(address(), 'site_main', asked())).toEqual({
      type: 'answered',
      value: { type: 'accepted' },
    })
  expect(dispatched).toEqual([COMMAND])
  expect(await client.dispatch(address(), 'site_main', asked({ epoch: 6 }))).toEqual({
    type: 'answered',
    value: { type: 'otherEpoch' },
  })
})

it('answers questions, and says so when the site is another’s', async () => {
  expect(await client.query(address(), 'site_main', { what: 'numbers' }, 5_000)).toEqual({
    type: 'answered',
    value: { answer: { numbers: [], otherwise: null } },
  })
  expect(await client.query(address(), 'site_main', { what: 'nodes' }, 5_000)).toEqual({
    type: 'answered',
    value: null,
  })
})

it('lets in nobody without a certificate of our authority, and asks nobody who has none', async () => {
  expect((await post('{}', { material: {} })).body).toMatchObject({ refused: 'certificateMissing' })
  expect((await post('{}', { material: theirs })).body).toMatchObject({ refused: 'certificateInvalid' })
  // They don't trust our listener, and so send nothing.
  expect(await stranger.dispatch(address(), 'site_main', asked())).toMatchObject({ type: 'notReached' })
  expect(await client.dispatch('https://127.0.0.1:1', 'site_main', asked())).toMatchObject({
    type: 'notReached',
  })
})

it.each([
  ['nothing', '', 400, 'malformed'],
  ['no JSON', '{"key":', 400, 'malformed'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'malformed'],
  ['a list', '[]', 422, 'invalid'],
  [
    'a command that nobody knows',
    JSON.stringify(asked({ command: { type: 'constructor' } })),
    422,
    'invalid',
  ],
  [
    'a command that lacks something',
    JSON.stringify(asked({ command: { type: 'clearCall' } })),
    422,
    'invalid',
  ],
  ['a budget without end', JSON.stringify(asked({ budgetMs: 1e12 })), 422, 'invalid'],
  ['more than a body may hold', Buffer.alloc(3 * 1024 * 1024, 0x20), 413, 'bodyTooLarge'],
])('refuses %s, and carries nothing out', async (_, body, status, refused) => {
  dispatched.length = 0
  expect(await post(body)).toMatchObject({ status, body: { refused } })
  expect(dispatched).toEqual([])
})

it('names what is wrong with a request, and quotes none of it', async () => {
  const { body } = await post(JSON.stringify(asked({ privateFields: [{ name: '13800138000', value: 5 }] })))
  expect(body.detail).toContain('privateFields.0')
  expect(JSON.stringify(body)).not.toContain('13800138000')
})

it('ends connections that bring no HTTP, or bring it too slowly, and goes on serving', async () => {
  const talk = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      let heard = ''
      const { cert, key, ca } = own
      const socket = connect({ host: '127.0.0.1', port, cert, key, ca, servername: PEER_NAME }, () =>
        socket.write(bytes),
      )
      socket.on('data', (chunk) => {
        heard += chunk
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(heard))
    })
  expect(await talk('\0\0\0\x05hello\r\n\r\n')).toContain('400 Bad Request')
  const head =
    'POST /internal/v1/sites/site_main/dispatch HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
  expect(await talk(`${head}content-length: 100\r\n\r\n{`)).toMatch(/^HTTP\/1\.1 4|^$/)
  expect(await client.query(address(), 'site_main', { what: 'numbers' }, 5_000)).toMatchObject({
    type: 'answered',
  })
})
