/** The program that lists the facts in files that a controller has set aside: `set-aside.ts` is the process. */
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createCallSealing, parseMasterKey } from '../adapters/crypto/call-private.ts'
import { FOLDER, positionAside } from '../adapters/local-journal/aside.ts'
import { type AsideEnd, readAside } from '../adapters/local-journal/read-aside.ts'
import { faultLines, loadConfig } from '../config.ts'
import type { JournalRow } from '../domain/fact.ts'
import { readSecretFile } from '../lib/secret-file.ts'
import type { CallSealing } from '../runtime/ports.ts'

const HELP = `Facts that a controller of cti-bridge has set aside (config/OPERATIONS.md, "The local journal")

  node dist/set-aside.js [--config FILE] [--json] [FILE]...

  FILE            journal/SITE/set-aside/….log, wherever that folder has been copied; all of the configured journal
                  unless told
  --config FILE   as the service's own (or CTI_CONFIG=FILE): where the journal is, and the master key
  --json          one JSON object a line, with the fact's data: ids, masked numbers, keyed hashes
  --help          this text

Prints position, time, subject, its sequence and type of each fact, in order; changes nothing. Full numbers and names stay
sealed in the file. Exit codes: 0 all was read, 1 something could not be, 2 wrong use or configuration.
`

export interface AsideProgram {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Both take whole lines. */
  out(text: string): void
  err(text: string): void
}

/** Resolves with the exit code. */
export async function listSetAside(program: AsideProgram): Promise<number> {
  const { env, out } = program
  const wrong = (message: string) => {
    program.err(`${message}\n`)
    return 2
  }
  const given = argumentsOf(program.args)
  if (!given.ok) return wrong(`${given.reason}\n\n${HELP}`)
  const { values, positionals } = given.value
  if (values.help === true) {
    out(HELP)
    return 0
  }
  const argv = values.config === undefined ? [] : ['--config', values.config]
  const loaded = loadConfig({ argv, env })
  if (!loaded.ok) return wrong(faultLines(loaded.faults))
  const { secrets, localJournal, sites } = loaded.config
  const read = readSecretFile(secrets.masterKeyFile)
  const masterKey = read.ok ? parseMasterKey(read.value) : undefined
  if (!masterKey) return wrong(`${secrets.masterKeyFile}: ${read.ok ? 'is no master key' : read.reason}`)
  const folders = sites.map(({ siteId }) => join(localJournal.directory, siteId, FOLDER))
  const files = positionals.length > 0 ? positionals.map((file) => resolve(file)) : folders.flatMap(filesIn)
  const sealing = createCallSealing([masterKey])
  let failed = 0
  for (const file of files) if (!(await list(program, file, sealing, values.json === true))) failed += 1
  return failed > 0 ? 1 : 0
}

/** True when all of the file was read. */
async function list(
  program: AsideProgram,
  path: string,
  sealing: CallSealing,
  asJson: boolean,
): Promise<boolean> {
  const siteId = basename(dirname(dirname(path)))
  const show = asJson ? jsonOf : lineOf
  if (!asJson) program.out(`${path}\n`)
  const end = await readAside({ path, siteId, sealing }, (row) => program.out(`${show(row)}\n`))
  if (end.type !== 'whole') program.err(`${path}: ${wordsFor(end)}\n`)
  return end.type === 'whole'
}

function lineOf({ pos, at, subject, subjectSeq, type }: JournalRow): string {
  return `${pos}\t${new Date(at).toISOString()}\t${subject}\t${subjectSeq}\t${type}`
}

function jsonOf({ siteId, pos, at, kind, subject, subjectSeq, type, data }: JournalRow): string {
  return JSON.stringify({
    siteId,
    pos,
    at: new Date(at).toISOString(),
    kind,
    subject,
    subjectSeq,
    type,
    data,
  })
}

function wordsFor(end: Exclude<AsideEnd, { type: 'whole' }>): string {
  switch (end.type) {
    case 'otherName':
      return 'not a file that was set aside'
    case 'foreign':
      return 'of another site than its folder says, or under another master key than the configured one'
    case 'damaged':
      return `what stands behind position ${end.afterPos} can not be read`
    case 'unavailable':
      return end.reason
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => positionAside(name) !== undefined)
    .sort()
    .map((name) => join(folder, name))
}

function argumentsOf(args: readonly string[]) {
  try {
    const value = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return { ok: true, value } as const
  } catch (error) {
    return { ok: false, reason: (error as Error).message } as const
  }
}
