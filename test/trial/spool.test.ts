import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeSpool } from '../../src/trial/spool.ts'
import { scratch } from '../support/scratch.ts'

describe('the spool of a trial', () => {
  it('lies in memory, under a name of the data directory’s own', () => {
    const [one, other] = [scratch().path, scratch().path]
    const spool = makeSpool(one)
    onTestFinished(() => rmSync(spool.directory, { recursive: true, force: true }))
    const next = makeSpool(other)
    onTestFinished(() => rmSync(next.directory, { recursive: true, force: true }))
    expect(spool).toMatchObject({ inMemory: true, directory: makeSpool(one).directory })
    expect(spool.directory).toMatch(/^\/dev\/shm\//)
    expect(next.directory).not.toBe(spool.directory)
  })

  it('lies in the data directory where there is no tmpfs, and says so', () => {
    const { path } = scratch()
    const noMemory = join(path, 'none')
    expect(makeSpool(path, noMemory)).toMatchObject({ inMemory: false, directory: join(path, 'spool') })
    expect(makeSpool(path, '/proc')).toMatchObject({ inMemory: false })
  })

  it('isn’t what somebody else could have put in its place', () => {
    const { path } = scratch()
    const { directory } = makeSpool(path)
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
    chmodSync(directory, 0o777)
    expect(makeSpool(path)).toMatchObject({ inMemory: false, directory: join(path, 'spool') })
    rmSync(directory, { recursive: true })
    symlinkSync(scratch().path, directory)
    expect(makeSpool(path)).toMatchObject({ inMemory: false, directory: join(path, 'spool') })
  })

  it('goes with the trial, unless something in it has still to be sealed', () => {
    const { path } = scratch()
    const spool = makeSpool(path, join(path, 'none'))
    const file = join(spool.directory, 'left.raw')
    writeFileSync(file, 'sound')
    spool.close()
    expect(existsSync(file)).toBe(true)
    rmSync(file)
    spool.close()
    expect(existsSync(spool.directory)).toBe(false)
    spool.close()
  })
})
