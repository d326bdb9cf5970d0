import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { scratch } from '../support/scratch.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** Far longer than it takes: whoever looks for a database that isn't there would never end. */
const DEADLINE_MS = 60_000

function check(env: Record<string, string>): Promise<{ code: number | string; output: string }> {
  return new Promise((resolve) => {
    const options = { env, timeout: DEADLINE_MS }
    execFile(process.execPath, [PROGRAM, '--check'], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? error?.signal ?? 0, output: stdout + stderr }),
    )
  })
}

it('--check says that all is in order, or what is not, and ends without a database', async () => {
  const data = scratch()
  const keys = ['api-token', 'hash-key', 'master-key', 'event-socket-password']
  for (const name of [...keys, 'postgres-password', 'redis-password'])
    data.write(`secrets/${name}`, 'ab'.repeat(32))
  const env = { CTI_DATA_DIR: data.path, CTI_DATABASE_PORT: '9', CTI_REDIS_PORT: '9' }
  expect(await check(env)).toMatchObject({
    code: 0,
    output: expect.stringContaining('configuration, secrets, flows and seed are in order'),
  })
  data.write('secrets/master-key', 'short')
  expect(await check(env)).toMatchObject({ code: 2, output: expect.stringContaining('32 bytes in hex') })
})
