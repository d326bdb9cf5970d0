import { faultLines } from '../lib/fault.ts'
import { createLogger } from '../lib/log.ts'
import { type Command, HELP, readArguments } from './arguments.ts'
import { readConfig } from './config.ts'
import { makeEscrow } from './make-escrow.ts'
import { makeRequest } from './make-request.ts'
import { startKeyService } from './service.ts'
import { setUp } from './set-up.ts'
import { verifyLog } from './verify-log.ts'

/** The key service as a program. Exit codes: 0 done, 1 failed, 2 wrong use or settings. */
async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2))
  try {
    return await perform(command)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), 1)
  }
}

async function perform(command: Command): Promise<number> {
  const now = new Date()
  switch (command.type) {
    case 'help':
      process.stdout.write(HELP)
      return 0
    case 'wrong':
      return fail(`${command.message}; --help says more`, 2)
    case 'run':
      return run(command.config)
    case 'setUp':
      return report(
        await setUp({ directory: command.dir, apiDirectory: command.apiDir, hosts: command.hosts, now }),
      )
    case 'makeEscrow': {
      const { out, passphraseFile } = command
      return report(await makeEscrow({ directory: out, passphraseFile, now }))
    }
    case 'makeRequest': {
      const { out, ...rest } = command
      return report(await makeRequest({ ...rest, directory: out }))
    }
    case 'verifyLog':
      return report(verifyLog(command.dir, command.anchors))
  }
}

async function run(file: string): Promise<number> {
  const config = readConfig(file)
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
  const started = await startKeyService(config.value, log)
  if (!started.ok) return fail(started.reasons.join('\nkeyservice: '), 1)
  const { port, reload, close } = started.value
  process.on('SIGHUP', () => void reload())
  const { address } = config.value
  const host = address.includes(':') ? `[${address}]` : address
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: `https://${host}:${port}` })}\n`)
  await stopped
  await close()
  return 0
}

/** A command's outcome: one line of JSON, or a sentence on standard error. */
function report(outcome: { ok: true } | { ok: false; reason: string }): number {
  if (!outcome.ok) return fail(outcome.reason, 1)
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
  return 0
}

function fail(message: string, code: number): number {
  process.stderr.write(`keyservice: ${message}\n`)
  return code
}

process.exitCode = await main()
