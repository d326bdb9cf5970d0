/** A Redis of the trial's own: on loopback, with a password, and nothing kept on disk, since nothing in it is truth. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChildExit, startChild } from './child.ts'
import { demandPort, freePort } from './ports.ts'
import { isAlive, markOf, type ProcessMark, stopProcess } from './process-table.ts'
import { findProgram } from './programs.ts'
import { openSecrets } from './secrets.ts'
import { lesserUser } from './users.ts'

export interface RedisOptions {
  readonly dataDir: string
  /** 0 or none: any free one. */
  readonly port?: number
}

export interface TrialRedis {
  readonly host: string
  readonly port: number
  readonly password: string
  readonly pid: number
  readonly exited: Promise<ChildExit>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const STOP_MS = 3_000

/** Starts Redis; resolves when it answers. Throws `TrialFault`: package missing, port taken. */
export async function startRedis(options: RedisOptions): Promise<TrialRedis> {
  const command = findProgram('redis-server', 'redis-server')
  const base = join(options.dataDir, 'redis')
  mkdirSync(base, { recursive: true, mode: 0o700 })
  await stopLeftover(base)
  const password = openSecrets(options.dataDir).value('redis-password')
  const port = options.port ? await demandPort(options.port, 'Redis') : await freePort()
  const user = lesserUser('redis')
  const child = await startChild({
    name: 'Redis',
    command,
    // Its configuration comes on standard input: arguments can be read by every user of the machine.
    args: ['-'],
    stdin: settings(port, password).join('\n'),
    uid: user?.uid,
    gid: user?.gid,
    ready: (line) => line.includes('Ready to accept connections'),
    readyTimeoutMs: 10_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_MS,
  })
  writeFileSync(join(base, 'process.json'), JSON.stringify(markOf(child.pid) ?? {}))
  const stop = async () => {
    await child.stop()
    rmSync(join(base, 'process.json'), { force: true })
  }
  return { host: HOST, port, password, pid: child.pid, exited: child.exited, stop }
}

function settings(port: number, password: string): string[] {
  return [
    `bind ${HOST}`,
    `port ${port}`,
    `requirepass ${password}`,
    'protected-mode yes',
    'daemonize no',
    'save ""',
    'appendonly no',
    'maxmemory 64mb',
    'maxmemory-policy noeviction',
    '',
  ]
}

async function stopLeftover(base: string): Promise<void> {
  const mark = readMark(join(base, 'process.json'))
  if (mark !== undefined && isAlive(mark)) await stopProcess(mark, 'SIGTERM', STOP_MS)
}

function readMark(path: string): ProcessMark | undefined {
  try {
    const { pid, startTicks } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessMark>
    return typeof pid === 'number' && typeof startTicks === 'string' ? { pid, startTicks } : undefined
  } catch {
    return undefined
  }
}
