import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Head } from '../../src/keyservice/chain.ts'
import { verifyLog } from '../../src/keyservice/verify-log.ts'
import { openAuthority } from '../../src/lib/pki/authority.ts'
import { renewEnvelopeKey } from '../../src/lib/pki/renewal.ts'
import { ask, identityOf, wordOf } from './support/ask.ts'
import {
  type Installation,
  install,
  makeKeyPair,
  permitFor,
  removeTemplate,
  wrap,
} from './support/installation.ts'
import { type Running, runProgram, startProgram } from './support/program.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const dataKey = randomBytes(32)
const place = { recordingId: 'rec_again', segment: 1 }
let site: Installation
let running: Running[] = []

beforeEach(async () => {
  site = await install()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop('SIGKILL')))
  running = []
  site.remove()
})
afterAll(removeTemplate)

async function started(more = {}): Promise<Running> {
  const service = await startProgram(site.configure(more))
  running.push(service)
  return service
}

const envelope = () =>
  wrap(readFileSync(join(site.api, 'seal-to.pem'), 'utf8'), dataKey, place.recordingId, place.segment)
const permit = (change = {}) => permitFor(site.permitKey, place, change)

async function open(service: Running, token: string, sealed = envelope()): Promise<string> {
  const body = JSON.stringify({ envelope: sealed, permit: token })
  const answer = await ask(service.url, identityOf(site), { body })
  if (answer.status !== 200) return wordOf(answer)
  const { seq, hash } = answer.body['log'] as { seq: number; hash: string }
  anchors.push({ seq, hash })
  return 'opened'
}

let anchors: Head[] = []
beforeEach(() => {
  anchors = []
})

const logDirectory = () => join(site.own, 'data', 'log')
const logFile = () => join(logDirectory(), readdirSync(logDirectory()).sort().at(-1) ?? '')
const usedFile = () => join(site.own, 'data', 'used-permits')
/** As the command `verify-log` does; one test below runs the command itself. */
const verify = () => verifyLog(logDirectory(), anchors)

describe('a permit that was used', () => {
  it('stays used across a restart, and across kill -9 right after the answer', async () => {
    const [one, two, fresh] = [permit(), permit(), permit()]
    const first = await started()
    expect(await open(first, one)).toBe('opened')
    expect(await first.stop()).toEqual({ code: 0, signal: null })
    const second = await started()
    expect(await open(second, one)).toBe('permitUsed')
    expect(await open(second, two)).toBe('opened')
    await second.stop('SIGKILL')
    const third = await started()
    expect(await open(third, one)).toBe('permitUsed')
    expect(await open(third, two)).toBe('permitUsed')
    expect(await open(third, fresh)).toBe('opened')
    expect(verify().ok).toBe(true)
  })

  it('may have been in a list that is gone: permits from before the start are refused then', async () => {
    const first = await started({ clockSkewSeconds: 0 })
    const [used, unused] = [permit(), permit()]
    expect(await open(first, used)).toBe('opened')
    await first.stop()
    rmSync(usedFile())
    const second = await started({ clockSkewSeconds: 0 })
    expect(second.errors()).toContain('used permits is gone')
    expect(await open(second, used)).toBe('permitUsed')
    expect(await open(second, unused)).toBe('permitUsed')
    const later = Math.floor(Date.now() / 1000) + 1
    await vi.waitUntil(() => Date.now() / 1000 > later, { timeout: 5000 })
    expect(await open(second, permit())).toBe('opened')
  })

  it('was not used when the kill came before its line was whole', async () => {
    const first = await started()
    const [used, cut] = [permit({ permitId: 'permit_whole' }), permit({ permitId: 'permit_cut' })]
    expect(await open(first, used)).toBe('opened')
    await first.stop('SIGKILL')
    appendFileSync(usedFile(), `${Math.floor(Date.now() / 1000) + 60} permit_cu`)
    const second = await started()
    expect(await open(second, used)).toBe('permitUsed')
    expect(await open(second, cut)).toBe('opened')
  })
})

describe('the log', () => {
  it('that a kill cut off in mid-line goes on, and says so', async () => {
    const first = await started()
    expect(await open(first, permit())).toBe('opened')
    await first.stop('SIGKILL')
    const whole = readFileSync(logFile())
    appendFileSync(logFile(), '{"seq":3,"at":"2026-')
    const second = await started()
    expect(readFileSync(logFile()).subarray(0, whole.length)).toEqual(whole)
    expect(readFileSync(logFile(), 'utf8')).toContain('"type":"tornLineCut","bytes":20')
    expect(await open(second, permit())).toBe('opened')
    expect(verify()).toMatchObject({ ok: true, firstSeq: 1 })
  })

  interface Written {
    readonly name: string
    readonly text: string
    readonly told: readonly Head[]
  }
  let written: Promise<Written> | undefined
  /** The log of a service that has opened twice; written by the first that asks. */
  function twoOpenings(): Promise<Written> {
    written ??= (async () => {
      const service = await started()
      expect(await open(service, permit())).toBe('opened')
      expect(await open(service, permit())).toBe('opened')
      await service.stop()
      return { name: basename(logFile()), text: readFileSync(logFile(), 'utf8'), told: anchors }
    })()
    return written
  }

  it('survives kill -9 in the middle of many openings: each that was answered is in it', async () => {
    const service = await started({ limits: { perPersonPerMinute: 1000, perMinute: 1000 } })
    const sealed = envelope()
    let answered = 0
    const all = Array.from({ length: 60 }, async () => {
      const outcome = await open(service, permit(), sealed).catch(() => 'cut off')
      if (outcome === 'opened') answered += 1
      if (answered === 10) await service.stop('SIGKILL')
      return outcome
    })
    const outcomes = await Promise.all(all)
    expect(outcomes).toContain('cut off')
    await started()
    expect(anchors.length).toBeGreaterThanOrEqual(10)
    expect(verify()).toMatchObject({ ok: true })
  })

  it.each([
    ['a changed word', (text: string) => text.replace('agent_li', 'agent_xu'), /altered/],
    ['a line taken out', (text: string) => text.replace(/\n.*\n/, '\n'), /outOfOrder/],
    ['two lines exchanged', (text: string) => text.replace(/(.*\n)(.*\n)/, '$2$1'), /outOfOrder/],
    ['a line that is none', (text: string) => text.replace('\n', '\nhello\n'), /notALine/],
  ])('with %s is found out, and nothing is opened on top of it', async (_, tamper, fault) => {
    const { name, text, told } = await twoOpenings()
    anchors = [...told]
    mkdirSync(logDirectory(), { recursive: true, mode: 0o700 })
    writeFileSync(join(logDirectory(), name), tamper(text), { mode: 0o600 })
    expect(verify()).toMatchObject({ ok: false, reason: expect.stringMatching(fault) })
    const again = await runProgram('--config', site.configure())
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(fault) })
    expect(again.err).toContain('so nothing is opened')
  })

  it('without its last line holds together, but not with what the API was told', async () => {
    const service = await started()
    expect(await open(service, permit())).toBe('opened')
    await service.stop('SIGKILL')
    const text = readFileSync(logFile(), 'utf8')
    truncateSync(logFile(), text.lastIndexOf('\n', text.length - 2) + 1)
    const told = anchors
    anchors = []
    expect(verify().ok).toBe(true)
    anchors = told
    expect(verify()).toMatchObject({ ok: false, reason: expect.stringContaining('is not there') })
    const asked = anchors.flatMap(({ seq, hash }) => ['--anchor', `${seq}:${hash}`])
    const command = await runProgram('verify-log', '--dir', logDirectory(), ...asked)
    expect(command).toMatchObject({ code: 1, err: expect.stringContaining('is not there') })
  })
})

describe('the disk', () => {
  it('being full, nothing is opened; with room again it goes on, and the log holds together', async () => {
    const service = await started()
    const { size } = statSync(logFile())
    const limit = (bytes: string) => execFileSync('prlimit', [`--pid=${service.pid}`, `--fsize=${bytes}:`])
    // The kernel takes the first half of the line, and refuses the rest.
    limit(String(size + 150))
    const unlucky = permit()
    expect(await open(service, unlucky)).toBe('recordUnavailable')
    limit('unlimited')
    expect(await open(service, unlucky)).toBe('permitUsed')
    expect(await open(service, permit())).toBe('opened')
    expect(verify()).toMatchObject({ ok: true, tornBytes: 0 })
  })
})

describe('the key service', () => {
  it('is alone on its directory', async () => {
    const first = await started()
    const second = await runProgram('--config', site.configure())
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(String(first.pid)) })
  })

  it('opens what was wrapped to a former key after a new one was made', async () => {
    const former = envelope()
    const base = { directory: join(site.own, 'ca'), passphrase: site.passphrase, makeKeyPair }
    const inTwoYears = new Date(Date.now() + 700 * 86_400_000)
    const authority = await openAuthority({ ...base, now: new Date() })
    if (!authority.ok) throw new Error(authority.reason)
    const keysDir = join(site.own, 'keys')
    const made = await renewEnvelopeKey(keysDir, { ...base, authority: authority.value, now: inTwoYears })
    expect(made.renewed).toBe(true)
    mkdirSync(join(site.own, 'keys', 'a folder.pem'))
    const service = await started()
    expect(service.errors()).toContain('file passed over')
    const newer = wrap(readFileSync(made.file, 'utf8'), dataKey, place.recordingId, place.segment)
    expect(newer.keys[0]?.keyId).not.toBe(former.keys[0]?.keyId)
    expect(await open(service, permit(), former)).toBe('opened')
    expect(await open(service, permit(), newer)).toBe('opened')
  })

  it('limits one person, then all together', async () => {
    const service = await started({ limits: { perPersonPerMinute: 2, perMinute: 4 } })
    const ask_ = (person: string) => open(service, permit({ person }))
    const outcomes: string[] = []
    for (const person of ['li', 'li', 'li', 'wang', 'wang', 'zhou']) outcomes.push(await ask_(person))
    expect(outcomes).toEqual(['opened', 'opened', 'personLimit', 'opened', 'opened', 'totalLimit'])
    const token = permit({ person: 'li' })
    const body = JSON.stringify({ envelope: envelope(), permit: token })
    const answer = await ask(service.url, identityOf(site), { body })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(readFileSync(usedFile(), 'utf8').trim().split('\n')).toHaveLength(5)
  })
})
