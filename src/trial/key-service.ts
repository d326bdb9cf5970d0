/** The key service as a child of the trial, on a free port of loopback. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { TrialFault } from './fault.ts'
import { type Launched, type Supervised, supervise } from './supervised.ts'

export interface KeyServiceOptions {
  /** As its `set-up` fills it. */
  readonly directory: string
  /** The compiled program. */
  readonly program: string
  readonly onLine: (line: string) => void
  /** It died and is being started again. */
  readonly onDeath: (how: string) => void
}

export interface TrialKeyService extends Omit<Supervised<string>, 'said'> {
  /** `https://127.0.0.1:PORT` */
  readonly url: string
}

/** Starts it and waits until it listens. Throws `TrialFault` with its last words otherwise. */
export async function startKeyService(options: KeyServiceOptions): Promise<TrialKeyService> {
  const supervised = await supervise({
    // A restarted one comes back under the address that the service was told.
    launch: (first: string | undefined) => launch(options, first === undefined ? 0 : portOf(first)),
    onDeath: options.onDeath,
  })
  const { said: url, keepAlive, revive, stop } = supervised
  return {
    get pid() {
      return supervised.pid
    },
    url,
    keepAlive,
    revive,
    stop,
  }
}

async function launch(
  { directory, program, onLine }: KeyServiceOptions,
  port: number,
): Promise<Launched<string>> {
  const configFile = join(directory, 'trial.yaml')
  writeFileSync(configFile, settings(port), { mode: 0o600 })
  let url: string | undefined
  const child = await startChild({
    name: 'the key service',
    command: process.execPath,
    args: ['--enable-source-maps', program, '--config', configFile],
    ready: (line) => {
      url ??= readyLine(line)
      return url !== undefined
    },
    readyTimeoutMs: 20_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    onLine,
  })
  if (url === undefined) throw new TrialFault('the key service did not say where it listens')
  return { child, said: url }
}

/** As `set-up` writes them, with another port. JSON is YAML. */
function settings(port: number): string {
  return JSON.stringify({
    address: '127.0.0.1',
    port,
    dataDir: 'data',
    keysDir: 'keys',
    permitKeysDir: 'permit-keys',
    passphraseFile: 'passphrase',
    tls: { certificateFile: 'server.pem', keyFile: 'server.pem', clientAuthorityFile: 'ca/ca.pem' },
  })
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}

function readyLine(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const { event, url } = JSON.parse(line) as { event?: string; url?: string }
    return event === 'ready' ? url : undefined
  } catch {
    return undefined
  }
}
