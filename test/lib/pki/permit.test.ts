import { sign } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { generateEd25519KeyPair, type KeyPair, keyIdOf } from '../../../src/lib/pki/key-pair.ts'
import {
  MAX_PERMIT_CHARACTERS,
  type PermitClaims,
  readPermit,
  signPermit,
} from '../../../src/lib/pki/permit.ts'

let own: KeyPair
let other: KeyPair
beforeAll(async () => {
  own = await generateEd25519KeyPair()
  other = await generateEd25519KeyPair()
})

const claims: PermitClaims = {
  permitId: 'permit_01',
  person: 'agent_li',
  reason: '投诉复核',
  recordingId: 'rec_01',
  segment: 3,
  issuedAt: 1_800_000_000,
  expiresAt: 1_800_000_060,
}

const keys = () => new Map([[keyIdOf(own.publicKey), own.publicKey]])
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token with a genuine signature over whatever it says. */
function signed(header: unknown, body: unknown): string {
  const text = `${part(header)}.${part(body)}`
  return `${text}.${sign(null, Buffer.from(text), own.privateKey).toString('base64url')}`
}

describe('a permit', () => {
  it('says again what was signed', () => {
    const permitKeyId = keyIdOf(own.publicKey)
    expect(readPermit(signPermit(claims, own.privateKey), keys())).toEqual({
      type: 'genuine',
      claims,
      permitKeyId,
    })
  })

  it('of another key is unknown; of another key under our id, forged', () => {
    expect(readPermit(signPermit(claims, other.privateKey), keys())).toEqual({ type: 'unknownKey' })
    const [, body] = signPermit(claims, other.privateKey).split('.')
    const text = `${part({ alg: 'EdDSA', kid: keyIdOf(own.publicKey), typ: 'cti-permit' })}.${body}`
    const forged = `${text}.${sign(null, Buffer.from(text), other.privateKey).toString('base64url')}`
    expect(readPermit(forged, keys())).toEqual({ type: 'forged' })
  })

  it('is spoilt by any changed character', () => {
    const token = signPermit(claims, own.privateKey)
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom('A', 'z', '0', '-', '.', ' ', '=', '医'),
        (at, character) => {
          fc.pre(token[at] !== character)
          // The last character of a signature carries four bits that mean nothing.
          fc.pre(at < token.length - 1)
          const read = readPermit(token.slice(0, at) + character + token.slice(at + 1), keys())
          expect(read.type).not.toBe('genuine')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('chooses nothing of how it is checked', () => {
    const kid = keyIdOf(own.publicKey)
    for (const header of [
      { alg: 'none', kid, typ: 'cti-permit' },
      { alg: 'HS256', kid, typ: 'cti-permit' },
      { alg: 'EdDSA', kid, typ: 'JWT' },
      { alg: 'EdDSA', kid, typ: 'cti-permit', crit: ['b64'], b64: false },
      { alg: 'EdDSA', kid: '__proto__', typ: 'cti-permit' },
      ['EdDSA'],
      null,
    ]) {
      expect(readPermit(signed(header, claims), keys())).toEqual({ type: 'malformed' })
    }
  })

  it.each([
    ['a missing claim', { reason: undefined }],
    ['an unknown claim', { more: 1 }],
    ['a segment that is text', { segment: '3' }],
    ['a negative segment', { segment: -1 }],
    ['a broken number', { issuedAt: 1.5 }],
    ['a path for a recording', { recordingId: 'rec/01' }],
    ['a line break in the reason', { reason: 'a\nb' }],
    ['no reason', { reason: '' }],
    ['a name for a person', { person: '张 三' }],
  ])('with %s is malformed, signed or not', (_, change) => {
    const header = { alg: 'EdDSA', kid: keyIdOf(own.publicKey), typ: 'cti-permit' }
    expect(readPermit(signed(header, { ...claims, ...change }), keys())).toEqual({ type: 'malformed' })
    expect(() => signPermit({ ...claims, ...change } as PermitClaims, own.privateKey)).toThrow()
  })

  it('may be anything at all without harm', () => {
    fc.assert(fc.property(fc.string(), (text) => readPermit(text, keys()).type === 'malformed'))
    expect(readPermit(`${'a'.repeat(MAX_PERMIT_CHARACTERS)}.a.a`, keys())).toEqual({ type: 'malformed' })
  })
})
