import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataDirOf, makeDataDir } from '../../src/trial/data-dir.ts'
import { TrialFault } from '../../src/trial/fault.ts'
import { lockDataDir } from '../../src/trial/lock.ts'
import { markOf } from '../../src/trial/process-table.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cti-data-dir-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the data directory', () => {
  it('is where the environment says, else where the system keeps such things', () => {
    const of = (env: Record<string, string>, isRoot: boolean) => dataDirOf({ env, isRoot, home: '/home/li' })
    expect(of({ CTI_DATA_DIR: '/srv/cti' }, true)).toBe('/srv/cti')
    expect(of({ CTI_DATA_DIR: '' }, true)).toBe('/var/lib/cti-bridge')
    expect(of({}, false)).toBe('/home/li/.local/share/cti-bridge')
    expect(of({ XDG_DATA_HOME: '/data/li' }, false)).toBe('/data/li/cti-bridge')
    expect(of({ CTI_DATA_DIR: 'here' }, false)).toBe(join(process.cwd(), 'here'))
  })

  it('is made for its owner alone', () => {
    const made = makeDataDir(join(folder, 'a/b'))
    expect(statSync(made).mode & 0o777).toBe(0o700)
    expect(makeDataDir(made)).toBe(made)
  })

  it('that can’t be made is named', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => makeDataDir(join(folder, 'file/inside'))).toThrow(TrialFault)
    expect(() => makeDataDir(join(folder, 'file/inside'))).toThrow(
      /can't use the data directory .*file\/inside/,
    )
  })
})

describe('its lock', () => {
  it('lets no second trial in while the first lives, and the next in afterwards', () => {
    const release = lockDataDir(folder)
    expect(() => lockDataDir(folder)).toThrow(`another trial (pid ${process.pid}) runs on ${folder}`)
    release()
    lockDataDir(folder)()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is taken over from a process that was killed', async () => {
    const other = spawn('sleep', ['60'])
    const mark = markOf(other.pid ?? 0)
    writeFileSync(join(folder, 'trial.lock'), JSON.stringify(mark))
    expect(() => lockDataDir(folder)).toThrow(`another trial (pid ${other.pid})`)
    other.kill('SIGKILL')
    await once(other, 'exit')
    lockDataDir(folder)
    expect(JSON.parse(readFileSync(join(folder, 'trial.lock'), 'utf8'))).toEqual(markOf(process.pid))
  })

  it('is not held by a stranger who has got the same pid since', () => {
    writeFileSync(join(folder, 'trial.lock'), JSON.stringify({ pid: process.pid, startTicks: '1' }))
    lockDataDir(folder)()
    expect(existsSync(join(folder, 'trial.lock'))).toBe(false)
  })

  it('with rubbish in it belongs to nobody', () => {
    writeFileSync(join(folder, 'trial.lock'), 'rubbish')
    lockDataDir(folder)()
  })

  it('goes to one of several that start at once on a dead one', async () => {
    writeFileSync(join(folder, 'trial.lock'), JSON.stringify({ pid: 2 ** 22 - 1, startTicks: '1' }))
    const module = new URL('../../src/trial/lock.ts', import.meta.url).href
    const code = `const { lockDataDir } = await import('${module}')
      try { lockDataDir('${folder}'); console.log('got it') } catch { console.log('refused') }
      process.stdin.resume()`
    const starters = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
        cwd: new URL('../..', import.meta.url).pathname,
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    )
    const said = starters.map(async (starter) => String((await once(starter.stdout, 'data'))[0]).trim())
    expect((await Promise.all(said)).sort()).toEqual(['got it', 'refused', 'refused'])
    const ends = starters.map((starter) => once(starter, 'exit'))
    for (const starter of starters) starter.stdin.end()
    await Promise.all(ends)
  })
})
