/** `scripts/run`: a trial in the foreground. Says what to do next, and stops everything on Ctrl-C. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dataDirOf } from './data-dir.ts'
import { TrialFault } from './fault.ts'
import { notReady } from './ready.ts'
import { startTrial, type Trial } from './trial.ts'

const HELP = `Starts cti-bridge for a trial: PostgreSQL, Redis, a key service and an embedded switch of its own, and the service.

  scripts/run [--http-port N] [--sip-address A] [--sip-port N] [--verbose]

  --http-port N     the API's port (8080)
  --sip-address A   where phones register (127.0.0.1); an address of this machine for phones of other machines
  --sip-port N      the switch's SIP port (5060)
  --verbose         show the logs of service and switch
  --help            this text

Data is kept in CTI_DATA_DIR: by default /var/lib/cti-bridge for root, ~/.local/share/cti-bridge for others.
Other CTI_* variables (config/cti-bridge.yaml names them) reach the service, but for what the trial sets itself:
addresses and ports of its own parts, and how the log is written. Webhooks may go to 127.0.0.1 unless you say otherwise.
Ctrl-C stops everything; the next start finds the data again.
`

const EXIT = { failed: 1, usage: 2 } as const
const READY_MS = 30_000
const KEPT_LINES = 20

async function main(): Promise<number> {
  const args = readArguments()
  if ('exit' in args) return args.exit
  const stop = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, () => stop.abort(signal))
  const dataDir = dataDirOf({ env: process.env, isRoot: process.getuid?.() === 0, home: homedir() })
  say(`cti-bridge, a trial in ${dataDir}`)
  const lastLines: string[] = []
  const trial = await startTrial({
    dataDir,
    ...args,
    settings: settingsIn(process.env),
    say,
    signal: stop.signal,
    onLog: (who, line) => {
      if (args.verbose) say(`[${who}] ${line}`)
      if (who === 'service') lastLines.push(line)
      if (lastLines.length > KEPT_LINES) lastLines.shift()
    },
  }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
    return undefined
  })
  if (trial === undefined) return 0
  const why = await untilItEnds(trial, stop.signal, lastLines)
  say(`\n${why ?? 'stopping'} …`)
  await trial.stop()
  say('stopped; the data is kept')
  return why === undefined ? 0 : EXIT.failed
}

/** Undefined when it was told to stop, else why it can't go on. */
async function untilItEnds(
  trial: Trial,
  signal: AbortSignal,
  lastLines: readonly string[],
): Promise<string | undefined> {
  const missing = await Promise.race([trial.broken, notReady(trial.apiUrl, { withinMs: READY_MS, signal })])
  if (signal.aborted) return undefined
  if (missing !== undefined) {
    const words = lastLines.map((line) => `  ${line}`).join('\n')
    return `the service is not ready: ${missing}; its last words:\n${words}\ngiving up`
  }
  say(whatNext(trial))
  return Promise.race([trial.broken, aborted(signal)])
}

/** What the user set for the service. Tests' own variables are not meant for it. */
function settingsIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && name.startsWith('CTI_') && !name.startsWith('CTI_TEST_'))
      settings[name] = value
  return settings
}

function readArguments():
  | { httpPort: number; sipAddress: string; sipPort: number; verbose: boolean }
  | { exit: number } {
  try {
    const { values } = parseArgs({
      options: {
        'http-port': { type: 'string', default: '8080' },
        'sip-address': { type: 'string', default: '127.0.0.1' },
        'sip-port': { type: 'string', default: '5060' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(HELP)
      return { exit: 0 }
    }
    return {
      httpPort: portOf(values['http-port'], '--http-port'),
      sipAddress: values['sip-address'],
      sipPort: portOf(values['sip-port'], '--sip-port'),
      verbose: values.verbose,
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    return { exit: EXIT.usage }
  }
}

function portOf(text: string, option: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new Error(`${option} takes a port from 0 to 65535, not '${text}'`)
  return port
}

function whatNext(trial: Trial): string {
  const sip = `${trial.softswitch?.sipAddress}:${trial.softswitch?.sipPort}`
  const phones = trial.extensions.map(
    ({ extension, password, name, agentId }) =>
      `    ${extension}  password ${password}  ${agentId ? `${agentId} (${name})` : name}`,
  )
  const auth = `-H "Authorization: Bearer $(cat ${join(trial.dataDir, 'secrets', 'api-token')})"`
  return `
Ready.

  Phones register at SIP ${sip} over UDP:
${phones.join('\n')}

  Dial ${trial.serviceNumber} from 2001: the hospital's menu. 1 appointments, 2 reports, 3 medication, 9 emergency, 0 a person.
  To be rung, an agent's phone is registered and the agent is ready:
    curl -X POST ${auth} ${trial.apiUrl}/v1/agents/agent_li/log-on
    curl -X POST ${auth} ${trial.apiUrl}/v1/agents/agent_li/ready

  API      ${trial.apiUrl}/v1/calls   (${trial.apiUrl}/openapi.json)
  Token    ${trial.apiToken}
  Sound    ${trial.apiUrl}/v1/recordings lists the sealed recordings; to open one, as WAV:
    curl ${auth} -o talk.wav '${trial.apiUrl}/v1/recordings/ID/audio?person=me&reason=trial'
  Metrics  ${trial.apiUrl}/metrics
  Health   ${trial.apiUrl}/readyz

  A whole call by simulated phones: scripts/demo
  Ctrl-C stops everything.`
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined))
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const text =
      error instanceof TrialFault ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${text}\n`)
    process.exit(EXIT.failed)
  },
)
