/** The process: arguments, environment, signals, exit code. Nothing else touches them. */
import { parseArgs } from 'node:util'
import { createApp } from './app.ts'
import { faultLines, loadConfig } from './config.ts'
import { takeControllerPlace } from './configuration/controller-place.ts'
import { createLogger } from './lib/log.ts'

const HELP = `cti-bridge: telephone middleware for hospitals

  node dist/main.js [--config FILE] [--role ROLE,…] [--check]

  --config FILE   a YAML file with what differs from config/cti-bridge.yaml (or CTI_CONFIG=FILE)
  --role ROLE,…   what this process does: controller, api, worker, recorder; all of them unless told
  --check         read configuration, secrets, flows and seed, say what is wrong, and end
  --help          this text

Every key of the configuration can be set by an environment variable too: see config/cti-bridge.yaml.
SIGTERM and SIGINT end it gracefully: calls on the switch go on. SIGHUP has it read flows and calendars
again, which it also does when their files change. Exit codes: 0 ended, 1 failed,
2 wrong configuration, or another controller runs on the same data directory.
`

/** After this long a graceful end is given up. */
const STOP_DEADLINE_MS = 30_000

/** Other roles may be on one data directory as often as one likes. */
const NO_PLACE = { ok: true, holder: undefined, release: () => {} } as const

const EXIT = { failed: 1, configuration: 2 } as const

async function main(): Promise<void> {
  const args = argumentsOf()
  if (args.help) {
    process.stdout.write(HELP)
    return
  }
  const argv = (['config', 'role'] as const).flatMap((name) => {
    const value = args[name]
    return value === undefined ? [] : [`--${name}`, value]
  })
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
  const place = config.roles.includes('controller') ? takeControllerPlace(config) : NO_PLACE
  if (!place.ok) {
    await app.value.stop()
    return refuse(place.reason)
  }
  const { holder } = place
  const stopped = untilSignal(async (signal) => {
    log.info({ signal }, 'ending')
    setTimeout(() => process.exit(EXIT.failed), STOP_DEADLINE_MS).unref()
    await app.value.stop()
    place.release()
    log.info({}, 'ended')
  })
  reload = app.value.reload
  const listening = await app.value.start(holder)
  const { siteId, roles } = config
  if (listening)
    log.info({ ...listening, siteId, roles, ...(holder === undefined ? {} : { holder }) }, 'listening')
  await stopped
}

function argumentsOf() {
  try {
    return parseArgs({
      options: {
        config: { type: 'string' },
        role: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
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
