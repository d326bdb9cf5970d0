import { createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { generateEd25519KeyPair } from '../../src/lib/pki/key-pair.ts'
import { ask, type Identity, identityOf, wordOf } from './support/ask.ts'
import { type Installation, install, permitFor, removeTemplate, wrap } from './support/installation.ts'
import { type Running, startProgram } from './support/program.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let site: Installation
let service: Running
let identity: Identity
let certificate: string
const dataKey = randomBytes(32)
const place = { recordingId: 'rec_01HZX3V5W6Y7Z8A9B0C1D2E3F4', segment: 2 }

beforeAll(async () => {
  site = await install()
  certificate = readFileSync(join(site.api, 'seal-to.pem'), 'utf8')
  identity = identityOf(site)
  service = await startProgram(
    site.configure({ limits: { perPersonPerMinute: 100_000, perMinute: 100_000 } }),
  )
})

afterAll(async () => {
  await service?.stop()
  site?.remove()
  await removeTemplate()
})

const envelope = () => wrap(certificate, dataKey, place.recordingId, place.segment)
const permit = (change = {}) => permitFor(site.permitKey, place, change)
const open = (body: unknown) => ask(service.url, identity, { body: JSON.stringify(body) })
const seconds = () => Math.floor(Date.now() / 1000)

function logLines(): Record<string, unknown>[] {
  const directory = join(site.own, 'data', 'log')
  const text = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
  return text
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('an envelope with a good permit', () => {
  it('is opened, and the log says who, why and what, before the key is given', async () => {
    const token = permit({ permitId: 'permit_first', reason: 'asked by 13800138000' })
    const answer = await open({ envelope: envelope(), permit: token })
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    expect(Buffer.from(answer.body.dataKey ?? '', 'base64')).toEqual(dataKey)
    const line = logLines().at(-1)
    expect(line).toMatchObject({
      type: 'opened',
      permitId: 'permit_first',
      person: 'agent_li',
      reason: 'asked by [number]',
      ...place,
      ...(answer.body['log'] as object),
    })
  })

  it('is opened when the escrow holds a copy too, in either order', async () => {
    const [own] = envelope().keys
    const other = { keyId: 'ab'.repeat(32), wrappedKey: randomBytes(384).toString('base64') }
    for (const keys of [
      [own, other],
      [other, own],
    ]) {
      expect((await open({ envelope: { ...envelope(), keys }, permit: permit() })).status).toBe(200)
    }
  })

  it('is opened once, however many ask at once', async () => {
    const token = permit()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => open({ envelope: envelope(), permit: token })),
    )
    expect(answers.map((one) => one.status).sort()).toEqual([200, 403, 403, 403, 403, 403, 403, 403])
    expect(wordOf(answers.find((one) => one.status === 403) ?? answers[0] ?? fail())).toBe('permitUsed')
  })

  it('is opened though the clocks differ a little', async () => {
    const behind = permit({ issuedAt: seconds() - 63, expiresAt: seconds() - 3 })
    const ahead = permit({ issuedAt: seconds() + 3, expiresAt: seconds() + 63 })
    for (const token of [behind, ahead]) {
      expect((await open({ envelope: envelope(), permit: token })).status).toBe(200)
    }
  })
})

describe('a permit is refused', () => {
  it.each([
    ['that has expired', () => ({ issuedAt: seconds() - 100, expiresAt: seconds() - 40 }), 'permitExpired'],
    ['that ends before it begins', () => ({ expiresAt: seconds() - 1 }), 'permitExpired'],
    ['from the future', () => ({ issuedAt: seconds() + 60, expiresAt: seconds() + 90 }), 'permitNotYetValid'],
    ['that lives too long', () => ({ expiresAt: seconds() + 121 }), 'permitTooLong'],
    ['for another recording', () => ({ recordingId: 'rec_01HZX3V5W6Y7Z8A9B0C1D2E3F5' }), 'permitMismatch'],
    ['for another segment', () => ({ segment: 3 }), 'permitMismatch'],
  ])('%s', async (_, change, word) => {
    const answer = await open({ envelope: envelope(), permit: permit(change()) })
    expect(wordOf(answer)).toBe(word)
    expect(answer.body.dataKey).toBeUndefined()
    expect(logLines().at(-1)).toMatchObject({ type: 'refused', refusal: word, person: 'agent_li' })
  })

  it('of a key that the service does not know, and of a known name with a wrong signature', async () => {
    const { privateKey } = await generateEd25519KeyPair()
    const stranger = await open({ envelope: envelope(), permit: permitFor(privateKey, place) })
    expect(wordOf(stranger)).toBe('permitKeyUnknown')
    const [head, claims, signature] = permit().split('.')
    const forged = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as object
    const body = Buffer.from(JSON.stringify({ ...forged, person: 'agent_wang' })).toString('base64url')
    const answer = await open({ envelope: envelope(), permit: `${head}.${body}.${signature}` })
    expect(wordOf(answer)).toBe('permitForged')
    // What a forged permit says is nobody's word: it isn't written down.
    expect(logLines().at(-1)).not.toHaveProperty('person')
  })
})

describe('an envelope is refused', () => {
  it('that is relabelled for the recording of the permit', async () => {
    const other = wrap(certificate, dataKey, 'rec_other', place.segment)
    const answer = await open({ envelope: { ...other, ...place }, permit: permit() })
    expect([answer.status, wordOf(answer)]).toEqual([422, 'envelopeNotOpened'])
  })

  it('whose bytes were altered, or that holds no key', async () => {
    const bytes = randomBytes(256).toString('base64')
    const [entry] = envelope().keys
    const altered = { ...envelope(), keys: [{ ...entry, wrappedKey: bytes }] }
    expect(wordOf(await open({ envelope: altered, permit: permit() }))).toBe('envelopeNotOpened')
    const short = wrap(certificate, randomBytes(16), place.recordingId, place.segment)
    expect(wordOf(await open({ envelope: short, permit: permit() }))).toBe('envelopeNotOpened')
    const oaepSha1 = publicEncrypt(createPublicKey(certificate), dataKey).toString('base64')
    const weak = { ...envelope(), keys: [{ ...entry, wrappedKey: oaepSha1 }] }
    expect(wordOf(await open({ envelope: weak, permit: permit() }))).toBe('envelopeNotOpened')
  })

  it('that is wrapped to a key which is not here', async () => {
    const [entry] = envelope().keys
    const other = { ...envelope(), keys: [{ ...entry, keyId: '0'.repeat(64) }] }
    expect(wordOf(await open({ envelope: other, permit: permit() }))).toBe('envelopeKeyUnknown')
  })
})

function fail(): never {
  throw new Error('there is no answer')
}
