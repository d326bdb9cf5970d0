/**
 * A PostgreSQL cluster as a trial makes it, made once and copied for each test that wants one: initdb takes a second of a
 * processor. It doesn't wait for the disk at a commit, unless asked to: what tests end are processes, never the machine.
 */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../../src/trial/postgres.ts'
import { findPostgres } from '../../src/trial/programs.ts'

const HASTE = '\nfsync = off\n'
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/cti-bridge', import.meta.url))

/**
 * Puts cluster and password into the data directory of a trial that hasn't started yet. A benchmark wants it `durable`:
 * then a commit waits for the disk.
 */
export async function lendTrialCluster(
  dataDir: string,
  { durable = false }: { readonly durable?: boolean } = {},
): Promise<void> {
  const kept = join(FOLDER, `trial-cluster-${versionInUse()}`)
  if (!existsSync(kept)) await make(kept)
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  // Node's own copy would give root the files of the server's user.
  execFileSync('cp', ['-a', join(kept, 'postgres'), dataDir])
  execFileSync('cp', ['-a', join(kept, 'secrets', 'postgres-password'), join(dataDir, 'secrets')])
  if (!durable) return
  const settings = settingsOf(dataDir)
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(HASTE, ''))
}

function settingsOf(dataDir: string): string {
  return join(dataDir, 'postgres', 'cluster', 'postgresql.conf')
}

function versionInUse(): string {
  return basename(dirname(findPostgres()))
}

async function make(kept: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(`${kept}-`)
  try {
    const server = await startPostgres({ dataDir: draft, durableSetup: false })
    await server.stop()
    // Two copies shall not reach for the same port.
    rmSync(join(draft, 'postgres', 'port'))
    appendFileSync(settingsOf(draft), HASTE)
    renameSync(draft, kept)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another test process was faster.
    if (!existsSync(kept)) throw error
  }
}
