/** The embedded switch as a child of the trial: its configuration, written anew at each start, and its process. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import type { Extension } from './extensions.ts'
import { TrialFault } from './fault.ts'

export interface SoftswitchOptions {
  readonly dataDir: string
  /** The compiled program. */
  readonly program: string
  /** What phones register at; loopback unless phones of other machines are to reach it. */
  readonly sipAddress: string
  /** 0: any free port. */
  readonly sipPort: number
  readonly eventSocketPort: number
  readonly eventSocketPasswordFile: string
  readonly extensions: readonly Extension[]
  readonly trunks: readonly string[]
  /** Where calls to numbers outside go. */
  readonly gateway: { readonly host: string; readonly port: number } | undefined
  readonly serviceNumbers: readonly string[]
  /** Extensions that ring when no controller lives. */
  readonly fallbackExtensions: readonly string[]
  /** When callers go there; as the switch has it unless told. */
  readonly patience: SwitchPatience | undefined
  readonly promptsDirectory: string
  /** Where the service puts texts that it has spoken. */
  readonly speechDirectories: readonly string[]
  readonly onLine: (line: string) => void
}

/** When the switch gives a controller up: `controller` of its configuration. */
export interface SwitchPatience {
  readonly silentSeconds: number
  readonly unclaimedSeconds: number
}

export interface TrialSoftswitch {
  readonly sipAddress: string
  readonly sipPort: number
  readonly eventSocketPort: number
  readonly child: Child
}

const RING_MS = 30_000
const RTP = { from: 16_384, to: 20_383 } as const

/** Starts the switch and waits until it says where it listens. Throws `TrialFault` with its last words otherwise. */
export async function startSoftswitch(options: SoftswitchOptions): Promise<TrialSoftswitch> {
  const folder = join(options.dataDir, 'softswitch')
  mkdirSync(join(folder, 'music'), { recursive: true, mode: 0o700 })
  const configFile = join(folder, 'softswitch.json')
  writeFileSync(configFile, JSON.stringify(settings(options, folder), null, 2), { mode: 0o600 })
  let ready: { sip: string; eventSocket: string } | undefined
  const child = await startChild({
    name: 'the embedded switch',
    command: process.execPath,
    args: [options.program, '--config', configFile],
    ready: (line) => {
      ready ??= readyLine(line)
      return ready !== undefined
    },
    readyTimeoutMs: 15_000,
    urgent: true,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    onLine: options.onLine,
  })
  if (!ready) throw new TrialFault('the embedded switch did not say where it listens')
  const port = (address: string) => Number(address.slice(address.lastIndexOf(':') + 1))
  return {
    sipAddress: options.sipAddress,
    sipPort: port(ready.sip),
    eventSocketPort: port(ready.eventSocket),
    child,
  }
}

function settings(options: SoftswitchOptions, folder: string): object {
  return {
    sip: { address: options.sipAddress, port: options.sipPort },
    rtp: RTP,
    extensions: options.extensions.map(({ extension, password, name }) => ({ extension, password, name })),
    trunks: options.trunks,
    gateways: options.gateway ? [{ name: 'outside', ...options.gateway }] : [],
    serviceNumbers: options.serviceNumbers,
    fallback: {
      targets: options.fallbackExtensions,
      ringMs: RING_MS,
      prompt: join(options.promptsDirectory, 'zh', 'fallback-notice.wav'),
    },
    ...(options.patience ? { controller: options.patience } : {}),
    eventSocket: {
      address: '127.0.0.1',
      port: options.eventSocketPort,
      passwordFile: options.eventSocketPasswordFile,
    },
    soundsDirs: [options.promptsDirectory, ...options.speechDirectories],
    musicDir: join(folder, 'music'),
    logLevel: 'warn',
  }
}

function readyLine(line: string): { sip: string; eventSocket: string } | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const said = JSON.parse(line) as { event?: string; sip?: string; eventSocket?: string }
    const { event, sip, eventSocket } = said
    return event === 'ready' && sip && eventSocket ? { sip, eventSocket } : undefined
  } catch {
    return undefined
  }
}
