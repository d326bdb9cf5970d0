import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { EslClient } from './support/esl-client.ts'

const MAIN = fileURLToPath(new URL('../../src/softswitch/main.ts', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'softswitch-program-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function outcome(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}

describe('the program', () => {
  it('says in one line where it listens, serves, and ends at SIGTERM with 0', async () => {
    const config = join(dir, 'switch.yaml')
    writeFileSync(config, 'sip: { port: 0 }\neventSocket: { port: 0, password: pw }\nlogLevel: error\n')
    const child = start(['--config', config])
    const closed = once(child, 'close')
    const lines = createInterface({ input: child.stdout ?? process.stdin })
    const [line] = (await once(lines, 'line')) as [string]
    const ready = JSON.parse(line) as { event: string; sip: string; eventSocket: string }
    expect(ready).toMatchObject({ event: 'ready', sip: expect.stringMatching(/^127\.0\.0\.1:\d+$/) })
    const esl = await EslClient.open(Number(ready.eventSocket.split(':')[1]), 'pw')
    expect(await esl.api('echo hello')).toBe('hello')
    child.kill('SIGTERM')
    expect((await closed)[0]).toBe(0)
    await esl.until(() => esl.closed, 'the end of the connection')
    expect(esl.notice).toMatch(/^Disconnected, goodbye\./)
  })

  it('ends when a client asks for it with fsctl shutdown', async () => {
    const config = join(dir, 'shutdown.json')
    writeFileSync(config, JSON.stringify({ sip: { port: 0 }, eventSocket: { port: 0, password: 'pw' } }))
    const child = start(['--config', config])
    const closed = once(child, 'close')
    const [line] = (await once(createInterface({ input: child.stdout ?? process.stdin }), 'line')) as [string]
    const port = Number((JSON.parse(line) as { eventSocket: string }).eventSocket.split(':')[1])
    const esl = await EslClient.open(port, 'pw')
    expect(await esl.api('fsctl shutdown')).toBe('+OK\n')
    expect((await closed)[0]).toBe(0)
  })

  it('explains itself, and ends with 2 for wrong use and wrong settings', async () => {
    const broken = join(dir, 'broken.yaml')
    writeFileSync(broken, 'eventSocket: { password: s3cret }\nheartbeat: 5\n')
    const [help, nothing, unknown, settings] = await Promise.all([
      outcome(start(['--help'])),
      outcome(start([])),
      outcome(start(['--what'])),
      outcome(start(['--config', broken])),
    ])
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('--config FILE') })
    expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('--config FILE is missing') })
    expect(unknown.code).toBe(2)
    expect(settings.code).toBe(2)
    expect(settings.err).toMatch(/broken\.yaml:2:\d+: heartbeat: unknown key/)
    expect(settings.err).not.toContain('s3cret')
  })
})
