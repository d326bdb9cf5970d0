import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createPhoneDirectory } from '../src/adapters/directory/phone-directory.ts'
import { deferred } from '../src/lib/deferred.ts'
import { silentLog } from '../src/lib/log.ts'
import type { Credential, Endpoint, EndpointsPort } from '../src/runtime/endpoints.ts'
import { createPhones } from '../src/wiring/phones.ts'

const domain = 'phones.invalid'
const credential = (extension: string): Credential => ({ extension, domain, a1Hash: 'a'.repeat(32) })
const endpoint = (extension: string): Endpoint => ({
  extension,
  kind: 'phone',
  label: '',
  domain,
  version: 1,
  createdAt: 0,
  passwordChangedAt: 0,
})
const unused = () => Promise.reject(new Error('not asked in this story'))

it('phones whose digests a master key doesn’t open stay in the switch, and somebody is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'phones-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const directory = createPhoneDirectory(folder)
  await directory.bring(['2001', '2002', '2003'].map(credential))

  const store: EndpointsPort = {
    list: async () => ['2001', '2002'].map(endpoint),
    credentials: async () => [credential('2001')],
    get: unused,
    put: unused,
    remove: unused,
  }
  const { promise: told, resolve } = deferred<string>()
  const phones = createPhones({
    siteId: 'site_test',
    domain,
    store,
    directory,
    tell: async () => true,
    alarm: async (on, detail) => {
      resolve(on ? detail : 'all is well')
      return true
    },
    log: silentLog,
  })
  onTestFinished(() => phones.close())
  phones.start()
  expect(await told).toBe('1 phones have digests that this master key doesn’t open')
  expect((await readdir(folder)).sort()).toEqual(['2001.xml', '2002.xml'])
})
