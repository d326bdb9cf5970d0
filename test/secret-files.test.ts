import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSecretFiles } from '../src/configuration/secret-files.ts'
import { scratch } from './support/scratch.ts'

it('reads all secrets, tells which of them everybody may read, and reports all that are missing together', () => {
  const { path: folder } = scratch()
  const file = (name: string, mode: number) => {
    const path = join(folder, name)
    writeFileSync(path, `${name}-value\n`)
    chmodSync(path, mode)
    return path
  }
  const [closed, open] = [file('closed', 0o600), file('open', 0o644)]
  expect(readSecretFiles({ closed, open })).toEqual({
    ok: true,
    value: {
      values: new Map([
        ['closed', 'closed-value'],
        ['open', 'open-value'],
      ]),
      openToOthers: [open],
    },
  })
  const absent = readSecretFiles({ one: join(folder, 'one'), closed, two: join(folder, 'two') })
  expect(absent.ok ? [] : absent.faults.map(({ path }) => path)).toEqual(['one', 'two'])
})
