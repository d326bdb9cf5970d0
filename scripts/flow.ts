/** `scripts/flow`: checks flow files, and walks a flow in the terminal. */
import { parseArgs } from 'node:util'

const OPTIONS = {
  config: { type: 'string' },
  alone: { type: 'boolean', default: false },
  at: { type: 'string' },
  his: { type: 'string' },
  number: { type: 'string', default: '8000' },
  data: { type: 'string' },
  'no-recording': { type: 'boolean', default: false },
  facts: { type: 'boolean', default: false },
} as const

/** 0: all is right; 1: something is wrong with a flow; 2: with the arguments. */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(rest)
  } catch (error) {
    return wrong((error as Error).message.split('\n')[0] ?? '')
  }
  const { values, positionals } = parsed
  if (command === 'check') {
    if (positionals.length === 0) return wrong('which file?')
    const { checkFiles } = await import('./lib/flow/check.ts')
    return checkFiles(positionals, values)
  }
  if (command !== 'try') return wrong(`the first argument is check or try, found ${JSON.stringify(command)}`)
  const [file, flowId, ...more] = positionals
  if (file === undefined || more.length > 0) return wrong('try takes one FILE, and of a directory a FLOW_ID')
  const { tryFlow } = await import('./lib/flow/try.ts')
  return tryFlow(file, flowId, { ...values, recording: !values['no-recording'] })
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true })
}

function wrong(message: string): number {
  console.error(`flow: ${message}; see scripts/flow --help`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
