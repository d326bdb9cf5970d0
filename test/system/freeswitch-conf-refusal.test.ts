import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { lendCertificates } from '../support/freeswitch-certs.ts'
import { FREESWITCH_CONF, writeFreeswitchSite } from '../support/freeswitch-site.ts'

const prefix = freeswitchPrefix()
if (prefix === undefined) {
  console.log('freeswitch-conf without a password: NOT RUN (CTI_TEST_FREESWITCH names no installation)')
}

describe.skipIf(prefix === undefined)('freeswitch-conf without a password for the event socket', () => {
  it.each(['', 'short'])('does not start with %j, and says why', async (password) => {
    const siteDir = await mkdtemp(join(tmpdir(), 'cti-freeswitch-'))
    try {
      await writeFreeswitchSite(siteDir, {
        users: [],
        serviceNumbers: ['8000'],
        fallbackTargets: [],
        trunkAcl: [],
      })
      lendCertificates(join(siteDir, 'state/certs'))
      await writeFile(join(siteDir, 'event-socket-password'), password)
      const start = spawnSync(join(FREESWITCH_CONF, 'start.sh'), [prefix ?? ''], {
        env: { ...process.env, CTI_FREESWITCH_SITE: siteDir },
        encoding: 'utf8',
        timeout: 60_000,
        killSignal: 'SIGKILL',
      })
      expect(start.status).not.toBe(0)
      expect(start.signal).toBeNull()
      expect(start.stdout + start.stderr).toMatch(/event-socket-password.*missing/)
    } finally {
      await rm(siteDir, { recursive: true, force: true })
    }
  })
})
