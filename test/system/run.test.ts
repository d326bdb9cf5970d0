import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listeningAddresses } from '../support/listening.ts'
import { createPhone } from '../support/phone/index.ts'
import { living, type RunScript, runScript } from '../support/run-script.ts'
import { type Scratch, scratch } from '../support/scratch.ts'
import { writeShortPrompts } from '../support/short-prompts.ts'
import { PROMPT_TEXTS } from '../support/system.ts'

const ANY_PORTS = ['--http-port', '0', '--sip-port', '0']

/** Starts it in as bare an environment as `env -i HOME=… PATH=…` gives. */
function start(
  dataDir: string,
  args: readonly string[] = ANY_PORTS,
  settings: Readonly<Record<string, string>> = {},
): RunScript {
  const script = runScript(args, {
    HOME: homedir(),
    PATH: process.env['PATH'] ?? '',
    CTI_DATA_DIR: dataDir,
    ...settings,
  })
  onTestFinished(() => script.kill())
  return script
}

async function withShortPrompts(): Promise<Scratch> {
  const directory = scratch()
  await mkdir(join(directory.path, 'prompts'))
  await writeShortPrompts(join(directory.path, 'prompts'), PROMPT_TEXTS)
  return directory
}

interface Site {
  readonly api: string
  get(path: string): Promise<{ readonly status: number; readonly body: { readonly items: Listed[] } }>
  call(extension: string, number: string): Promise<void>
}

interface Listed {
  readonly callId: string
  readonly state: string
}

/** What its output tells a newcomer, and nothing else. */
function siteOf(script: RunScript): Site {
  const api = script.said(/^ {2}API +(http:\S+)\/v1\/calls/m)
  const token = script.said(/^ {2}Token +(\S+)$/m)
  const [host = '', port = ''] = script.said(/register at SIP (\S+) over UDP/).split(':')
  return {
    api,
    async get(path) {
      const response = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token}` } })
      return { status: response.status, body: (await response.json()) as { items: Listed[] } }
    },
    async call(extension, number) {
      const password = script.said(new RegExp(`^ +${extension} {2}password (\\S+)`, 'm'))
      const registrar = { host, port: Number(port) }
      const phone = await createPhone({ extension, password, host, registrar })
      try {
        await phone.register()
        const call = await phone.call(number)
        await call.waitFor('answered')
        await call.audio.sound({ forMs: 200 })
        await call.hangUp()
      } finally {
        await phone.close()
      }
    },
  }
}

/** Two starts, each of which builds first when a source is newer than the build. */
const TIMEOUT_MS = 400_000

describe('scripts/run', { timeout: TIMEOUT_MS }, () => {
  it('tells all that a first call needs, ends on Ctrl-C, and finds its data again', async () => {
    const directory = await withShortPrompts()
    const first = start(directory.path)
    await first.ready()
    const site = siteOf(first)
    expect((await fetch(`${site.api}/readyz`)).status).toBe(200)
    expect((await fetch(`${site.api}/metrics`)).status).toBe(200)
    expect((await fetch(`${site.api}/v1/calls`)).status).toBe(401)
    expect((await site.get('/v1/calls')).body.items).toEqual([])
    await site.call('2001', first.said(/Dial (\d+) from/))
    const [call] = (await site.get('/v1/calls')).body.items
    expect(call?.callId).toMatch(/^call_/)

    const programs = first.programs()
    expect(programs.length).toBeGreaterThanOrEqual(4)
    expect(await first.ctrlC()).toBe(0)
    expect(first.output()).toContain('stopped; the data is kept')
    expect(living(programs)).toEqual([])

    const second = start(directory.path)
    await second.ready()
    expect((await siteOf(second).get('/v1/calls')).body.items.map(({ callId }) => callId)).toEqual([
      call?.callId,
    ])
    expect(await second.ctrlC()).toBe(0)
  })

  it('takes phones on an address of their network, and keeps everything else on loopback', async () => {
    const directory = await withShortPrompts()
    const script = start(directory.path, [...ANY_PORTS, '--sip-address', '127.0.0.2'])
    await script.ready()
    await siteOf(script).call('2001', '8000')
    // RTP comes and goes with calls.
    const listening = new Set(script.programs().flatMap(({ pid }) => listeningAddresses(pid)))
    expect([...listening].sort()).toEqual(['127.0.0.1', '127.0.0.2'])
    expect(await script.ctrlC()).toBe(0)
  })

  it('hands CTI_* variables on to the service, but for what it must set itself', async () => {
    const directory = await withShortPrompts()
    const settings = { CTI_LOG_LEVEL: 'silent', CTI_HTTP_PORT: '1', CTI_STREAM_MAX_READERS: '1' }
    const script = start(directory.path, ANY_PORTS, settings)
    await script.ready()
    const api = script.said(/^ {2}API +(http:\S+)\/v1\/calls/m)
    const authorization = `Bearer ${script.said(/^ {2}Token +(\S+)$/m)}`
    const reading = new AbortController()
    const stream = () => fetch(`${api}/v1/events`, { headers: { authorization }, signal: reading.signal })
    expect((await stream()).status).toBe(200)
    expect((await stream()).status).toBe(503)
    reading.abort()
    expect(await script.ctrlC()).toBe(0)
    const wrong = start(directory.path, ANY_PORTS, { CTI_STREEM_MAX_READERS: '1' })
    expect(await wrong.exited()).toBe(1)
    expect(wrong.output()).toContain('CTI_STREEM_MAX_READERS')
  })

  it('refuses a second start on the same data', async () => {
    const directory = await withShortPrompts()
    const first = start(directory.path)
    await first.ready()
    const second = start(directory.path)
    expect(await second.exited()).toBe(1)
    expect(second.output()).toMatch(/another trial \(pid \d+\) runs on .*: stop it, or set CTI_DATA_DIR/)
    expect(await first.ctrlC()).toBe(0)
  })

  it('names the option to change when a port is taken, and has started nothing', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const takenUdp = createSocket('udp4').bind(0, '127.0.0.1')
    await once(takenUdp, 'listening')
    onTestFinished(() => {
      taken.close()
      takenUdp.close()
    })
    const http = String((taken.address() as { port: number }).port)
    const sip = String(takenUdp.address().port)
    for (const [args, words] of [
      [['--http-port', http, '--sip-port', '0'], `port ${http}, wanted for the API, is taken`],
      [['--http-port', http, '--sip-port', '0'], 'choose another with --http-port'],
      [['--http-port', '0', '--sip-port', sip], 'choose another with --sip-port'],
      [[...ANY_PORTS, '--sip-address', '203.0.113.77'], 'choose another with --sip-address'],
      [[...ANY_PORTS, '--sip-address', '0.0.0.0'], '--sip-address takes one IPv4 address'],
    ] as const) {
      const directory = scratch()
      const script = start(directory.path, args)
      expect(await script.exited()).toBe(1)
      expect(script.output()).toContain(words)
      expect(existsSync(join(directory.path, 'postgres'))).toBe(false)
      expect(existsSync(join(directory.path, 'trial.lock'))).toBe(false)
    }
  })

  it('says what its arguments are when it gets others', async () => {
    const directory = scratch()
    const script = start(directory.path, ['--http-port', 'eighty'])
    expect(await script.exited()).toBe(2)
    expect(script.output()).toContain("--http-port takes a port from 0 to 65535, not 'eighty'")
    expect(script.output()).toContain('--sip-address A')
  })
})
