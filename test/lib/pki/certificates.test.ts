import { execFileSync } from 'node:child_process'
import {
  constants,
  createPrivateKey,
  generateKeyPairSync,
  privateDecrypt,
  X509Certificate,
} from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { certificateRequest, issueCertificate, validityFrom } from '../../../src/lib/pki/certificate.ts'
import { decryptPrivateKey, encryptPrivateKey } from '../../../src/lib/pki/encrypted-key.ts'
import { generateRsaKeyPair, type KeyPair, keyIdOf } from '../../../src/lib/pki/key-pair.ts'
import { scratch } from '../../support/scratch.ts'

let ca: KeyPair
let leaf: KeyPair
let caPem: string
const now = new Date()

beforeAll(async () => {
  ;[ca, leaf] = await Promise.all([generateRsaKeyPair(), generateRsaKeyPair()])
  caPem = issueCertificate(
    { profile: 'authority', commonName: '市立医院 CA', publicKey: ca.publicKey, ...validityFrom(now, 3650) },
    { selfKey: ca.privateKey },
  )
})

const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })

function issue(profile: 'server' | 'client' | 'envelope', hosts: string[], days = 90): string {
  return issueCertificate(
    { profile, commonName: 'one', hosts, publicKey: leaf.publicKey, ...validityFrom(now, days) },
    { certificate: caPem, privateKey: ca.privateKey },
  )
}

describe('certificates, by what openssl says of them', () => {
  it('chain to the authority, each good for its own purpose only', () => {
    const dir = scratch()
    const caFile = dir.write('ca.pem', caPem)
    const server = dir.write('server.pem', issue('server', ['127.0.0.1', '::1', 'localhost']))
    const client = dir.write('client.pem', issue('client', ['cti-bridge-api']))
    const verify = (purpose: string, file: string) =>
      openssl('verify', '-x509_strict', '-purpose', purpose, '-CAfile', caFile, file)
    expect(verify('sslserver', server)).toContain('OK')
    expect(verify('sslclient', client)).toContain('OK')
    expect(() => verify('sslclient', server)).toThrow(/purpose/)
    expect(() => verify('sslserver', client)).toThrow(/purpose/)
    expect(() => openssl('verify', '-CAfile', server, client)).toThrow(/issuer/)
  })

  it('hold what they should: SHA-256, usages, names, a long random serial number', () => {
    const dir = scratch()
    const text = (pem: string) =>
      openssl('x509', '-in', dir.write('c.pem', pem), '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus')
    const server = text(issue('server', ['127.0.0.1', '::1', 'localhost']))
    expect(server).toContain('Signature Algorithm: sha256WithRSAEncryption')
    expect(server).toContain('Issuer: O=cti-bridge,CN=市立医院 CA')
    expect(server).toMatch(/Basic Constraints: critical\s+CA:FALSE/)
    expect(server).toMatch(/Key Usage: critical\s+Digital Signature\n/)
    expect(server).toContain('TLS Web Server Authentication')
    expect(server).toMatch(/IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost/)
    expect(text(issue('envelope', []))).toMatch(/Key Usage: critical\s+Key Encipherment\n/)
    const authority = text(caPem)
    expect(authority).toMatch(/CA:TRUE, pathlen:0/)
    expect(authority).toMatch(/Certificate Sign, CRL Sign/)
    const serials = Array.from({ length: 3 }, () => new X509Certificate(issue('envelope', [])).serialNumber)
    expect(new Set(serials).size).toBe(3)
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/)
  })

  it('may end after 2049, where the date has another type', () => {
    const pem = issueCertificate(
      { profile: 'envelope', commonName: 'escrow', publicKey: leaf.publicKey, ...validityFrom(now, 10_950) },
      { selfKey: leaf.privateKey },
    )
    expect(new Date(new X509Certificate(pem).validTo).getUTCFullYear()).toBe(now.getUTCFullYear() + 29 + 1)
    const file = scratch().write('escrow.pem', pem)
    expect(openssl('verify', '-CAfile', file, file)).toContain('OK')
  })

  it('are asked for by a request that openssl verifies, for an authority of the hospital', () => {
    const csr = certificateRequest(
      { profile: 'server', commonName: 'keys', hosts: ['keys.hospital.example'] },
      leaf,
    )
    const text = openssl('req', '-in', scratch().write('r.pem', csr), '-noout', '-text', '-verify')
    expect(text).toContain('DNS:keys.hospital.example')
    expect(text).toContain('TLS Web Server Authentication')
    expect(text).toContain('sha256WithRSAEncryption')
  })

  it.each(['', 'a\nb', 'x'.repeat(65), 'a/CN=b'])('refuse the common name %j', (commonName) => {
    const request = {
      profile: 'client' as const,
      commonName,
      publicKey: leaf.publicKey,
      ...validityFrom(now, 1),
    }
    expect(() => issueCertificate(request, { selfKey: leaf.privateKey })).toThrow(RangeError)
  })

  it.each(['a b', '-a', 'a\0.example', '*.example', ''])('refuse the host %j', (host) => {
    expect(() => issue('server', [host])).toThrow(RangeError)
  })
})

describe('private keys at rest', () => {
  it('are AES-256 under scrypt, and openssl opens them with the passphrase alone', () => {
    const dir = scratch()
    const pem = encryptPrivateKey(leaf.privateKey, 'Schlüssel 口令')
    const file = dir.write('key.pem', pem)
    const pass = dir.write('pass', 'Schlüssel 口令')
    const structure = openssl('asn1parse', '-in', file)
    for (const name of ['PBES2', 'scrypt', 'aes-256-cbc']) expect(structure).toContain(name)
    const opened = createPrivateKey(openssl('pkey', '-in', file, '-passin', `file:${pass}`))
    expect(keyIdOf(opened)).toBe(keyIdOf(leaf.publicKey))
    expect(() => openssl('pkey', '-in', file, '-passin', 'pass:other')).toThrow()
    expect(decryptPrivateKey(pem, 'Schlüssel 口令')).toMatchObject({ ok: true })
    expect(decryptPrivateKey(pem, 'other')).toMatchObject({ ok: false, reason: /wrong passphrase/ })
  })

  it('are refused when they lie open, or are no key at all', () => {
    const open = leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(decryptPrivateKey(open, 'x')).toMatchObject({ ok: false, reason: /not an encrypted/ })
    expect(decryptPrivateKey(caPem, 'x')).toMatchObject({ ok: false })
    expect(decryptPrivateKey('', 'x')).toMatchObject({ ok: false })
  })

  it('are read when another tool encrypted them', () => {
    const dir = scratch()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const plain = dir.write('plain.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const out = `${dir.path}/k.pem`
    openssl('pkcs8', '-topk8', '-in', plain, '-out', out, '-v2', 'aes-256-cbc', '-passout', 'pass:abcd')
    expect(decryptPrivateKey(readFileSync(out, 'utf8'), 'abcd')).toMatchObject({ ok: true })
  })
})

describe('an envelope', () => {
  it('that openssl wraps to the certificate, with the label, opens by the key in node:crypto', () => {
    const dir = scratch()
    const cert = dir.write('c.pem', issue('envelope', []))
    const key = dir.write('k', Buffer.alloc(32, 7))
    const out = `${dir.path}/wrapped`
    const label = Buffer.from('rec_1/0').toString('hex')
    const options = [
      'rsa_padding_mode:oaep',
      'rsa_oaep_md:sha256',
      'rsa_mgf1_md:sha256',
      `rsa_oaep_label:${label}`,
    ]
    const pkeyopts = options.flatMap((one) => ['-pkeyopt', one])
    openssl('pkeyutl', '-encrypt', '-certin', '-inkey', cert, '-in', key, '-out', out, ...pkeyopts)
    const open = (oaepLabel: string) =>
      privateDecrypt(
        {
          key: leaf.privateKey,
          padding: constants.RSA_PKCS1_OAEP_PADDING,
          oaepHash: 'sha256',
          oaepLabel: Buffer.from(oaepLabel),
        },
        readFileSync(out),
      )
    expect(open('rec_1/0')).toEqual(Buffer.alloc(32, 7))
    expect(() => open('rec_1/1')).toThrow()
  })
})
