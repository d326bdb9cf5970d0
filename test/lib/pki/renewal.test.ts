import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type Authority, openAuthority, succeedIfDue } from '../../../src/lib/pki/authority.ts'
import { readCertificates, readCredential } from '../../../src/lib/pki/credential.ts'
import { generateRsaKeyPair } from '../../../src/lib/pki/key-pair.ts'
import {
  type ManagedCertificate,
  readEnvelopeKeys,
  renewEnvelopeKey,
  renewIfDue,
  whyDue,
} from '../../../src/lib/pki/renewal.ts'
import { scratch } from '../../support/scratch.ts'

const passphrase = 'a passphrase of the test'
// Keys of the real size take a second to make.
const makeKeyPair = () => generateRsaKeyPair(2048)
vi.setConfig({ testTimeout: 60_000 })
const START = new Date('2026-03-01T00:00:00.000Z')
const daysIn = (days: number) => new Date(START.getTime() + days * 86_400_000)

async function authorityAt(directory: string, now = START): Promise<Authority> {
  const opened = await openAuthority({ directory, passphrase, makeKeyPair, now })
  if (!opened.ok) throw new Error(opened.reason)
  return opened.value
}

/** As a peer sees it at `now`, who trusts `trusted`. */
function verify(trusted: string, file: string, now: Date): string {
  const ca = scratch().write('ca.pem', trusted)
  const at = String(Math.floor(now.getTime() / 1000))
  return execFileSync('openssl', ['verify', '-attime', at, '-CAfile', ca, file], {
    encoding: 'utf8',
    stdio: 'pipe',
  })
}

describe('renewal', () => {
  it('comes when a third of the life is left, and the former certificate is good until its end', async () => {
    const dir = scratch().path
    const authority = await authorityAt(join(dir, 'ca'))
    const file = join(dir, 'server.pem')
    const managed: ManagedCertificate = { file, profile: 'server', commonName: 'keys', hosts: ['127.0.0.1'] }
    const at = (days: number) => ({ authority, passphrase, makeKeyPair, now: daysIn(days) })
    expect(whyDue(managed, at(0))).toBe('unreadable')
    expect(await renewIfDue(managed, at(0))).toMatchObject({ renewed: true })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const former = join(dir, 'former.pem')
    copyFileSync(file, former)
    expect(await renewIfDue(managed, at(59))).toMatchObject({ renewed: false })
    expect(whyDue(managed, at(60.5))).toBe('expiring')
    expect(await renewIfDue(managed, at(60.5))).toMatchObject({ renewed: true })
    expect(readFileSync(file)).not.toEqual(readFileSync(former))
    const trusted = authority.trusted(daysIn(89))
    expect(verify(trusted, former, daysIn(89))).toContain('OK')
    expect(verify(trusted, file, daysIn(89))).toContain('OK')
    expect(() => verify(trusted, former, daysIn(91))).toThrow(/expired/)
    expect(whyDue(managed, at(61))).toBeUndefined()
    expect(whyDue({ ...managed, hosts: ['127.0.0.1', 'keys.example'] }, at(61))).toBe('otherNames')
  })

  it('of a file that was damaged, or belongs to another authority, comes at once', async () => {
    const dir = scratch().path
    const [one, other] = await Promise.all([authorityAt(join(dir, 'one')), authorityAt(join(dir, 'other'))])
    const managed = { file: join(dir, 'c.pem'), profile: 'client', commonName: 'api', hosts: [] } as const
    await renewIfDue(managed, { authority: one, passphrase, makeKeyPair, now: START })
    expect(whyDue(managed, { authority: other, passphrase, makeKeyPair, now: START })).toBe('notTrusted')
    const whole = readFileSync(managed.file, 'utf8')
    writeFileSync(managed.file, whole.slice(0, -200))
    expect(whyDue(managed, { authority: one, passphrase, makeKeyPair, now: START })).toBe('unreadable')
    await renewIfDue(managed, { authority: one, passphrase, makeKeyPair, now: START })
    expect(readCredential(managed.file, managed.file, passphrase).ok).toBe(true)
  })

  it('of the authority is trusted for thirty days before it signs', async () => {
    const dir = scratch().path
    const options = (days: number) => ({ directory: dir, passphrase, makeKeyPair, now: daysIn(days) })
    const first = await authorityAt(dir)
    expect(await succeedIfDue(first, options(2400))).toMatchObject({ succeeded: false })
    const second = await succeedIfDue(first, options(2500))
    if (!second.ok) throw new Error(second.reason)
    const { value } = second
    expect(readdirSync(dir).sort()).toEqual(['ca-0001.pem', 'ca-0002.pem', 'ca.pem'])
    const bundle = readCertificates(join(dir, 'ca.pem'))
    expect(bundle.ok && bundle.value).toHaveLength(2)
    expect(value.signer(daysIn(2510))?.certificate.subject).toContain('CA 1')
    expect(value.signer(daysIn(2531))?.certificate.subject).toContain('CA 2')
    expect(await succeedIfDue(value, options(2531))).toMatchObject({ succeeded: false })
    const managed = { file: join(dir, 'leaf.pem'), profile: 'client', commonName: 'api', hosts: [] } as const
    await renewIfDue(managed, { authority: value, passphrase, makeKeyPair, now: daysIn(2510) })
    expect(verify(value.trusted(daysIn(2511)), managed.file, daysIn(2511))).toContain('OK')
    expect(readCertificates(join(dir, 'ca.pem'))).toMatchObject({ ok: true })
    expect(value.trusted(daysIn(3700)).match(/BEGIN/g)).toHaveLength(1)
  })

  it('of an envelope key adds a pair and keeps the former', async () => {
    const dir = scratch().path
    const authority = await authorityAt(join(dir, 'ca'))
    const keys = join(dir, 'keys')
    await renewEnvelopeKey(keys, { authority, passphrase, makeKeyPair, now: START })
    const former = readEnvelopeKeys(keys, passphrase).newest
    expect(
      await renewEnvelopeKey(keys, { authority, passphrase, makeKeyPair, now: daysIn(480) }),
    ).toMatchObject({
      renewed: false,
    })
    expect(
      await renewEnvelopeKey(keys, { authority, passphrase, makeKeyPair, now: daysIn(490) }),
    ).toMatchObject({
      renewed: true,
    })
    writeFileSync(join(keys, 'stray.pem'), 'nothing')
    const both = readEnvelopeKeys(keys, passphrase)
    expect(both.byId.size).toBe(2)
    expect(both.newest?.file).not.toBe(former?.file)
    expect(both.faults).toEqual([expect.stringContaining('stray.pem: holds no certificate')])
  })

  it('says which file a wrong passphrase is about', async () => {
    const directory = scratch().path
    await authorityAt(directory)
    expect(await openAuthority({ directory, passphrase: 'other', now: START })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/ca-0001\.pem: can't be decrypted/),
    })
  })
})
