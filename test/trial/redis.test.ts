import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isAlive, markOf } from '../../src/trial/process-table.ts'
import { findProgram } from '../../src/trial/programs.ts'
import { startRedis, type TrialRedis } from '../../src/trial/redis.ts'

describe('the trial’s Redis', () => {
  let dataDir: string
  const running: TrialRedis[] = []
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cti-redis-'))
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()))
  })
  afterAll(() => rmSync(dataDir, { recursive: true }))

  async function start(): Promise<TrialRedis> {
    const server = await startRedis({ dataDir })
    running.push(server)
    return server
  }

  async function ask<T>(
    { host, port, password }: Pick<TrialRedis, 'host' | 'port' | 'password'>,
    question: (redis: Redis) => Promise<T>,
  ): Promise<T> {
    const redis = new Redis({
      host,
      port,
      password,
      lazyConnect: true,
      retryStrategy: null,
      enableReadyCheck: false,
    })
    redis.on('error', () => {})
    try {
      await redis.connect()
      return await question(redis)
    } finally {
      redis.disconnect()
    }
  }

  it('answers on loopback, with the password only, and writes nothing to disk', async () => {
    const server = await start()
    expect(await ask(server, (redis) => redis.ping())).toBe('PONG')
    expect(await ask(server, (redis) => redis.config('GET', 'bind'))).toEqual(['bind', '127.0.0.1'])
    expect(await ask(server, (redis) => redis.config('GET', 'save'))).toEqual(['save', ''])
    expect(await stranger(server.port)).toContain('NOAUTH')
  })

  it('shows its password to nobody who lists the processes', async () => {
    const server = await start()
    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain(server.password)
  })

  it('stops when told, and replaces one that an earlier trial left running', async () => {
    const first = await start()
    const left = markOf(first.pid)
    const second = await start()
    expect(left !== undefined && isAlive(left)).toBe(false)
    expect(await ask(second, (redis) => redis.ping())).toBe('PONG')
    await second.stop()
    expect(markOf(second.pid)).toBeUndefined()
  })

  it('names the Debian package when it is missing', () => {
    expect(() => findProgram('no-such-redis', 'redis-server', '/nowhere')).toThrow(
      'no-such-redis is not installed: apt-get install redis-server',
    )
  })
})

/** What Redis says to someone who gives no password, in its own protocol. */
async function stranger(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write('PING\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.toString()
}
