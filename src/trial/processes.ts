/**
 * The service as several processes, each with some of the roles, as a larger house runs it: each on a data directory of
 * its own, in which what is common is linked.
 */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../configuration/schema.ts'
import { makePeers } from '../lib/pki/peer.ts'
import { TrialFault } from './fault.ts'
import { freePort } from './ports.ts'
import { startService, type TrialService } from './service.ts'

export interface TrialProcess {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string
  readonly roles: readonly Role[]
  /** Further CTI_* variables of this one alone. */
  readonly env?: Readonly<Record<string, string>>
}

export interface ProcessesOptions {
  readonly processes: readonly TrialProcess[]
  readonly dataDir: string
  readonly program: string
  /** Of all. */
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (name: string, line: string) => void
  readonly onDeath: (name: string, how: string) => void
}

/** What processes of one service have in common. */
const COMMON = ['secrets', 'keys', 'internal', 'prompts', 'recordings', 'stage', 'speech'] as const

/** Starts them one after another. Who fails to start leaves the others running: `started` is told of each. */
export async function startProcesses(
  options: ProcessesOptions,
  started: (service: TrialService) => void,
): Promise<ReadonlyMap<string, TrialService>> {
  const { processes, dataDir, program, env, onLine, onDeath } = options
  const services = new Map<string, TrialService>()
  if (processes.length === 0) return services
  const made = await makePeers({
    authorityDirectory: join(dataDir, 'internal-authority'),
    outDirectories: [join(dataDir, 'internal')],
    now: new Date(),
  })
  if (!made.ok) throw new TrialFault(`the internal certificates can't be made: ${made.reason}`)
  for (const one of processes) {
    const service = await startService({
      program,
      env: { ...env, ...(await environmentOf(one, dataDir)), ...one.env },
      onLine: (line) => onLine(one.name, line),
      onDeath: (how) => onDeath(one.name, how),
    })
    started(service)
    services.set(one.name, service)
  }
  return services
}

async function environmentOf(
  { name, roles }: TrialProcess,
  dataDir: string,
): Promise<Record<string, string>> {
  return {
    CTI_DATA_DIR: ownDataDir(dataDir, name),
    CTI_CONTROLLER_ID: name,
    CTI_ROLES: roles.join(','),
    CTI_HTTP_PORT: '0',
    ...(roles.includes('controller')
      ? { CTI_INTERNAL_ADDRESS: '127.0.0.1', CTI_INTERNAL_PORT: String(await freePort()) }
      : {}),
  }
}

function ownDataDir(dataDir: string, name: string): string {
  const own = join(dataDir, 'processes', name)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  for (const part of COMMON) {
    mkdirSync(join(dataDir, part), { recursive: true, mode: 0o700 })
    if (!existsSync(join(own, part))) symlinkSync(join(dataDir, part), join(own, part))
  }
  return own
}
