/** The command line, checked. */
import { parseArgs } from 'node:util'
import type { Head } from './chain.ts'
import { parseAnchor } from './verify-log.ts'

export const HELP = `The key service: holds the private keys of sealed recordings, and opens one envelope for one permit.

  node dist/keyservice/main.js --config FILE
      Runs it. When it listens it prints one line of JSON: {"event":"ready","url":"https://HOST:PORT"}.
      SIGTERM and SIGINT end it, SIGHUP reads keys and certificates again. The log goes to standard error.

  node dist/keyservice/main.js set-up --dir DIR --api-dir DIR [--host HOST]...
      Makes what is missing and renews what is due: certificate authority, certificates, keys, settings.
      HOST is a name or address under which the API reaches the service; 127.0.0.1, ::1 and localhost by default.

  node dist/keyservice/main.js make-escrow --out DIR [--passphrase-file FILE]
      Makes the escrow's key pair. To be run on a machine without network.

  node dist/keyservice/main.js make-request --out DIR --profile server|client|envelope --passphrase-file FILE
                                            [--host HOST]...
      Makes a private key and a request for its certificate, for the hospital's own authority.

  node dist/keyservice/main.js verify-log --dir DIR [--anchor NUMBER:HASH]...
      Checks the log in DIR, and that it holds the lines which the API was told of.

  --help  this text

Exit codes: 0 done, 1 failed or the log was tampered with, 2 wrong use or settings.
`

export type Command =
  | { readonly type: 'help' }
  | { readonly type: 'run'; readonly config: string }
  | {
      readonly type: 'setUp'
      readonly dir: string
      readonly apiDir: string
      readonly hosts: readonly string[]
    }
  | { readonly type: 'makeEscrow'; readonly out: string; readonly passphraseFile: string | undefined }
  | {
      readonly type: 'makeRequest'
      readonly out: string
      readonly profile: 'server' | 'client' | 'envelope'
      readonly passphraseFile: string
      readonly hosts: readonly string[]
    }
  | { readonly type: 'verifyLog'; readonly dir: string; readonly anchors: readonly Head[] }
  | { readonly type: 'wrong'; readonly message: string }

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']

export function readArguments(args: readonly string[]): Command {
  const [first] = args
  const name = first === undefined || first.startsWith('-') ? '' : first
  try {
    return command(name, name === '' ? args : args.slice(1))
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'wrong arguments')
  }
}

function command(name: string, args: readonly string[]): Command {
  const text = { type: 'string' } as const
  const several = { type: 'string', multiple: true } as const
  const parse = <T extends Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>>(options: T) =>
    parseArgs({ args: [...args], options, strict: true })
  if (args.includes('--help')) return { type: 'help' }
  switch (name) {
    case '': {
      const { config } = parse({ config: text }).values
      return config === undefined ? wrong('--config FILE is missing') : { type: 'run', config }
    }
    case 'set-up': {
      const { values } = parse({ dir: text, 'api-dir': text, host: several })
      const { dir, 'api-dir': apiDir, host: hosts = LOOPBACK } = values
      if (dir === undefined || apiDir === undefined) return wrong('--dir DIR or --api-dir DIR is missing')
      return { type: 'setUp', dir, apiDir, hosts }
    }
    case 'make-escrow': {
      const { out, 'passphrase-file': passphraseFile } = parse({ out: text, 'passphrase-file': text }).values
      return out === undefined ? wrong('--out DIR is missing') : { type: 'makeEscrow', out, passphraseFile }
    }
    case 'make-request': {
      const { values } = parse({ out: text, profile: text, host: several, 'passphrase-file': text })
      const { out, profile, 'passphrase-file': passphraseFile, host: hosts } = values
      if (out === undefined || passphraseFile === undefined)
        return wrong('--out DIR or --passphrase-file is missing')
      if (profile !== 'server' && profile !== 'client' && profile !== 'envelope') {
        return wrong('--profile is server, client or envelope')
      }
      const standard = { server: LOOPBACK, client: ['cti-bridge-api'], envelope: [] }[profile]
      return { type: 'makeRequest', out, profile, passphraseFile, hosts: hosts ?? standard }
    }
    case 'verify-log': {
      const { dir, anchor = [] } = parse({ dir: text, anchor: several }).values
      if (dir === undefined) return wrong('--dir DIR is missing')
      const anchors = anchor.map(parseAnchor)
      const known = anchors.filter((one) => one !== undefined)
      if (known.length < anchors.length) return wrong('--anchor is NUMBER:HASH')
      return { type: 'verifyLog', dir, anchors: known }
    }
    default:
      return wrong(`there is no command ${JSON.stringify(name)}`)
  }
}

function wrong(message: string): Command {
  return { type: 'wrong', message }
}
