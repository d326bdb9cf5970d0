import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { REFUSALS } from '../../src/keyservice/refusals.ts'
import { scratch } from '../support/scratch.ts'
import { runProgram } from './support/program.ts'

vi.setConfig({ testTimeout: 120_000 })

const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' })

describe('the program', () => {
  it('explains itself, and ends with 2 for wrong use and wrong settings', async () => {
    const dir = scratch()
    const broken = dir.write(
      'broken.yaml',
      'dataDir: d\nkeyDir: k\ntls: { certificateFile: c, clients: [] }\n',
    )
    const results = await Promise.all([
      runProgram('--help'),
      runProgram(),
      runProgram('dance'),
      runProgram('make-escrow'),
      runProgram('make-request', '--out', dir.path, '--profile', 'x', '--passphrase-file', 'y'),
      runProgram('verify-log', '--dir', dir.path, '--anchor', '12'),
      runProgram('--config', broken),
    ])
    const [help, ...wrong] = results
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('verify-log') })
    expect(wrong.map((one) => one.code)).toEqual([2, 2, 2, 2, 2, 2])
    const settings = wrong.at(-1)?.err ?? ''
    expect(settings).toMatch(/broken\.yaml:2:1: keyDir: unknown key "?keyDir"?.*keysDir/)
    expect(settings).toContain('tls.clients')
    expect(settings).toContain('passphraseFile')
  })

  it('names the files that are missing, all at once', async () => {
    const dir = scratch()
    dir.write('pass', 'a passphrase\n')
    const settings = {
      dataDir: 'data',
      keysDir: 'keys',
      permitKeysDir: 'permits',
      passphraseFile: 'pass',
      tls: {
        certificateFile: 's.pem',
        keyFile: 's.pem',
        clientAuthorityFile: 'ca.pem',
        revokedFile: 'revoked',
      },
    }
    const { code, err } = await runProgram('--config', dir.write('k.yaml', JSON.stringify(settings)))
    expect(code).toBe(1)
    for (const name of ['s.pem', 'ca.pem', 'revoked', 'keys', 'permits'])
      expect(err).toContain(join(dir.path, name))
  })

  it('sets up keys of the full size, and the second time leaves all as it is', async () => {
    const dir = scratch()
    const [own, api] = [join(dir.path, 'own'), join(dir.path, 'api')]
    const args = ['set-up', '--dir', own, '--api-dir', api, '--host', 'keys.hospital.example']
    const first = await runProgram(...args)
    expect(first).toMatchObject({ code: 0, err: '' })
    const read = () =>
      readFileSync(join(own, 'server.pem'), 'utf8') + readFileSync(join(api, 'client.pem'), 'utf8')
    const before = read()
    expect(JSON.parse((await runProgram(...args)).out)).toMatchObject({
      renewals: [{ renewed: false }, { renewed: false }, { renewed: false }],
    })
    expect(read()).toBe(before)
    const text = openssl('x509', '-in', join(own, 'server.pem'), '-noout', '-text')
    expect(text).toContain('Public-Key: (3072 bit)')
    expect(text).toContain('DNS:keys.hospital.example')
    const verify = (file: string) => openssl('verify', '-x509_strict', '-CAfile', join(api, 'ca.pem'), file)
    for (const file of [join(own, 'server.pem'), join(api, 'client.pem'), join(api, 'seal-to.pem')]) {
      expect(verify(file)).toContain('OK')
    }
    for (const file of [join(own, 'passphrase'), join(own, 'server.pem'), join(api, 'permit-key.pem')]) {
      expect(statSync(file).mode & 0o077).toBe(0)
    }
    expect(
      openssl(
        'pkey',
        '-in',
        join(api, 'permit-key.pem'),
        '-passin',
        `file:${join(api, 'passphrase')}`,
        '-text',
      ),
    ).toContain('ED25519')
  })

  it('makes an escrow key pair once, which openssl opens with its passphrase', async () => {
    const dir = scratch()
    const out = join(dir.path, 'escrow')
    expect(await runProgram('make-escrow', '--out', out)).toMatchObject({ code: 0, err: '' })
    const key = join(out, 'escrow.key.pem')
    const certificate = join(out, 'escrow.cert.pem')
    const publicOf = openssl(
      'pkey',
      '-in',
      key,
      '-passin',
      `file:${join(out, 'escrow.passphrase')}`,
      '-pubout',
    )
    expect(openssl('x509', '-in', certificate, '-noout', '-pubkey')).toBe(publicOf)
    expect(openssl('verify', '-CAfile', certificate, certificate)).toContain('OK')
    expect(openssl('x509', '-in', certificate, '-noout', '-text')).toContain('Key Encipherment')
    const before = readFileSync(key)
    expect(await runProgram('make-escrow', '--out', out)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    })
    expect(readFileSync(key)).toEqual(before)
    writeFileSync(join(dir.path, 'empty'), '')
    const other = [
      'make-escrow',
      '--out',
      join(dir.path, 'other'),
      '--passphrase-file',
      join(dir.path, 'empty'),
    ]
    expect(await runProgram(...other)).toMatchObject({ code: 1, err: expect.stringContaining('is empty') })
  })

  it('has every refusal explained in its README', () => {
    const readme = readFileSync(new URL('../../src/keyservice/README.md', import.meta.url), 'utf8')
    const listed = [...readme.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, word, status]) => [
      word,
      Number(status),
    ])
    expect(listed).toEqual(Object.entries(REFUSALS).map(([word, [status]]) => [word, status]))
  })
})
