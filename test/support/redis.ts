/** A Redis server for one test file, which may do harm to it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis, type TrialRedis } from '../../src/trial/redis.ts'

export interface OwnRedis {
  server: TrialRedis
  /** Starts it again on the same port; it has forgotten everything. */
  restart(): Promise<void>
  remove(): Promise<void>
}

export async function ownRedis(): Promise<OwnRedis> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-test-redis-'))
  const own: OwnRedis = {
    server: await startRedis({ dataDir }),
    async restart() {
      own.server = await startRedis({ dataDir, port: own.server.port })
    },
    async remove() {
      await own.server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return own
}
