import { parseArgs } from 'node:util'
import { faultLines } from '../lib/fault.ts'
import { createLogger } from '../lib/log.ts'
import { readConfig } from './config.ts'
import { startSoftswitch } from './softswitch.ts'

/** The embedded development switch as a program. Exit codes: 0 ended as asked, 1 failed, 2 wrong use or configuration. */

const HELP = `The embedded development switch: SIP and RTP on one side, FreeSWITCH's event socket on the other.

  node dist/softswitch/main.js --config FILE

  --config FILE   settings in YAML or JSON (src/softswitch/README.md lists them)
  --help          this text

When it listens it prints one line of JSON: {"event":"ready","sip":"HOST:PORT","eventSocket":"HOST:PORT"}.
SIGTERM and SIGINT end it: every call gets its BYE first. The log goes to standard error.
`

async function main(): Promise<number> {
  const args = readArguments()
  if (args === undefined) return 2
  if (args.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (args.config === undefined) {
    process.stderr.write('softswitch: --config FILE is missing; --help says more\n')
    return 2
  }
  const config = readConfig(args.config)
  if (!config.ok) {
    process.stderr.write(`${faultLines(config.faults)}\n`)
    return 2
  }
  const log = createLogger({ level: config.value.logLevel, destination: process.stderr })
  let stop = (): void => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  try {
    const running = await startSoftswitch(config.value, log, stop)
    const { sip, eventSocket } = config.value
    const ready = {
      event: 'ready',
      sip: `${sip.address}:${running.sipPort}`,
      eventSocket: `${eventSocket.address}:${running.eventSocketPort}`,
    }
    process.stdout.write(`${JSON.stringify(ready)}\n`)
    await stopped
    await running.close()
    return 0
  } catch (error) {
    process.stderr.write(`softswitch: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

function readArguments(): { config: string | undefined; help: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: { config: { type: 'string' }, help: { type: 'boolean', default: false } },
    })
    return { config: values.config, help: values.help }
  } catch (error) {
    process.stderr.write(`softswitch: ${error instanceof Error ? error.message : 'wrong arguments'}\n`)
    return undefined
  }
}

process.exitCode = await main()
