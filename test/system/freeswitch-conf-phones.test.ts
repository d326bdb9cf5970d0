/** Phones that the API makes, at a real FreeSWITCH: files, reloadxml, and what the registrar says then. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPhoneDirectory } from '../../src/adapters/directory/phone-directory.ts'
import { createEslClient, type EslClient } from '../../src/adapters/esl/client.ts'
import { readPhones } from '../../src/adapters/esl/phones.ts'
import { deferred } from '../../src/lib/deferred.ts'
import { silentLog } from '../../src/lib/log.ts'
import type { Credential, Endpoint, EndpointsPort } from '../../src/runtime/endpoints.ts'
import { createPhones, type Phones } from '../../src/wiring/phones.ts'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { createPhone, type Phone } from '../support/phone/index.ts'
import { RawEventSocket } from '../support/raw-event-socket.ts'

const prefix = freeswitchPrefix()
if (prefix === undefined)
  console.log('phones made by the API: NOT RUN (CTI_TEST_FREESWITCH names no installation)')

describe.skipIf(prefix === undefined)('phones made by the API on a real FreeSWITCH', () => {
  let node: FreeswitchNode
  let client: EslClient
  let phones: Phones
  let socket: RawEventSocket
  const open: Phone[] = []

  beforeAll(async () => {
    node = await startFreeswitch({
      prefix: prefix ?? '',
      users: [{ extension: '1001', password: 'secret-1001', name: '1001' }],
      serviceNumbers: ['8000'],
      fallbackTargets: ['1001'],
      trunkAcl: ['127.0.0.1/32'],
    })
    socket = await RawEventSocket.open(node.eventSocketPort, node.eventSocketPassword)
    const { promise: up, resolve } = deferred()
    client = createEslClient({
      host: '127.0.0.1',
      port: node.eventSocketPort,
      password: node.eventSocketPassword,
      events: [],
      log: silentLog,
      onEvent: () => {},
      onState: (state) => state.type === 'up' && resolve(),
      monotonic: () => performance.now(),
    })
    client.start()
    await up
    phones = createPhones({
      siteId: 'site_main',
      domain: node.domain,
      store: inMemory(),
      directory: createPhoneDirectory(join(node.siteDir, 'directory')),
      tell: (forgotten) => readPhones(client, forgotten),
      alarm: async () => true,
      log: silentLog,
    })
  })
  afterAll(async () => {
    await Promise.all(open.map((phone) => phone.close()))
    await phones?.close()
    await client?.close()
    socket?.close()
    await node?.stop()
  })

  async function phone(extension: string, password: string): Promise<Phone> {
    const registrar = { host: '127.0.0.1', port: node.sipPort }
    const made = await createPhone({ extension, password, registrar, domain: node.domain })
    open.push(made)
    return made
  }
  const registered = async () => socket.api(`sofia status profile agents reg`)

  it('register with the password that was made, and with no other', async () => {
    const stored = await phones.desk.put({ extension: '1061', kind: 'phone', label: '' }, null, 0)
    if (stored.type !== 'stored' || stored.password === null) throw new Error(stored.type)
    expect(stored.inDirectory).toBe('written')
    await expect((await phone('1061', 'another-password')).register()).rejects.toThrow()
    await (await phone('1061', stored.password)).register()
    expect(await registered()).toContain(`1061@${node.domain}`)

    const rotated = await phones.desk.rotate('1061', null, undefined)
    if (rotated.type !== 'stored' || rotated.password === null) throw new Error(rotated.type)
    expect(await registered()).not.toContain(`1061@${node.domain}`)
    await expect((await phone('1061', stored.password)).register()).rejects.toThrow()
    await (await phone('1061', rotated.password)).register()

    expect(await phones.desk.remove('1061', undefined)).toBe('removed')
    await expect((await phone('1061', rotated.password)).register()).rejects.toThrow()
    expect(await registered()).not.toContain(`1061@${node.domain}`)
  })

  it('leave alone what somebody wrote by hand', async () => {
    const file = join(node.siteDir, 'directory', '1001.xml')
    const before = readFileSync(file, 'utf8')
    expect(await phones.desk.put({ extension: '1001', kind: 'phone', label: '' }, null, 0)).toEqual({
      type: 'foreign',
    })
    expect(readFileSync(file, 'utf8')).toBe(before)
    await (await phone('1001', 'secret-1001')).register()
  })
})

/** What the database would hold; its own tests are elsewhere. */
function inMemory(): EndpointsPort {
  const all = new Map<string, { endpoint: Endpoint; credential: Credential }>()
  let version = 0
  return {
    list: async () => [...all.values()].map(({ endpoint }) => endpoint),
    get: async (_, extension) => all.get(extension)?.endpoint,
    async put(_, about, credential) {
      const there = all.get(about.extension)
      const kept = credential ?? there?.credential
      if (!kept) throw new Error('no password')
      version += 1
      const endpoint = { ...about, domain: kept.domain, version, createdAt: 0, passwordChangedAt: 0 }
      all.set(about.extension, { endpoint, credential: kept })
      return { type: 'stored', endpoint, isNew: !there }
    },
    remove: async (_, extension) => (all.delete(extension) ? 'removed' : 'unknown'),
    credentials: async () => [...all.values()].map(({ credential }) => credential),
  }
}
