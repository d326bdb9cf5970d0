import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  bufferSource,
  openEnvelope,
  openSealed,
  parseEnvelope,
} from '../../../src/adapters/crypto/ctirec1/index.ts'
import { createSegmentSealing } from '../../../src/adapters/crypto/segment-sealing.ts'
import type { SealingPort } from '../../../src/runtime/recording.ts'
import { scratch } from '../../support/scratch.ts'
import { header, pattern } from './ctirec1/support.ts'

const pemOf = (name: string) => readFileSync(new URL(`./vectors/${name}.pem`, import.meta.url), 'utf8')
const keyIdOf = (pem: string) => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
const keyService = pemOf('key-service.crt')
const escrow = pemOf('escrow.crt')
const segment = { recordingId: header.recordingId, segment: 3_001, startedAt: header.startedAt }

function setUp(first = keyService, second = escrow) {
  const { write } = scratch()
  const [sealToFile, escrowFile] = [write('seal-to.pem', first), write('escrow.pem', second)]
  return { sealToFile, escrowFile, sealing: createSegmentSealing({ sealToFile, escrowFile }) }
}

async function begin(port: SealingPort) {
  const outcome = await port.begin(segment)
  if (outcome.type !== 'sealing') throw new Error(outcome.reason)
  return outcome.sealing
}

function dataKeyOf(envelope: string, keyId: string, privateKeyPem: string): Buffer {
  const parsed = parseEnvelope(envelope)
  if (parsed.type !== 'envelope') throw new Error(parsed.fault)
  const opened = openEnvelope(parsed.envelope, keyId, createPrivateKey(privateKeyPem))
  if (opened.type !== 'unwrapped') throw new Error(opened.type)
  return opened.dataKey
}

describe('sealing a segment', () => {
  it('gives an object that either holder’s key opens by its envelope', async () => {
    const sealing = await begin(setUp().sealing)
    const plaintext = pattern(40_000)
    const object = Buffer.concat([sealing.prefix, ...sealing.push(plaintext), ...sealing.finish()])
    expect(sealing.sealedBytes).toBe(plaintext.length)
    for (const [certificate, key] of [
      [keyService, 'key-service.key'],
      [escrow, 'escrow.key'],
    ] as const) {
      const dataKey = dataKeyOf(sealing.envelope, keyIdOf(certificate), pemOf(key))
      const opened = await openSealed(bufferSource(object), dataKey)
      if (opened.type !== 'opened') throw new Error(opened.type)
      expect(opened.recording.header).toEqual({ ...header, segment: 3_001, keyId: keyIdOf(keyService) })
      const read = await opened.recording.readRange(0, plaintext.length)
      expect(read.type === 'bytes' && read.bytes.equals(plaintext)).toBe(true)
    }
  })

  it('takes another data key each time', async () => {
    const { sealing } = setUp()
    const keys = new Set<string>()
    for (let n = 0; n < 20; n += 1)
      keys.add(
        dataKeyOf((await begin(sealing)).envelope, keyIdOf(keyService), pemOf('key-service.key')).toString(
          'hex',
        ),
      )
    expect(keys.size).toBe(20)
  })

  it('says how much of an object that was cut short can be kept, so that the opener takes it', async () => {
    const { sealing: port } = setUp()
    const sealing = await begin(port)
    const plaintext = pattern(3 * 16_384 + 5)
    const object = Buffer.concat([sealing.prefix, ...sealing.push(plaintext), ...sealing.finish()])
    const dataKey = dataKeyOf(sealing.envelope, keyIdOf(keyService), pemOf('key-service.key'))
    for (let length = 0; length <= object.length; length += 997) {
      const keep = port.keepable(sealing.prefix.length, length)
      expect(keep.byteLength).toBeLessThanOrEqual(length)
      if (keep.byteLength === 0) continue
      const kept = bufferSource(object.subarray(0, keep.byteLength))
      const opened = await openSealed(kept, dataKey, { truncated: true })
      expect(opened.type === 'opened' && opened.recording.plaintextBytes).toBe(keep.plaintextBytes)
    }
    expect(port.keepable(sealing.prefix.length, sealing.prefix.length + 16_399).plaintextBytes).toBe(0)
  })
})

describe('the certificates', () => {
  it('are read again when their files change, and may be missing for a while', async () => {
    const { sealing, sealToFile } = setUp()
    const before = await begin(sealing)
    rmSync(sealToFile)
    expect(await sealing.begin(segment)).toEqual({ type: 'unavailable', reason: "keyService: can't be read" })
    // A rotation: what was the escrow's now belongs to the key service, say.
    writeFileSync(sealToFile, escrow)
    expect(await sealing.begin(segment)).toMatchObject({
      type: 'unavailable',
      reason: expect.stringContaining('same'),
    })
    writeFileSync(sealToFile, keyService)
    const after = await begin(sealing)
    expect(after.envelope).not.toBe(before.envelope)
  })

  it.each([
    ['not a certificate', 'nonsense', escrow, 'keyService: notOneCertificate'],
    ['an escrow that is none', keyService, 'nonsense', 'escrow: notOneCertificate'],
    ['the same one twice', keyService, keyService, 'both certificates are one and the same'],
  ])('refuse to seal with %s, and say which', async (_, first, second, reason) => {
    expect(await setUp(first, second).sealing.begin(segment)).toEqual({ type: 'unavailable', reason })
  })
})
