import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseStats, type SippStats } from './stats.ts'
import { freeUdpPort, udpPortBound } from './udp-port.ts'

export type SippScenario =
  | 'uac-bye'
  | 'uac-cancel'
  | 'uac-digits'
  | 'uas-answer'
  | 'uas-no-answer'
  | 'uas-busy'

export interface SippOptions {
  /** One of the scenario files beside this one, or a scenario's XML. */
  readonly scenario?: SippScenario
  readonly xml?: string
  /** `host:port` to call; none for a scenario that waits for calls. */
  readonly target?: string
  /** How many calls; 1 unless told. sipp exits after the last. */
  readonly calls?: number
  /** Calls per second; 10 unless told. */
  readonly rate?: number
  /** What `[service]` is: the number called. */
  readonly service?: string
  /** What `[caller]` is; `sipp` unless told. */
  readonly caller?: string
  /** Length of a scenario's pause (talking, ringing), in ms. */
  readonly pauseMs?: number
  /** For `uac-digits`: the keys to press by RFC 4733. sipp plays them through raw sockets, so only as root. */
  readonly digits?: string
  /** SIP port; a free one unless told. */
  readonly port?: number
  /** More keywords for the scenario. */
  readonly keys?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly timeoutMs: number
}

export interface SippResult {
  /** 0: every call went by the scenario; 1: at least one didn't. */
  readonly exit: number
  readonly stats: SippStats | undefined
  /** What sipp wrote of unexpected messages; empty if nothing. */
  readonly errors: string
}

export interface SippRun {
  readonly port: number
  /** Resolves when sipp has exited; rejects when it had to be killed at its deadline. */
  readonly done: Promise<SippResult>
  /** Ends it (politely, then by force) and resolves with what it counted. */
  stop(): Promise<SippResult>
}

const HOST = '127.0.0.1'
const KEY_CAPTURES = '/usr/share/sip-tester'
const BIND_MS = 10_000
const POLITE_MS = 3000
/**
 * sipp counts each time that it was 100 ms late, and by itself gives up a run in which that came 120 times: on a busy
 * machine a long run, with calls that were well, would end as if they had failed.
 */
const NO_WATCHDOG = ['-watchdog_minor_maxtriggers', '1000000', '-watchdog_major_maxtriggers', '1000000']
const MAX_ERRORS = 4000

/** Runs sipp to its end. Rejects at the deadline, with what sipp had to say. */
export async function runSipp(options: SippOptions): Promise<SippResult> {
  return (await startSipp(options)).done
}

/** Starts sipp; resolves when its SIP port listens. Its files live in a private directory that goes with it. */
export async function startSipp(options: SippOptions): Promise<SippRun> {
  const directory = await mkdtemp(join(tmpdir(), 'sipp-'))
  const port = options.port ?? (await freeUdpPort(HOST))
  const args = await argumentsOf(options, directory, port).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true })
    throw error
  })
  const child = spawn('sipp', args, {
    cwd: directory,
    stdio: 'ignore',
    env: { ...process.env, TERM: 'xterm' },
  })
  const run = new Run(child, directory, options.timeoutMs)
  const bound = await udpPortBound(port, BIND_MS, () => run.exited)
  if (!bound && !run.exited) {
    const { errors } = await run.stop()
    throw new Error(`sipp didn't listen on port ${port} within ${BIND_MS} ms\n${errors}`)
  }
  return { port, done: run.done, stop: () => run.stop() }
}

async function argumentsOf(options: SippOptions, directory: string, port: number): Promise<string[]> {
  const {
    scenario,
    xml,
    target,
    calls = 1,
    rate = 10,
    service,
    caller = 'sipp',
    pauseMs,
    digits = '',
    keys = {},
  } = options
  const file = join(directory, 'scenario.xml')
  await writeFile(file, xml ?? (await readScenario(scenario, digits)))
  const named = Object.entries({ caller, ...keys }).flatMap(([key, value]) => ['-key', key, value])
  return [
    ...(target === undefined ? [] : [target]),
    ...['-sf', file, '-i', HOST, '-mi', HOST, '-p', String(port), '-bind_local'],
    ...['-mp', String(await freeUdpPort(HOST)), '-cp', String(await freeUdpPort(HOST))],
    ...['-m', String(calls), '-r', String(rate), '-nostdin'],
    ...['-trace_stat', '-stf', join(directory, 'stats.csv'), '-fd', '1'],
    ...['-trace_err', '-error_file', join(directory, 'errors.log')],
    ...NO_WATCHDOG,
    ...(service === undefined ? [] : ['-s', service]),
    ...(pauseMs === undefined ? [] : ['-d', String(pauseMs)]),
    ...named,
    ...(options.args ?? []),
  ]
}

async function readScenario(scenario: SippScenario | undefined, digits: string): Promise<string> {
  if (scenario === undefined) throw new Error('sipp needs a scenario or xml')
  const text = await readFile(new URL(`scenarios/${scenario}.xml`, import.meta.url), 'utf8')
  return text.replace('<!-- keys -->', [...digits].map(keyXml).join('\n'))
}

/** sipp-tester's own capture of the key, 200 ms. (sipp's `play_dtmf` sends payload type 96 and sometimes hangs.) */
function keyXml(digit: string): string {
  const name = { '*': 'star', '#': 'pound' }[digit] ?? digit
  if (!/^(\d|star|pound)$/.test(name)) throw new Error(`sipp has no key ${JSON.stringify(digit)}`)
  const play = `<exec play_pcap_audio="${KEY_CAPTURES}/dtmf_2833_${name}.pcap"/>`
  return `<nop><action>${play}</action></nop><pause milliseconds="400"/>`
}

class Run {
  readonly done: Promise<SippResult>
  exited = false
  readonly #child: ChildProcess
  readonly #directory: string
  readonly #timer: NodeJS.Timeout
  #tooLate = false

  constructor(child: ChildProcess, directory: string, timeoutMs: number) {
    this.#child = child
    this.#directory = directory
    this.#timer = setTimeout(() => {
      this.#tooLate = true
      child.kill('SIGKILL')
    }, timeoutMs)
    this.done = this.#follow(timeoutMs)
    // A test that fails elsewhere may never look at this.
    this.done.catch(() => undefined)
  }

  async stop(): Promise<SippResult> {
    this.#child.kill('SIGUSR1')
    const force = setTimeout(() => this.#child.kill('SIGKILL'), POLITE_MS)
    return this.done.finally(() => clearTimeout(force))
  }

  async #follow(timeoutMs: number): Promise<SippResult> {
    try {
      const [code] = await once(this.#child, 'exit')
      const read = (name: string) => readFile(join(this.#directory, name), 'utf8').catch(() => '')
      const errors = (await read('errors.log')).slice(-MAX_ERRORS)
      const stats = parseStats(await read('stats.csv'))
      if (this.#tooLate) throw new Error(`sipp wasn't done after ${timeoutMs} ms: ${told(stats)}\n${errors}`)
      return { exit: typeof code === 'number' ? code : -1, stats, errors }
    } finally {
      this.exited = true
      clearTimeout(this.#timer)
      await rm(this.#directory, { recursive: true, force: true })
    }
  }
}

function told(stats: SippStats | undefined): string {
  if (stats === undefined) return 'no statistics'
  return `${stats.created} calls created, ${stats.successful} successful, ${stats.failed} failed`
}
