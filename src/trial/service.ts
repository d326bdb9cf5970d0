/** The service as a child of the trial. */
import { startChild } from './child.ts'
import { type Launched, type Supervised, supervise } from './supervised.ts'

export interface ServiceOptions {
  /** The compiled program. */
  readonly program: string
  /** Its whole environment: configuration comes by CTI_* variables. */
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** It died and is being started again. */
  readonly onDeath: (how: string) => void
}

export interface TrialService extends Omit<Supervised<Listening>, 'said'> {
  readonly httpAddress: string
  readonly httpPort: number
}

interface Listening {
  readonly address: string
  readonly port: number
}

export async function startService(options: ServiceOptions): Promise<TrialService> {
  const supervised = await supervise({
    launch: (first: Listening | undefined) =>
      launch(options, {
        ...options.env,
        // A restarted service comes back under the address that clients know.
        ...(first ? { CTI_HTTP_PORT: String(first.port) } : {}),
      }),
    onDeath: options.onDeath,
  })
  const { said, keepAlive, revive, stop } = supervised
  return {
    get pid() {
      return supervised.pid
    },
    httpAddress: said.address,
    httpPort: said.port,
    keepAlive,
    revive,
    stop,
  }
}

async function launch(
  options: ServiceOptions,
  env: Readonly<Record<string, string>>,
): Promise<Launched<Listening>> {
  let listening: Listening | undefined
  const child = await startChild({
    name: 'the service',
    command: process.execPath,
    args: ['--enable-source-maps', options.program],
    env,
    ready: (line) => {
      listening ??= listeningLine(line)
      return listening !== undefined
    },
    readyTimeoutMs: 30_000,
    urgent: true,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 12_000,
    onLine: options.onLine,
  })
  return { child, said: listening ?? { address: '', port: 0 } }
}

/** The log line that main.ts writes once the API listens. */
function listeningLine(line: string): Listening | undefined {
  if (!line.includes('"listening"')) return undefined
  try {
    const { msg, address, port } = JSON.parse(line) as { msg?: string } & Listening
    return msg === 'listening' ? { address, port } : undefined
  } catch {
    return undefined
  }
}
