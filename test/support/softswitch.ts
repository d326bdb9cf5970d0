import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SoftswitchInput } from '../../src/softswitch/config.ts'
import { bundle } from './bundle.ts'
import { freeUdpRange } from './free-ports.ts'
import type { TestSwitch, TestSwitchOptions } from './test-switch.ts'

const PROGRAM = fileURLToPath(new URL('../../src/softswitch/main.ts', import.meta.url))
const DOMAIN = 'cti.test'
const PASSWORD = 'a-test-event-socket'
const RTP_PORTS = 400
const READY_MS = 30_000
const STOP_MS = 5_000

/** Starts the embedded switch as a program of its own; resolves when it listens. Phones and trunks share its one port. */
export async function startSoftswitch(options: TestSwitchOptions): Promise<TestSwitch> {
  const dir = mkdtempSync(join(tmpdir(), 'cti-softswitch-'))
  const logPath = join(dir, 'softswitch.log')
  const config = await settings(options, dir)
  let running: Running
  try {
    running = await launch(dir, logPath, config)
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
  const { sipPort, eventSocketPort } = running
  return {
    kind: 'softswitch',
    host: '127.0.0.1',
    sipPort,
    trunkSipPort: sipPort,
    eventSocketPort,
    eventSocketPassword: PASSWORD,
    domain: DOMAIN,
    get pid() {
      return running.pid
    },
    logPath,
    kill9: () => running.end('SIGKILL'),
    async restart() {
      const again = { ...config, sip: { port: sipPort } }
      running = await launch(dir, logPath, {
        ...again,
        eventSocket: { port: eventSocketPort, password: PASSWORD },
      })
    },
    async stop() {
      await running.end('SIGTERM')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

let bundling: Promise<string> | undefined

interface Running {
  readonly pid: number
  readonly sipPort: number
  readonly eventSocketPort: number
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

async function launch(dir: string, logPath: string, config: SoftswitchInput): Promise<Running> {
  const configFile = join(dir, 'softswitch.json')
  writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 })
  bundling ??= bundle(PROGRAM)
  const child = spawn(process.execPath, [await bundling, '--config', configFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(logPath, { flags: 'a' })
  child.stderr.pipe(log)
  // A test run that is broken off must not leave a switch behind.
  const killAtExit = (): boolean => child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await gone
    clearTimeout(late)
    process.off('exit', killAtExit)
    log.end()
  }
  try {
    const { sip, eventSocket } = await readyLine(child, gone)
    return { pid: child.pid ?? 0, sipPort: portOf(sip), eventSocketPort: portOf(eventSocket), end }
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
}

async function settings(options: TestSwitchOptions, dir: string): Promise<SoftswitchInput> {
  const rtp = await freeUdpRange(RTP_PORTS)
  const musicDir = options.musicDir ?? join(dir, 'music')
  mkdirSync(musicDir, { recursive: true })
  return {
    sip: { port: 0 },
    rtp: { from: rtp, to: rtp + RTP_PORTS - 2 },
    domain: DOMAIN,
    extensions: options.users.map(({ extension, password, name }) => ({ extension, password, name })),
    trunks: [...options.trunkAcl],
    gateways: options.outgoingPeer === undefined ? [] : [{ name: 'outside', ...options.outgoingPeer }],
    serviceNumbers: [...options.serviceNumbers],
    fallback: { targets: [...options.fallbackTargets] },
    ...(options.patience === undefined ? {} : { controller: options.patience }),
    eventSocket: { port: 0, password: PASSWORD },
    soundsDirs: options.soundsDir === undefined ? [] : [options.soundsDir],
    musicDir,
    logLevel: 'info',
  }
}

interface Ready {
  readonly sip: string
  readonly eventSocket: string
}

/** The program's one line on standard output (src/softswitch/main.ts). */
function readyLine(child: ChildProcess, gone: Promise<void>): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-5000)
    })
    const expire = setTimeout(() => reject(new Error(`the embedded switch is not ready: ${said}`)), READY_MS)
    void gone.then(() => {
      clearTimeout(expire)
      reject(new Error(`the embedded switch ended at its start: ${said}`))
    })
    const lines = createInterface({ input: child.stdout ?? process.stdin })
    lines.once('line', (line) => {
      clearTimeout(expire)
      resolve(JSON.parse(line) as Ready)
    })
  })
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}
