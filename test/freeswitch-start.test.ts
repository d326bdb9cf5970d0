import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** freeswitch-conf/start.sh, with a program in FreeSWITCH's place that says what it was started with. */

const CONF = fileURLToPath(new URL('../freeswitch-conf', import.meta.url))

describe('freeswitch-conf/start.sh', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cti-start-'))
    mkdirSync(join(folder, 'bin'))
    const program = '#!/bin/sh\necho "malloc $LD_PRELOAD"\necho "arguments $*"\n'
    writeFileSync(join(folder, 'bin/freeswitch'), program, { mode: 0o755 })
    execFileSync(join(CONF, 'new-site.sh'), [join(folder, 'site')], { stdio: 'ignore' })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function start(malloc?: string) {
    const { PATH = '' } = process.env
    const env = { PATH, CTI_FREESWITCH_SITE: join(folder, 'site') }
    const more = malloc === undefined ? {} : { CTI_FREESWITCH_MALLOC: malloc }
    const { status, stdout, stderr } = spawnSync(join(CONF, 'start.sh'), [folder], {
      env: { ...env, ...more },
      encoding: 'utf8',
    })
    return { status, preloaded: /^malloc (.*)$/m.exec(stdout)?.[1], stderr }
  }

  const folders = [...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`), '/usr/lib64']
  const library = (name: string) =>
    folders.map((one) => join(one, name)).find((file) => existsSync(file)) ?? ''

  it('has FreeSWITCH allocate with jemalloc where there is one, with what is named, or with what glibc has', () => {
    expect(start()).toMatchObject({ status: 0, preloaded: library('libjemalloc.so.2') })
    expect(start('none')).toMatchObject({ status: 0, preloaded: '' })
    const other = library('libm.so.6')
    expect(other).not.toBe('')
    expect(start(other)).toMatchObject({ status: 0, preloaded: other })
  })

  it('starts nothing when that library isn’t there, or is named by halves', () => {
    expect(start('/nowhere/lib.so')).toMatchObject({
      status: 1,
      preloaded: undefined,
      stderr: 'CTI_FREESWITCH_MALLOC: /nowhere/lib.so cannot be read\n',
    })
    expect(start('libjemalloc.so.2')).toMatchObject({
      status: 1,
      preloaded: undefined,
      stderr: 'CTI_FREESWITCH_MALLOC: libjemalloc.so.2 is neither an absolute path nor none\n',
    })
  })
})
