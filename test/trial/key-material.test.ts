import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyMaterial } from '../../src/trial/key-material.ts'
import { scratch } from '../support/scratch.ts'

const FILES = {
  api: ['ca.pem', 'client.pem', 'permit-key.pem', 'passphrase', 'seal-to.pem', 'escrow.pem'],
  keyService: ['server.pem', 'passphrase', 'keyservice.yaml', 'ca/ca.pem'],
  escrow: ['escrow.key.pem', 'escrow.passphrase'],
} as const

describe('the key material of a trial', () => {
  it('is made once, lies where the configuration looks for it, and is kept', {
    timeout: 60_000,
  }, async () => {
    const { path } = scratch()
    const { apiDir, keyServiceDir, escrowDir } = await keyMaterial(path)
    expect(apiDir).toBe(join(path, 'keys'))
    const paths = [
      ...FILES.api.map((name) => join(apiDir, name)),
      ...FILES.keyService.map((name) => join(keyServiceDir, name)),
      ...FILES.escrow.map((name) => join(escrowDir, name)),
    ]
    const before = paths.map((file) => readFileSync(file, 'utf8'))
    for (const name of ['client.pem', 'permit-key.pem', 'passphrase'])
      expect(statSync(join(apiDir, name)).mode & 0o077).toBe(0)
    // What the telephone host seals to are certificates only.
    for (const name of ['seal-to.pem', 'escrow.pem'])
      expect(readFileSync(join(apiDir, name), 'utf8')).not.toContain('PRIVATE KEY')

    await keyMaterial(path)
    expect(paths.map((file) => readFileSync(file, 'utf8'))).toEqual(before)
  })
})
