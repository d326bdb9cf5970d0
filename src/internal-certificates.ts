/** Makes and renews the certificates by which the service's processes know each other. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { makePeers } from './lib/pki/peer.ts'

const HELP = `Certificates for processes of cti-bridge that speak to each other (config/OPERATIONS.md, "One process or many")

  node dist/internal-certificates.js --authority DIR --out DIR [--out DIR]...

  --authority DIR   the authority's own folder, made at the first run; back it up, and give it to no process
  --out DIR         gets peer.pem, ca.pem and passphrase: what \`internal\` names by default is DATA_DIR/internal.
                    One for each host; the folder is to be readable for the service's user alone

Makes what is missing and renews what is due (a certificate lives 90 days, and is due when 30 are left), so it may run
every day. Processes notice renewed files by themselves. Exit codes: 0 done, 1 failed, 2 wrong use.
`

async function main(): Promise<number> {
  const { authority, out = [], help } = argumentsOf()
  if (help === true) {
    process.stdout.write(HELP)
    return 0
  }
  if (authority === undefined || out.length === 0) return wrong('--authority DIR or --out DIR is missing')
  const made = await makePeers({
    authorityDirectory: resolve(authority),
    outDirectories: out.map((one) => resolve(one)),
    now: new Date(),
  })
  if (!made.ok) {
    process.stderr.write(`${made.reason}\n`)
    return 1
  }
  for (const { file, renewed, expiresAt, dueAt } of made.renewals) {
    const state = renewed ? 'made' : `good until ${expiresAt.toISOString()}`
    process.stdout.write(`${file}: ${state}; due on ${dueAt.toISOString()}\n`)
  }
  return 0
}

function argumentsOf() {
  try {
    return parseArgs({
      options: {
        authority: { type: 'string' },
        out: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    process.exit(wrong((error as Error).message))
  }
}

function wrong(message: string): number {
  process.stderr.write(`${message}\n\n${HELP}`)
  return 2
}

process.exitCode = await main()
