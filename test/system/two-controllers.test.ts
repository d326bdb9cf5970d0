/** Two processes of one host under one controller id, each with a data directory of its own. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Child, startChild } from '../../src/trial/child.ts'
import { eventually } from '../support/eventually.ts'
import { inCharge, killService, timesTaken } from '../support/fail-open.ts'
import { ON_EMBEDDED } from '../support/on-each-switch.ts'
import { type System, startSystem } from '../support/system.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** Many renewals of the lease, and tries for it. */
const RENEWALS_MS = 3_000

describe(`two controllers of one id, ${ON_EMBEDDED}`, () => {
  let system: System
  let other: Child
  let url = ''
  beforeAll(async () => {
    system = await startSystem({ embeddedOnly: true })
    const environment = environmentOf(system.trial.service.pid)
    const dataDir = twin(environment['CTI_DATA_DIR'] ?? '')
    other = await startChild({
      name: 'the other controller',
      command: process.execPath,
      args: [PROGRAM],
      env: { ...environment, CTI_DATA_DIR: dataDir, CTI_HTTP_PORT: '0', CTI_RECORDING_ENABLED: 'false' },
      ready: (line) => {
        const found = /"address":"([^"]+)","port":(\d+).*"listening"/.exec(line)
        if (found) url = `http://${found[1]}:${found[2]}`
        return found !== null
      },
      readyTimeoutMs: 30_000,
      stopSignal: 'SIGTERM',
      stopTimeoutMs: 12_000,
    })
  })
  afterAll(async () => {
    await other?.stop()
    await system.stop()
  })

  const otherOwns = async () => {
    const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { owner: { ok: boolean } } }
    return checks.owner.ok
  }

  it('one owns the site, the other waits, and has it when the first has died', async () => {
    await inCharge(system)
    await new Promise((resolve) => setTimeout(resolve, RENEWALS_MS))
    expect({ taken: await timesTaken(system), otherOwns: await otherOwns() }).toEqual({
      taken: 1,
      otherOwns: false,
    })
    const { pid } = system.trial.service
    // Stopped, it neither renews nor comes back before the other has had its chance.
    process.kill(pid, 'SIGSTOP')
    await eventually(async () =>
      (await otherOwns()) ? { found: true } : { waiting: 'the other to own the site' },
    )
    await killService(system)
    expect(await timesTaken(system)).toBe(2)
    expect(await otherOwns()).toBe(true)
  })
})

function environmentOf(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
  return Object.fromEntries(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  )
}

/** A second data directory with the same secrets and prompts, and no lock or nonce of the first. */
function twin(dataDir: string): string {
  const path = join(dataDir, 'twin')
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path)
  for (const name of readdirSync(dataDir)) {
    if (name !== 'twin' && !name.startsWith('controller.')) symlinkSync(join(dataDir, name), join(path, name))
  }
  return path
}
