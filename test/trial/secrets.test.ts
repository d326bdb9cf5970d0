import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseMasterKey } from '../../src/adapters/crypto/call-private.ts'
import { openSecrets } from '../../src/trial/secrets.ts'

describe('secrets', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cti-secrets-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true }))

  const mode = (path: string) => statSync(path).mode & 0o777

  it('are made once, and the same afterwards', () => {
    const names = ['api-token', 'master-key', 'extension-1001', 'extension-1002'] as const
    const first = names.map((name) => openSecrets(dataDir).value(name))
    expect(new Set(first).size).toBe(names.length)
    expect(names.map((name) => openSecrets(dataDir).value(name))).toEqual(first)
  })

  it('are for their owner’s eyes alone, also where someone has opened them up', () => {
    const secrets = openSecrets(dataDir)
    const file = secrets.file('api-token')
    expect([mode(secrets.folder), mode(file)]).toEqual([0o700, 0o600])
    chmodSync(file, 0o644)
    chmodSync(secrets.folder, 0o755)
    openSecrets(dataDir).file('api-token')
    expect([mode(secrets.folder), mode(file)]).toEqual([0o700, 0o600])
  })

  it('fit their use: keys that the sealing takes, passwords that a person can type', () => {
    const secrets = openSecrets(dataDir)
    expect(parseMasterKey(secrets.value('master-key'))).toHaveLength(32)
    expect(secrets.value('extension-1001')).toMatch(/^[a-z2-9]{12}$/)
    expect(secrets.value('extension-1001')).not.toMatch(/[ilo]/)
    expect(secrets.value('event-socket-password')).toMatch(/^[\w-]{32}$/)
  })

  it('brought along by hand are taken as they are', () => {
    writeFileSync(join(openSecrets(dataDir).folder, 'api-token'), 'my-own-token\n')
    expect(openSecrets(dataDir).value('api-token')).toBe('my-own-token')
  })

  it('that are empty stop the start instead of being made anew', () => {
    const path = join(openSecrets(dataDir).folder, 'master-key')
    writeFileSync(path, '\n')
    expect(() => openSecrets(dataDir).value('master-key')).toThrow('the secret master-key is an empty file')
    expect(readFileSync(path, 'utf8')).toBe('\n')
  })
})
