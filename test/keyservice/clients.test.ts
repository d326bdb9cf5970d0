import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { makeRequest } from '../../src/keyservice/make-request.ts'
import { setUp } from '../../src/keyservice/set-up.ts'
import { issueCertificate, type Profile, validityFrom } from '../../src/lib/pki/certificate.ts'
import { readCertificates, readCredential } from '../../src/lib/pki/credential.ts'
import { ask, type Identity, identityOf, wordOf } from './support/ask.ts'
import {
  HOSTS,
  type Installation,
  install,
  installationAt,
  makeKeyPair,
  removeTemplate,
} from './support/installation.ts'
import { type Running, startProgram } from './support/program.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

const releasers: (() => unknown)[] = []
afterEach(async () => {
  for (const one of releasers.splice(0).reverse()) await one()
})
afterAll(removeTemplate)

async function installed(): Promise<Installation> {
  const site = await install()
  releasers.push(site.remove)
  return site
}

async function started(configFile: string): Promise<Running> {
  const service = await startProgram(configFile)
  releasers.push(() => service.stop())
  return service
}

const state = async (service: Running, identity: Identity) => {
  const answer = await ask(service.url, identity, { path: '/v1/state', method: 'GET' })
  return answer.status === 200 ? 'welcome' : wordOf(answer)
}

async function serverSerial(service: Running, identity: Identity): Promise<string> {
  const { hostname, port } = new URL(service.url)
  const socket = connect({ ...identity, host: hostname, port: Number(port) })
  await once(socket, 'secureConnect')
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

/** A client that the installation's authority has signed. */
async function signedBy(
  site: Installation,
  change: { commonName?: string; profile?: Profile; hosts?: string[]; from?: Date },
): Promise<Identity> {
  const { commonName = 'cti-bridge-api', profile = 'client', hosts = [], from = new Date() } = change
  const file = join(site.own, 'ca', 'ca-0001.pem')
  const authority = readCredential(file, file, site.passphrase)
  if (!authority.ok) throw new Error(authority.reason)
  const { publicKey, privateKey } = await makeKeyPair()
  const cert = issueCertificate(
    { profile, commonName, hosts, publicKey, ...validityFrom(from, 1) },
    { certificate: authority.value.certificates, privateKey: authority.value.privateKey },
  )
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { cert, key, ca: readFileSync(join(site.api, 'ca.pem'), 'utf8') }
}

describe('a client', () => {
  it('without a certificate, or with one that is not for this, is told so', async () => {
    const site = await installed()
    const service = await started(site.configure())
    const own = identityOf(site)
    expect(await state(service, own)).toBe('welcome')
    expect(await state(service, { ca: own.ca })).toBe('clientCertificateMissing')
    const dayBeforeYesterday = new Date(Date.now() - 2 * 86_400_000)
    expect(await state(service, await signedBy(site, { from: dayBeforeYesterday }))).toBe(
      'clientCertificateInvalid',
    )
    expect(await state(service, await signedBy(site, { profile: 'server', hosts: ['cti-bridge-api'] }))).toBe(
      'clientCertificateInvalid',
    )
    expect(await state(service, await signedBy(site, { commonName: 'printer' }))).toBe('clientNotAllowed')
    expect(await state(service, await signedBy(site, { commonName: 'x', hosts: ['cti-bridge-api'] }))).toBe(
      'welcome',
    )
    const [directory, apiDirectory] = [join(site.path, 'other'), join(site.path, 'other-api')]
    await setUp({ directory, apiDirectory, hosts: HOSTS, now: new Date(), makeKeyPair })
    const apiPassphrase = readFileSync(join(apiDirectory, 'passphrase'), 'utf8').trim()
    const strange = identityOf({ ...site, api: apiDirectory, apiPassphrase })
    expect(await state(service, { ...strange, ca: own.ca })).toBe('clientCertificateInvalid')
    expect(service.errors()).not.toContain('"level":"error"')
  })

  it('is refused from the moment on at which its certificate is listed as revoked', async () => {
    const site = await installed()
    const revokedFile = join(site.own, 'revoked')
    writeFileSync(revokedFile, '# none yet\n')
    const base = { certificateFile: 'server.pem', keyFile: 'server.pem', clientAuthorityFile: 'ca/ca.pem' }
    const service = await started(site.configure({ tls: { ...base, revokedFile: 'revoked' } }))
    const former = identityOf(site)
    expect(await state(service, former)).toBe('welcome')
    const read = readCertificates(join(site.api, 'client.pem'))
    const [certificate] = read.ok ? read.value : []
    if (certificate === undefined) throw new Error('there is no client certificate')
    writeFileSync(revokedFile, `${certificate.fingerprint256}  # lost laptop\n`)
    service.signal('SIGHUP')
    await service.said('files reloaded')
    expect(await state(service, former)).toBe('clientRevoked')
    expect(await state(service, await signedBy(site, {}))).toBe('welcome')
  })

  it('goes on with its certificate while both sides renew theirs', async () => {
    const path = mkdtempSync(join(tmpdir(), 'cti-keys-'))
    releasers.push(() => rmSync(path, { recursive: true, force: true }))
    const [directory, apiDirectory] = [join(path, 'own'), join(path, 'api')]
    const setUpAt = (now: Date) => setUp({ directory, apiDirectory, hosts: HOSTS, now, makeKeyPair })
    await setUpAt(new Date(Date.now() - 70 * 86_400_000))
    const site = installationAt(path)
    const former = identityOf(site)
    const service = await started(site.configure({ reloadSeconds: 1 }))
    const formerServer = await serverSerial(service, former)
    expect(await setUpAt(new Date())).toMatchObject({
      ok: true,
      authorityRenewed: false,
      renewals: [{ renewed: true }, { renewed: true }, { renewed: false }],
    })
    await service.said('files reloaded')
    expect(await state(service, former)).toBe('welcome')
    expect(identityOf(site).cert).not.toEqual(former.cert)
    expect(await state(service, identityOf(site))).toBe('welcome')
    expect(await serverSerial(service, former)).not.toBe(formerServer)
  })

  it('keeps being served when new files are damaged: the former stay in use', async () => {
    const site = await installed()
    const service = await started(site.configure())
    const server = join(site.own, 'server.pem')
    writeFileSync(server, readFileSync(server, 'utf8').slice(0, 900))
    service.signal('SIGHUP')
    await service.said('files not reloaded')
    expect(await state(service, identityOf(site))).toBe('welcome')
  })
})

describe('the hospital’s own authority', () => {
  it('signs what make-request made; its revocation list is heeded', async () => {
    const site = await installed()
    const dir = join(site.path, 'hospital')
    const openssl = (...args: string[]) =>
      execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: 'pipe' })
    const passphraseFile = join(site.own, 'passphrase')
    const server = await makeRequest({ directory: dir, profile: 'server', hosts: HOSTS, passphraseFile })
    const client = await makeRequest({
      directory: dir,
      profile: 'client',
      hosts: ['his-api'],
      passphraseFile,
    })
    if (!server.ok || !client.ok) throw new Error('no request was made')
    writeFileSync(
      join(dir, 'ca.cnf'),
      '[ca]\ndefault_ca=d\n[d]\ndir=.\ndatabase=index\nnew_certs_dir=.\nserial=serial\ncertificate=ca.pem\n' +
        'private_key=ca.key\ndefault_md=sha256\npolicy=p\ndefault_days=10\ndefault_crl_days=5\ncopy_extensions=copy\n' +
        'unique_subject=no\n[p]\ncommonName=supplied\norganizationName=optional\n',
    )
    writeFileSync(join(dir, 'index'), '')
    writeFileSync(join(dir, 'serial'), '1001\n')
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=市医院',
    )
    const sign = (name: string) =>
      openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', '-in', `${name}.csr.pem`, '-out', `${name}.pem`)
    sign('server')
    sign('client')
    const crl = () => openssl('ca', '-gencrl', '-config', 'ca.cnf', '-out', 'crl.pem')
    crl()
    const service = await started(
      site.configure({
        tls: {
          certificateFile: '../hospital/server.pem',
          keyFile: '../hospital/server.key.pem',
          clientAuthorityFile: '../hospital/ca.pem',
          crlFile: '../hospital/crl.pem',
          clients: ['his-api'],
        },
      }),
    )
    const read = readCredential(join(dir, 'client.pem'), join(dir, 'client.key.pem'), site.passphrase)
    if (!read.ok) throw new Error(read.reason)
    const key = read.value.privateKey.export({ type: 'pkcs8', format: 'pem' })
    const identity = { cert: read.value.certificates, key, ca: readFileSync(join(dir, 'ca.pem'), 'utf8') }
    expect(await state(service, identity)).toBe('welcome')
    openssl('ca', '-config', 'ca.cnf', '-revoke', 'client.pem')
    crl()
    service.signal('SIGHUP')
    await service.said('files reloaded')
    expect(await state(service, identity)).toBe('clientCertificateInvalid')
  })
})
