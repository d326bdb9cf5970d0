/** `scripts/check-freeswitch-conf`: what can be known of a configuration without starting FreeSWITCH. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkConfiguration } from './freeswitch-conf/check.ts'

const HELP = `scripts/check-freeswitch-conf [--site DIRECTORY] [--prefix DIRECTORY] [CONFIGURATION]

Reads a configuration of FreeSWITCH as its preprocessor does, and says what is wrong with it: XML that isn't
well-formed; modules, files, scripts, contexts, access lists and variables that are referred to and not there; modules
that nothing uses; passwords that come with the software; listeners on every address; log levels that hold digits;
emergency numbers that would not be dialled; far ends of tunnels to the event socket that let anybody in. Nothing is
started, run or changed.

  CONFIGURATION   the folder with freeswitch.xml; freeswitch-conf unless told
  --site          the site directory as well: its settings, extensions, gateways and certificates
  --prefix        an installation: each module must be there

Exit status: 0 nothing is wrong, 1 something is, 2 it could not be checked.`

function main(args: string[]): number {
  const parsed = parse(args)
  if (parsed === undefined) {
    console.error(HELP.split('\n')[0])
    return 2
  }
  const { values, positionals } = parsed
  if (values.help === true) {
    console.log(HELP)
    return 0
  }
  const conf = resolve(positionals[0] ?? fileURLToPath(new URL('../../freeswitch-conf', import.meta.url)))
  const [site, prefix] = [values.site, values.prefix].map((path) =>
    path === undefined ? undefined : resolve(path),
  )
  for (const path of [conf, site, prefix]) {
    if (path !== undefined && !existsSync(path)) {
      console.error(`${path} is not there`)
      return 2
    }
  }
  const { faults, files } = checkConfiguration({ conf, site, prefix })
  for (const { place, text } of faults) console.log(`${place}: ${text}`)
  const verdict = faults.length === 0 ? 'nothing is wrong' : `${faults.length} fault(s)`
  console.log(`${files} files read, ${verdict}`)
  return faults.length === 0 ? 0 : 1
}

function parse(args: string[]) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        prefix: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return parsed.positionals.length > 1 ? undefined : parsed
  } catch {
    return undefined
  }
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(`it could not be checked: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 2
}
