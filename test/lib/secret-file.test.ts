import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSecretFile } from '../../src/lib/secret-file.ts'
import { scratch } from '../support/scratch.ts'

describe('a secret file', () => {
  it('gives its one line, and says whether others may read it', () => {
    const file = scratch().write('token', '  s3cret\n')
    chmodSync(file, 0o600)
    expect(readSecretFile(file)).toEqual({ ok: true, value: 's3cret', openToOthers: false })
    chmodSync(file, 0o644)
    expect(readSecretFile(file)).toMatchObject({ openToOthers: true })
  })

  it('is refused by name and without its content', () => {
    const { path, write } = scratch()
    const refused = [
      [join(path, 'none'), 'no such file'],
      [path, 'not a plain file'],
      [write('empty', ' \n'), 'is empty'],
      [write('two', 's3cret\nINJECTED\n'), 'more than one line'],
      [write('large', 's3cret'.repeat(10_000)), 'larger than'],
    ] as const
    for (const [file, why] of refused) {
      const read = readSecretFile(file)
      expect(read).toMatchObject({ ok: false, reason: expect.stringContaining(why) })
      expect(JSON.stringify(read)).toContain(file)
      expect(JSON.stringify(read)).not.toContain('s3cret')
    }
  })
})
