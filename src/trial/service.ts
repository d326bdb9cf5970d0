/** The service as a child of the trial: started anew whenever it dies, as a hospital's supervisor would. */
import { type Child, startChild } from './child.ts'

export interface ServiceOptions {
  /** The compiled program. */
  readonly program: string
  /** Its whole environment: configuration comes by CTI_* variables. */
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** It died and is being started again. */
  readonly onDeath: (how: string) => void
}

export interface TrialService {
  /** The present process; 0 between a death and the next start. */
  readonly pid: number
  readonly httpAddress: string
  readonly httpPort: number
  /** Whether a death is followed by a start; true at first. */
  keepAlive(on: boolean): void
  /** Starts it if it isn't running. */
  revive(): Promise<void>
  /** Ends it gracefully; it isn't started again. */
  stop(): Promise<void>
}

interface Listening {
  readonly address: string
  readonly port: number
}

const RESTART_AFTER_FAILURE_MS = 1_000

export async function startService(options: ServiceOptions): Promise<TrialService> {
  let alive = true
  let stopping = false
  let reviving: Promise<void> | undefined
  let running = true
  let current = await launch(options, options.env)
  // A restarted service comes back under the address that clients know.
  const env = { ...options.env, CTI_HTTP_PORT: String(current.listening.port) }

  function watch(child: Child): void {
    running = true
    void child.exited.then(({ code, signal }) => {
      running = false
      if (stopping || !alive) return
      options.onDeath(signal ?? `exit code ${code}`)
      void revive()
    })
  }

  function revive(): Promise<void> {
    if (running) return Promise.resolve()
    reviving ??= again().finally(() => {
      reviving = undefined
    })
    return reviving
  }

  async function again(): Promise<void> {
    while (!stopping) {
      try {
        current = await launch(options, env)
        watch(current.child)
        return
      } catch (error) {
        options.onDeath((error as Error).message)
        await new Promise((resolve) => setTimeout(resolve, RESTART_AFTER_FAILURE_MS))
      }
    }
  }

  watch(current.child)
  return {
    get pid() {
      return running ? current.child.pid : 0
    },
    httpAddress: current.listening.address,
    httpPort: current.listening.port,
    keepAlive(on) {
      alive = on
    },
    revive,
    async stop() {
      stopping = true
      await reviving
      await current.child.stop()
    },
  }
}

async function launch(
  options: ServiceOptions,
  env: Readonly<Record<string, string>>,
): Promise<{ child: Child; listening: Listening }> {
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
  return { child, listening: listening ?? { address: '', port: 0 } }
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
