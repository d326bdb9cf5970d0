/** `node dist/internal-certificates.js`, as an operator's timer runs it. */
import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readClientMaterial } from '../../src/lib/pki/client-material.ts'
import { scratch } from '../support/scratch.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/internal-certificates.js', import.meta.url))

function run(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], { timeout: 60_000 }, (error, said, complained) => {
      const code = error === null ? 0 : error.code
      if (typeof code === 'number') resolve({ code, said, complained })
      else reject(error)
    })
  })
}

const materialIn = (directory: string) =>
  readClientMaterial({
    certificateFile: join(directory, 'peer.pem'),
    keyFile: join(directory, 'peer.pem'),
    authorityFile: join(directory, 'ca.pem'),
    passphraseFile: join(directory, 'passphrase'),
  })

describe('the certificates of processes', () => {
  it('are made for each host, left alone while they are good, and made again where one is missing', async () => {
    const { path } = scratch()
    const authority = join(path, 'authority')
    const [one, two] = [join(path, 'one'), join(path, 'two')]
    const args = ['--authority', authority, '--out', one, '--out', two]
    const made = await run(...args)
    expect(made).toMatchObject({ code: 0, complained: '' })
    for (const directory of [one, two]) {
      expect(made.said).toContain(`${join(directory, 'peer.pem')}: made; due on `)
      const read = materialIn(directory)
      if (!read.ok) throw new Error(read.reason)
      expect(statSync(directory).mode & 0o777).toBe(0o700)
      for (const secret of ['peer.pem', 'passphrase'])
        expect(statSync(join(directory, secret)).mode & 0o777).toBe(0o600)
    }
    expect(readFileSync(join(one, 'ca.pem'))).toEqual(readFileSync(join(two, 'ca.pem')))
    const former = readFileSync(join(one, 'peer.pem'))
    expect(former).not.toEqual(readFileSync(join(two, 'peer.pem')))

    rmSync(join(two, 'peer.pem'))
    const again = await run(...args)
    expect(again.code).toBe(0)
    expect(again.said).toContain(`${join(one, 'peer.pem')}: good until `)
    expect(again.said).toContain(`${join(two, 'peer.pem')}: made; `)
    expect(readFileSync(join(one, 'peer.pem'))).toEqual(former)
    expect(materialIn(two).ok).toBe(true)

    // Of this authority's key nothing can be signed any more: nothing is touched.
    writeFileSync(join(authority, 'passphrase'), 'another one\n')
    const failed = await run(...args)
    expect([failed.code, failed.said]).toEqual([1, ''])
    expect(failed.complained).toContain("can't be decrypted")
    expect(readFileSync(join(one, 'peer.pem'))).toEqual(former)
  })

  it('says how it is used to whoever asks or uses it wrongly', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, said: expect.stringContaining('--authority DIR') })
    const { path } = scratch()
    for (const args of [[], ['--out', path], ['--authority', path], ['--such', path]])
      expect(await run(...args)).toMatchObject({
        code: 2,
        said: '',
        complained: expect.stringMatching(/DIR/),
      })
  })
})
