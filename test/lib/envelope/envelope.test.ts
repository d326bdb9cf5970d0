import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  certificateKeyId,
  createDataKey,
  createEnvelope,
  encodeEnvelope,
  type KeyEnvelope,
  keyLabel,
  openEnvelope,
  parseEnvelope,
  unwrapKey,
  wrapKey,
} from '../../../src/adapters/crypto/ctirec1/index.ts'
import { header } from '../../adapters/crypto/ctirec1/support.ts'
import { type Scratch, scratch } from '../../support/scratch.ts'

const vectorFile = (name: string) =>
  fileURLToPath(new URL(`../../adapters/crypto/vectors/${name}`, import.meta.url))
const pemOf = (name: string) => readFileSync(vectorFile(name), 'utf8')
const keyServiceCertificatePem = pemOf('key-service.crt.pem')
const escrowCertificatePem = pemOf('escrow.crt.pem')
const keyServiceKey = createPrivateKey(pemOf('key-service.key.pem'))
const escrowKey = createPrivateKey(pemOf('escrow.key.pem'))

const dataKey = createDataKey()
const label = keyLabel(header.recordingId, header.segment)
const OAEP = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256']
const oaepOptions = (text: string) =>
  [...OAEP, `rsa_oaep_label:${Buffer.from(text).toString('hex')}`].flatMap((option) => ['-pkeyopt', option])

function wrapped(pem = keyServiceCertificatePem): { keyId: string; wrappedKey: Buffer } {
  const outcome = wrapKey(dataKey, label, pem)
  if (outcome.type !== 'wrapped') throw new Error(outcome.reason)
  return outcome
}

/** A self-signed certificate made by openssl. */
function certificate({ path }: Scratch, ...newKey: string[]): string {
  const [key, crt] = [join(path, 'key.pem'), join(path, 'crt.pem')]
  const files = ['-keyout', key, '-out', crt]
  execFileSync('openssl', ['req', '-x509', ...newKey, '-nodes', '-subj', '/CN=test', ...files], {
    stdio: 'pipe',
  })
  return readFileSync(crt, 'utf8')
}

describe('wrapping a data key to a certificate', () => {
  it('is undone by the private key under the same label', () => {
    expect(unwrapKey(wrapped().wrappedKey, label, keyServiceKey)).toEqual({ type: 'unwrapped', dataKey })
  })

  it('names the certificate by its fingerprint', () => {
    const fingerprint = new X509Certificate(keyServiceCertificatePem).fingerprint256
    expect(wrapped().keyId).toBe(fingerprint.replaceAll(':', '').toLowerCase())
    expect(certificateKeyId(keyServiceCertificatePem)).toEqual({ type: 'keyId', keyId: wrapped().keyId })
  })

  it('never wraps alike twice', () => {
    expect(wrapped().wrappedKey.equals(wrapped().wrappedKey)).toBe(false)
  })

  it.each([
    ['another segment', keyLabel(header.recordingId, 1), keyServiceKey],
    ['another recording', keyLabel('rec_01J9ZZZZZZZZZZZZZZZZZZZZZ0', 0), keyServiceKey],
    ['no label', '', keyServiceKey],
    ['another private key', label, escrowKey],
  ] satisfies [string, string, KeyObject][])('does not open for %s', (_, other, key) => {
    expect(unwrapKey(wrapped().wrappedKey, other, key)).toEqual({ type: 'notOpened' })
  })

  it('does not open after any byte was altered or lost', () => {
    const { wrappedKey } = wrapped()
    for (let at = 0; at < wrappedKey.length; at += 15) {
      const altered = Buffer.from(wrappedKey)
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at)
      expect(unwrapKey(altered, label, keyServiceKey)).toEqual({ type: 'notOpened' })
    }
    for (const other of [wrappedKey.subarray(1), Buffer.alloc(0), Buffer.alloc(256, 0xff)])
      expect(unwrapKey(other, label, keyServiceKey)).toEqual({ type: 'notOpened' })
  })

  it('refuses what is not one RSA certificate of 2,048 bits or more', () => {
    const reason = (pem: string) => {
      const outcome = wrapKey(dataKey, label, pem)
      return outcome.type === 'badCertificate' ? outcome.reason : outcome.type
    }
    const files = scratch()
    expect(reason('')).toBe('notOneCertificate')
    expect(reason('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toBe('notOneCertificate')
    expect(reason(keyServiceCertificatePem + escrowCertificatePem)).toBe('notOneCertificate')
    expect(reason(pemOf('key-service.key.pem'))).toBe('notOneCertificate')
    const der = Buffer.from(keyServiceCertificatePem.replace(/-----.*-----/g, ''), 'base64').subarray(0, -20)
    const cut = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
    expect(reason(cut)).toBe('notOneCertificate')
    expect(reason(certificate(files, '-newkey', 'rsa:1024'))).toBe('notRsa')
    expect(reason(certificate(files, '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'))).toBe('notRsa')
  })
})

describe('with openssl pkeyutl at the other end', () => {
  it('is unwrapped by openssl, with the label and not without', () => {
    const { write } = scratch()
    const file = write('wrapped', wrapped().wrappedKey)
    const decrypt = (text: string) =>
      execFileSync(
        'openssl',
        [
          'pkeyutl',
          '-decrypt',
          '-inkey',
          vectorFile('key-service.key.pem'),
          '-in',
          file,
          ...oaepOptions(text),
        ],
        { stdio: 'pipe' },
      )
    expect(decrypt(label).equals(dataKey)).toBe(true)
    expect(() => decrypt('rec_01J9ZZZZZZZZZZZZZZZZZZZZZZ/1')).toThrow()
  })

  it('unwraps what openssl wrapped', () => {
    const { write } = scratch()
    const to = ['-certin', '-inkey', vectorFile('escrow.crt.pem'), '-in', write('key', dataKey)]
    const made = execFileSync('openssl', ['pkeyutl', '-encrypt', ...to, ...oaepOptions(label)], {
      stdio: 'pipe',
    })
    expect(unwrapKey(made, label, escrowKey)).toEqual({ type: 'unwrapped', dataKey })
  })

  it('does not take a key of another length', () => {
    const { write } = scratch()
    const to = ['-certin', '-inkey', vectorFile('escrow.crt.pem'), '-in', write('key', dataKey.subarray(1))]
    const made = execFileSync('openssl', ['pkeyutl', '-encrypt', ...to, ...oaepOptions(label)], {
      stdio: 'pipe',
    })
    expect(unwrapKey(made, label, escrowKey)).toEqual({ type: 'notOpened' })
  })
})

const content = {
  recordingId: header.recordingId,
  segment: header.segment,
  dataKey,
  keyServiceCertificatePem,
  escrowCertificatePem,
}

function envelopeOf(): KeyEnvelope {
  const made = createEnvelope(content)
  if (made.type !== 'envelope') throw new Error(made.type)
  return made.envelope
}

describe('the envelope', () => {
  const envelope = envelopeOf()
  const text = encodeEnvelope(envelope)
  const [first, second] = envelope.keys

  it('opens to the data key for either holder, after it went through its text', () => {
    const parsed = parseEnvelope(text)
    expect(parsed).toEqual({ type: 'envelope', envelope })
    expect(openEnvelope(envelope, first.keyId, keyServiceKey)).toEqual({ type: 'unwrapped', dataKey })
    expect(openEnvelope(envelope, second.keyId, escrowKey)).toEqual({ type: 'unwrapped', dataKey })
  })

  it('does not show the data key', () => {
    for (const encoding of ['hex', 'base64'] as const) expect(text).not.toContain(dataKey.toString(encoding))
  })

  it('does not open for another segment, another key, or a certificate it was not wrapped to', () => {
    const moved = { ...envelope, segment: 1 }
    expect(openEnvelope(moved, first.keyId, keyServiceKey)).toEqual({ type: 'notOpened' })
    expect(openEnvelope(envelope, first.keyId, escrowKey)).toEqual({ type: 'notOpened' })
    const unknown = createHash('sha256').update('another certificate').digest('hex')
    expect(openEnvelope(envelope, unknown, keyServiceKey)).toEqual({ type: 'otherKey' })
  })

  it('is not made with one certificate for both, or with a bad one', () => {
    const same = { ...content, escrowCertificatePem: keyServiceCertificatePem }
    expect(createEnvelope(same)).toEqual({ type: 'sameCertificate' })
    expect(createEnvelope({ ...content, escrowCertificatePem: 'none' })).toEqual({
      type: 'badCertificate',
      reason: 'notOneCertificate',
      holder: 'escrow',
    })
  })

  it.each([
    ['version', 2],
    ['recordingId', 'rec_1'],
    ['segment', '0'],
    ['algorithm', 'RSA-OAEP'],
    ['keys', []],
    ['keys', [first]],
    ['keys', [first, second, first]],
    ['keys', [first, first]],
    ['keys', [first, { ...second, keyId: 'x' }]],
    ['keys', [first, { ...second, wrappedKey: 'AAAA' }]],
    ['keys', [first, { ...second, wrappedKey: `${second.wrappedKey}\n` }]],
    ['keys', [first, { ...second, role: 'escrow' }]],
    ['note', 'x'],
  ])('is refused with another %s', (name, value) => {
    expect(parseEnvelope(JSON.stringify({ ...envelope, [name]: value })).type).toBe('badEnvelope')
  })

  it.each([
    ['cut short', text.slice(0, -1)],
    ['spaces', ` ${text}`],
    ['a field twice', text.replace('{', '{"version":1,')],
    ['nothing', ''],
    ['too long', ' '.repeat(9_000)],
    ['null', 'null'],
  ])('is refused as a text that is %s', (_, changed) => {
    expect(parseEnvelope(changed).type).toBe('badEnvelope')
  })
})
