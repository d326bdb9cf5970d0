import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { holdsTake } from '../../../src/adapters/recorder/holds-take.ts'
import { scratch } from '../../support/scratch.ts'

const ID = 'rec_01JZZZZZZZZZZZZZZZZZZZZZZZ'

describe('what is left of a take on this machine', () => {
  const places = () => {
    const root = scratch().path
    const dirs = { spoolDir: join(root, 'spool'), stageDir: join(root, 'stage') }
    mkdirSync(dirs.spoolDir)
    mkdirSync(join(dirs.stageDir, ID), { recursive: true })
    return dirs
  }

  test('is nothing where neither spool nor stage has a file of it', async () => {
    const dirs = places()
    writeFileSync(join(dirs.spoolDir, `${ID}.1.raw`), '')
    writeFileSync(join(dirs.stageDir, ID, '1000.begin'), '')
    expect(await holdsTake(dirs, ID, 0)).toBe(false)
    expect(await holdsTake({ ...dirs, stageDir: join(dirs.stageDir, 'none') }, ID, 2)).toBe(false)
  })

  test('is its spool file, even an empty one', async () => {
    const dirs = places()
    writeFileSync(join(dirs.spoolDir, `${ID}.0.raw`), '')
    expect(await holdsTake(dirs, ID, 0)).toBe(true)
  })

  test('is any file of one of its segments', async () => {
    const dirs = places()
    writeFileSync(join(dirs.stageDir, ID, '1007.ctirec'), '')
    expect(await holdsTake(dirs, ID, 1)).toBe(true)
    expect(await holdsTake(dirs, ID, 0)).toBe(false)
  })

  test('is not guessed when the disk does not tell', async () => {
    const dirs = places()
    writeFileSync(join(dirs.stageDir, 'file'), '')
    await expect(holdsTake({ ...dirs, stageDir: join(dirs.stageDir, 'file') }, ID, 0)).rejects.toThrow(
      'ENOTDIR',
    )
  })
})
