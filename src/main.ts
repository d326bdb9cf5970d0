/** The process: arguments, environment, signals, exit code. Nothing else touches them. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from './app.ts'
import { faultLines, loadConfig } from './config.ts'
import { leaseHolder } from './configuration/lease-holder.ts'
import { createLogger } from './lib/log.ts'
import { takeProcessLock } from './lib/process-lock.ts'

const HELP = `cti-bridge: telephone middleware for hospitals

  node dist/main.js [--config FILE] [--check]

  --config FILE   a YAML file with what differs from config/cti-bridge.yaml (or CTI_CONFIG=FILE)
  --check         read configuration, secrets, flows and seed, say what is wrong, and end
  --help          this text

Every key of the configuration can be set by an environment variable too: see config/cti-bridge.yaml.
SIGTERM and SIGINT end it gracefully: calls on the switch go on. SIGHUP has it read flows and calendars
again, which it also does when their files change. Exit codes: 0 ended, 1 failed,
2 wrong configuration, or another controller runs on the same data directory.
`

/** After this long a graceful end is given up. */
const STOP_DEADLINE_MS = 10_000

const EXIT = { failed: 1, configuration: 2 } as const

async function main(): Promise<void> {
  const args = argumentsOf()
  if (args.help) {
    process.stdout.write(HELP)
    return
  }
  const argv = args.config === undefined ? [] : ['--config', args.config]
  const loaded = loadConfig({ argv, env: process.env })
  if (!loaded.ok) return refuse(faultLines(loaded.faults))
  const { config } = loaded
  const log = createLogger(config.log)
  // Until there is somebody to tell it means nothing; by default it would end the process.
  let reload = () => {}
  process.on('SIGHUP', () => reload())
  const app = createApp(config, log)
  if (!app.ok) return refuse(faultLines(app.faults))
  if (args.check) {
    process.stdout.write('configuration, secrets, flows and seed are in order\n')
    await app.value.stop()
    return
  }
  // A dead controller's successor on the same data directory takes its lease at once; two live ones must never.
  const lock = takeProcessLock(join(config.dataDir, 'controller.lock'))
  if (lock.type !== 'taken') {
    await app.value.stop()
    return refuse(
      lock.type === 'held'
        ? `another controller (pid ${lock.pid}) runs on ${config.dataDir}: stop it, or set CTI_DATA_DIR`
        : `can't lock the data directory: ${lock.reason}`,
    )
  }
  const holder = leaseHolder(config)
  if (!holder.ok) {
    lock.release()
    await app.value.stop()
    return refuse(`can't tell this controller from others: ${holder.reason}`)
  }
  const stopped = untilSignal(async (signal) => {
    log.info({ signal }, 'ending')
    setTimeout(() => process.exit(EXIT.failed), STOP_DEADLINE_MS).unref()
    await app.value.stop()
    lock.release()
    log.info({}, 'ended')
  })
  reload = app.value.reload
  const listening = await app.value.start(holder.value)
  if (listening) log.info({ ...listening, siteId: config.siteId, holder: holder.value }, 'listening')
  await stopped
}

function argumentsOf(): { config: string | undefined; check: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        config: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return { config: values.config, check: values.check, help: values.help }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    process.exit(EXIT.configuration)
  }
}

function refuse(faults: string): void {
  process.stderr.write(`${faults}\n`)
  process.exitCode = EXIT.configuration
}

function untilSignal(end: (signal: string) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let ending = false
    const once = (signal: string) => {
      if (ending) return
      ending = true
      end(signal).then(resolve, reject)
    }
    process.on('SIGTERM', once)
    process.on('SIGINT', once)
  })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(EXIT.failed)
})
