import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepCertificates, lendCertificates } from './freeswitch-certs.ts'
import {
  FREESWITCH_CONF,
  type FreeswitchSiteOptions,
  TEST_DOMAIN,
  writeFreeswitchSite,
} from './freeswitch-site.ts'
import { RawEventSocket } from './raw-event-socket.ts'
import type { TestSwitch } from './test-switch.ts'

const READY_MS = 60_000
const SHUTDOWN_MS = 10_000
const POLL_MS = 50
const MAX_OUTPUT = 20_000

/** Where a FreeSWITCH is installed (`bin/freeswitch`, `mod/`), or undefined: then tests of it say that they were not run. */
export function freeswitchPrefix(): string | undefined {
  const prefix = process.env['CTI_TEST_FREESWITCH']
  if (prefix === undefined || prefix === '') return undefined
  if (!existsSync(join(prefix, 'bin/freeswitch'))) {
    throw new Error('CTI_TEST_FREESWITCH is set, but there is no bin/freeswitch under it')
  }
  return prefix
}

export interface FreeswitchNode extends TestSwitch {
  /** Its site directory (freeswitch-conf/defaults.xml): tests may add extensions and music. */
  readonly siteDir: string
}

export interface FreeswitchOptions extends FreeswitchSiteOptions {
  readonly prefix: string
  /** Puts more into the site directory before the first start: gateways, certificates. */
  readonly prepare?: (siteDir: string) => Promise<void> | void
  /** A copy of freeswitch-conf with something added, in its place. */
  readonly confDir?: string
}

/** Starts a FreeSWITCH of its own with freeswitch-conf; resolves when both SIP profiles and the event socket answer. */
export async function startFreeswitch(options: FreeswitchOptions): Promise<FreeswitchNode> {
  const siteDir = mkdtempSync(join(tmpdir(), 'cti-freeswitch-'))
  const site = await writeFreeswitchSite(siteDir, options)
  await options.prepare?.(siteDir)
  const certsDir = join(siteDir, 'state/certs')
  lendCertificates(certsDir)
  const started = () => new SwitchProcess(options.prefix, options.confDir ?? FREESWITCH_CONF, siteDir)
  let child = started()
  const stop = async (): Promise<void> => {
    await shutDown(child, site.eventSocketPort, site.eventSocketPassword)
    rmSync(siteDir, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await ready(child, site.eventSocketPort, site.eventSocketPassword)
    keepCertificates(certsDir)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    kind: 'freeswitch',
    host: '127.0.0.1',
    ...site,
    domain: TEST_DOMAIN,
    siteDir,
    get pid() {
      return child.pid
    },
    logPath: join(siteDir, 'state/log/freeswitch.log'),
    kill9: () => child.kill(),
    async restart() {
      child = started()
      await ready(child, site.eventSocketPort, site.eventSocketPassword)
    },
    stop,
  }
}

class SwitchProcess {
  readonly #child: ChildProcess
  readonly #gone: Promise<void>
  readonly #killAtExit = (): boolean => this.#child.kill('SIGKILL')
  output = ''

  constructor(prefix: string, confDir: string, siteDir: string) {
    this.#child = spawn(join(confDir, 'start.sh'), [prefix], {
      env: { ...process.env, CTI_FREESWITCH_SITE: siteDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('utf8')).slice(-MAX_OUTPUT)
      })
    }
    // A test run that is broken off must not leave a switch behind.
    process.once('exit', this.#killAtExit)
    this.#gone = new Promise((resolve) => {
      const done = (): void => {
        process.off('exit', this.#killAtExit)
        resolve()
      }
      this.#child.once('exit', done)
      this.#child.once('error', done)
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get running(): boolean {
    return this.pid !== 0 && this.#child.exitCode === null && this.#child.signalCode === null
  }

  async kill(): Promise<void> {
    if (this.running) this.#child.kill('SIGKILL')
    await this.#gone
  }

  /** True when it ended by itself within `ms`. */
  ended(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const expire = setTimeout(() => resolve(false), ms)
      void this.#gone.then(() => {
        clearTimeout(expire)
        resolve(true)
      })
    })
  }
}

async function ready(child: SwitchProcess, port: number, password: string): Promise<void> {
  const deadline = Date.now() + READY_MS
  while (Date.now() < deadline) {
    if (!child.running) throw new Error(`FreeSWITCH ended at its start:\n${child.output}`)
    if (await answers(port, password)) return
    await child.ended(POLL_MS)
  }
  throw new Error(`FreeSWITCH was not ready within ${READY_MS} ms:\n${child.output}`)
}

async function answers(port: number, password: string): Promise<boolean> {
  const socket = await RawEventSocket.open(port, password).catch(() => undefined)
  if (socket === undefined) return false
  try {
    if ((await socket.api('fsctl ready_check')) !== 'true') return false
    // A profile with TLS or WebRTC has a line for each transport.
    const running = (await socket.api('sofia status')).matchAll(/^\s*(\S+)\s+profile\s.*RUNNING/gm)
    return new Set([...running].map(([, name]) => name)).size === 2
  } catch {
    return false
  } finally {
    socket.close()
  }
}

async function shutDown(child: SwitchProcess, port: number, password: string): Promise<void> {
  if (child.running) {
    const socket = await RawEventSocket.open(port, password).catch(() => undefined)
    // The reply may be lost with the process; its end is what counts.
    socket?.api('fsctl shutdown now').catch(() => undefined)
    if (socket !== undefined) await child.ended(SHUTDOWN_MS)
    socket?.close()
  }
  await child.kill()
}
