/** `scripts/webhook-receiver`: verifies and prints webhooks. */
import { parseArgs } from 'node:util'
import { type ReceivedEvent, startReceiver } from './lib/webhook-receiver.ts'

const SECRET = /^whsec_[A-Za-z0-9+/]{20,100}={0,2}$/
const MOST_SECRETS = 5

interface Arguments {
  readonly secrets: readonly string[]
  readonly port: number
  readonly failPercent: number
}

/** The arguments, or what is wrong with them. A secret is never said again. */
function argumentsOf(args: readonly string[]): Arguments | string {
  const options = {
    secret: { type: 'string', multiple: true },
    port: { type: 'string', default: '9000' },
    fail: { type: 'string', default: '0' },
  } as const
  let values: { secret?: string[]; port: string; fail: string }
  try {
    values = parseArgs({ args: [...args], options }).values
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
      ? 'an option that is not known; see --help'
      : 'an argument that is not understood; see --help'
  }
  const fromEnvironment = process.env['WEBHOOK_SECRET'] ? [process.env['WEBHOOK_SECRET']] : []
  const secrets = values.secret ?? fromEnvironment
  const port = Number(values.port)
  const failPercent = Number(values.fail)
  if (secrets.length === 0) return '--secret SECRET is needed, or WEBHOOK_SECRET; see --help'
  if (secrets.length > MOST_SECRETS) return `--secret: ${MOST_SECRETS} at most`
  if (!secrets.every((secret) => SECRET.test(secret))) return '--secret: whsec_ and base64'
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) return '--port: a number from 0 to 65535'
  if (!/^\d{1,3}$/.test(values.fail) || failPercent > 100) return '--fail: a number from 0 to 100'
  return { secrets, port, failPercent }
}

/** One line; what came from outside is JSON, so that it can't write to the terminal anything else. */
function line({ time, subject, sequence, type, data }: ReceivedEvent, status: number): string {
  const head = [time, subject, `#${Number(sequence)}`, type].map((part) => printable(String(part))).join(' ')
  return `${head} ${printable(JSON.stringify(data))}${status === 204 ? '' : ` → ${status}`}`
}

function printable(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

async function main(): Promise<number> {
  const given = argumentsOf(process.argv.slice(2))
  if (typeof given === 'string') {
    console.error(`webhook-receiver: ${given}`)
    return 2
  }
  const stop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  try {
    const receiver = await startReceiver({
      port: given.port,
      secrets: () => given.secrets,
      answer({ event }) {
        const status = Math.random() * 100 < given.failPercent ? 503 : 204
        console.log(line(event, status))
        return status
      },
      refused: (reason) => console.error(`refused: ${printable(reason)}`),
    })
    console.log(`listening on ${receiver.url}`)
    await stop
    await receiver.close()
    return 0
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    console.error(`webhook-receiver: can't listen on port ${given.port} (${code ?? 'unknown'})`)
    return 1
  }
}

process.exitCode = await main()
