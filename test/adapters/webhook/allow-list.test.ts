/** Where webhooks may go, and where a name must not lead them. */
import { describe, expect, test } from 'vitest'
import { parseAllowList } from '../../../src/adapters/webhook/allow-list.ts'
import { findTarget } from '../../../src/adapters/webhook/target.ts'
import { allowing } from './support/site.ts'

const at =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
const to = async (url: string, entries: string[], ...addresses: string[]) =>
  (await findTarget(url, allowing(...entries), at(...addresses))).type

describe('entries', () => {
  test.each([
    '*',
    '*.*',
    '10.0.0.0/33',
    '1.2.3',
    '10.0.0.0/8/8',
    'a..b',
    '-a',
    '::1/129',
    '1234',
    'a.0x7f',
    '/',
  ])('%s is none', (entry) =>
    expect(parseAllowList(['his.test', entry])).toEqual({ ok: false, wrong: [entry] }),
  )

  test.each([
    'his',
    'HIS.Test',
    '*.his.test',
    '10.1.2.3',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
    '::ffff:10.0.0.1',
  ])('%s is one', (entry) => expect(parseAllowList([entry]).ok).toBe(true))
})

describe('a list without entries', () => {
  test.each(['https://his.test/', 'http://127.0.0.1/', 'http://10.0.0.1/', 'http://[::1]/'])(
    'refuses %s',
    async (url) => expect(await to(url, [], '10.0.0.1')).toBe('refused'),
  )
})

describe('a host', () => {
  test.each([
    ['https://his.test/a?b', ['his.test'], '10.0.0.5'],
    ['https://HIS.test./', ['his.test'], '10.0.0.5'],
    ['https://a.b.his.test/', ['*.his.test'], 'fd00::5'],
    ['https://his.test/', ['10.0.0.0/8'], '10.0.0.5'],
    ['https://his.test/', ['fd00::/8', '10.0.0.5'], 'fd00::5'],
    ['http://10.0.0.5:8080/', ['10.0.0.5'], ''],
    ['http://[fd00::5]/', ['fd00::/8'], ''],
    ['http://[::ffff:10.0.0.5]/', ['10.0.0.0/8'], ''],
    ['http://his.test/', ['his.test', '127.0.0.1'], '127.0.0.1'],
  ])('%s is allowed by %s', async (url, entries, address) => {
    expect(await to(url, entries, address)).toBe('allowed')
  })

  test.each([
    ['another', 'https://other.test/', ['his.test'], '10.0.0.5'],
    ['the domain itself, under *.', 'https://his.test/', ['*.his.test'], '10.0.0.5'],
    ['a name that ends alike', 'https://evilhis.test/', ['*.his.test', 'his.test'], '10.0.0.5'],
    ['an address outside the block', 'http://11.0.0.1/', ['10.0.0.0/8'], ''],
    ['an address in other clothes', 'http://0x7f.1/', ['10.0.0.0/8', 'his.test'], ''],
    ['loopback behind a named host', 'https://his.test/', ['his.test'], '127.0.0.1'],
    ['loopback behind IPv6 clothes', 'https://his.test/', ['his.test'], '::ffff:127.0.0.1'],
    ['this host as 0.0.0.0', 'https://his.test/', ['his.test'], '0.0.0.0'],
    ['a cloud’s credentials', 'https://his.test/', ['his.test'], '169.254.169.254'],
    ['link-local', 'https://his.test/', ['his.test'], 'fe80::1'],
    ['loopback through NAT64', 'https://his.test/', ['his.test'], '64:ff9b::7f00:1'],
  ])('%s is refused', async (_, url, entries, address) => {
    expect(await to(url, entries, address)).toBe('refused')
  })

  test('is refused when only one of its addresses is', async () => {
    expect(await to('https://his.test/', ['his.test'], '10.0.0.5', '127.0.0.1')).toBe('refused')
  })

  test('without an address is unknown', async () => {
    expect(await to('https://his.test/', ['his.test'])).toBe('nameUnknown')
  })
})

test.each([
  'ftp://his.test/',
  'https://me:secret@his.test/',
  'https://his.test/#a',
  'his.test',
  `https://his.test/${'a'.repeat(2_000)}`,
])('%.40s is no address for a webhook', async (url) =>
  expect(await to(url, ['his.test'], '10.0.0.5')).toBe('refused'),
)
