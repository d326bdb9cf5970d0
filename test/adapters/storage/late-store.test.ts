import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lateDirectoryStore } from '../../../src/adapters/storage/late-store.ts'
import { scratch } from '../../support/scratch.ts'

const soon = () => ({ signal: AbortSignal.timeout(5_000) })

it('touches nothing before it is needed', async () => {
  const { path } = scratch()
  const root = join(path, 'recordings')
  const store = lateDirectoryStore({ root })
  expect(readdirSync(path)).toEqual([])
  expect(await store.put('rec/0', [Buffer.from('sealed')], soon())).toMatchObject({ type: 'stored' })
  expect(await store.getRange('rec/0', 2, 4)).toEqual({ type: 'bytes', bytes: Buffer.from('al') })
  expect(await store.list({ limit: 10 })).toEqual({ type: 'page', keys: ['rec/0'] })
})

it('is unavailable while its place can’t be made, and there as soon as it can', async () => {
  const { path } = scratch()
  const root = join(path, 'recordings')
  // A file where the directory should be, as before a disk is mounted.
  writeFileSync(root, '')
  const store = lateDirectoryStore({ root })
  expect(await store.stat('rec/0')).toMatchObject({ type: 'unavailable' })
  expect(await store.put('rec/0', [Buffer.from('sealed')], soon())).toMatchObject({ type: 'unavailable' })
  rmSync(root)
  expect(await store.put('rec/0', [Buffer.from('sealed')], soon())).toMatchObject({ type: 'stored' })
  expect(await store.delete('rec/0')).toEqual({ type: 'deleted' })
})
