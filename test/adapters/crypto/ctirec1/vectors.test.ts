import { execFile } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseHeader } from '../../../../src/adapters/crypto/ctirec1/header.ts'
import {
  certificateKeyId,
  createEnvelope,
  encodeEnvelope,
  openEnvelope,
  parseEnvelope,
} from '../../../../src/adapters/crypto/ctirec1/index.ts'
import { scratch } from '../../../support/scratch.ts'
import { type Vector, vectorOf } from '../vectors/vector.ts'
import { header, pattern, readAll, type Sealed, seal } from './support.ts'

const run = promisify(execFile)
const place = (name: string) => fileURLToPath(new URL(`../vectors/${name}`, import.meta.url))
const READER = fileURLToPath(new URL('../reader/ctirec1_reader.py', import.meta.url))

const { vectors }: { vectors: Vector[] } = JSON.parse(readFileSync(place('ctirec1.json'), 'utf8'))
const envelopeText = readFileSync(place('segment-1.envelope'), 'utf8').trimEnd()
const holders = ['key-service', 'escrow'].map((name) => ({
  name,
  certificatePem: readFileSync(place(`${name}.crt.pem`), 'utf8'),
  privateKey: readFileSync(place(`${name}.key.pem`), 'utf8'),
}))

/** What the reader in Python says: its plaintext, or the word with which it refuses. */
async function python(...args: string[]): Promise<Buffer | string> {
  try {
    const { stdout } = await run('python3', [READER, ...args], { encoding: 'buffer', timeout: 15_000 })
    return stdout
  } catch (fault) {
    const { code, stderr } = fault as { code: unknown; stderr: Buffer }
    return code === 1 ? stderr.toString('utf8').trim() : `crashed: ${stderr.toString('utf8')}`
  }
}

const isPlaintext = (read: unknown, expected: Buffer) => Buffer.isBuffer(read) && read.equals(expected)

describe('the vectors of the format', () => {
  it.each(vectors)('seals and opens $file as it is in the repository', async (vector) => {
    const object = readFileSync(place(vector.file))
    const parsed = parseHeader(Buffer.from(vector.header, 'utf8'))
    if (parsed.type !== 'header') throw new Error(parsed.type)
    const again = vectorOf(parsed.header, vector.plaintextBytes)
    expect(again.vector).toEqual(vector)
    expect(again.object.equals(object)).toBe(true)
    const opened = await readAll(object, Buffer.from(vector.dataKey, 'hex'))
    expect(isPlaintext(opened, pattern(vector.plaintextBytes))).toBe(true)
  })

  it('opens the envelope with either private key, to the segment’s data key', () => {
    const parsed = parseEnvelope(envelopeText)
    if (parsed.type !== 'envelope') throw new Error(JSON.stringify(parsed))
    expect(encodeEnvelope(parsed.envelope)).toBe(envelopeText)
    for (const { certificatePem, privateKey } of holders) {
      const id = certificateKeyId(certificatePem)
      const keyId = id.type === 'keyId' ? id.keyId : ''
      const opening = openEnvelope(parsed.envelope, keyId, createPrivateKey(privateKey))
      expect(opening.type === 'unwrapped' && opening.dataKey.toString('hex')).toBe(vectors[1]?.dataKey)
    }
  })
})

describe('a reader in Python that shares no code with the service', () => {
  it.each(vectors)('reads $file', async (vector) => {
    const read = await python(place(vector.file), '--key', vector.dataKey)
    expect(isPlaintext(read, pattern(vector.plaintextBytes))).toBe(true)
  })

  it('reads a range over a chunk’s edge', async () => {
    const [file, key] = [vectors[4]?.file ?? '', vectors[4]?.dataKey ?? '']
    const read = await python(place(file), '--key', key, '--range', '16380', '16390')
    expect(isPlaintext(read, pattern(40_000).subarray(16_380, 16_390))).toBe(true)
  })

  it('unwraps the data key from the envelope', async () => {
    for (const { name, certificatePem } of holders) {
      const id = certificateKeyId(certificatePem)
      const envelope = ['--envelope', place('segment-1.envelope'), '--private-key', place(`${name}.key.pem`)]
      const read = await python(
        place('segment-1.ctirec'),
        ...envelope,
        '--key-id',
        id.type === 'keyId' ? id.keyId : '',
      )
      expect(isPlaintext(read, pattern(1))).toBe(true)
    }
  })

  it('reads what was sealed and wrapped just now', async () => {
    const { write } = scratch()
    const [keyService, escrow] = holders
    const plaintext = pattern(17_000)
    const { bytes, dataKey } = seal(plaintext)
    const made = createEnvelope({
      recordingId: header.recordingId,
      segment: header.segment,
      dataKey,
      keyServiceCertificatePem: keyService?.certificatePem ?? '',
      escrowCertificatePem: escrow?.certificatePem ?? '',
    })
    if (made.type !== 'envelope') throw new Error(made.type)
    const envelope = ['--envelope', write('envelope.json', encodeEnvelope(made.envelope))]
    const key = ['--private-key', place('escrow.key.pem'), '--key-id', made.envelope.keys[1].keyId]
    expect(isPlaintext(await python(write('object', bytes), ...envelope, ...key), plaintext)).toBe(true)
  })

  it.each([
    ['magic', (_: Sealed) => 0, 'notCtirec1'],
    // A digit of the key id, so that the header stays one.
    ['header', ({ bytes }: Sealed) => bytes.indexOf('a1a1'), 'wrongKey'],
    ['salt', ({ prefixBytes }: Sealed) => prefixBytes - 50, 'wrongKey'],
    ['commitment', ({ prefixBytes }: Sealed) => prefixBytes - 1, 'wrongKey'],
    ['chunk', ({ prefixBytes }: Sealed) => prefixBytes, 'badChunk'],
    ['tag', ({ bytes }: Sealed) => bytes.length - 1, 'badChunk'],
  ])('refuses an altered %s with the same word as the service', async (_, positionIn, reason) => {
    const { write } = scratch()
    const sealed = seal(pattern(500))
    const { bytes, dataKey } = sealed
    const position = positionIn(sealed)
    bytes.writeUInt8(bytes.readUInt8(position) ^ 3, position)
    expect(await readAll(bytes, dataKey)).toMatchObject({ type: 'refused', reason })
    expect(await python(write('object', bytes), '--key', dataKey.toString('hex'))).toBe(reason)
  })

  it('refuses a cut object', async () => {
    const { write } = scratch()
    const { bytes, dataKey, prefixBytes } = seal(pattern(20_000))
    const object = write('object', bytes.subarray(0, prefixBytes + 16_400))
    expect(await python(object, '--key', dataKey.toString('hex'))).toBe('truncated')
  })
})
