/** Certificates that are renewed while processes speak to each other: nobody is started again, and nothing is cut off. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, expect, it } from 'vitest'
import { createInternalClient } from '../../../src/adapters/internal/client.ts'
import { createCredentials } from '../../../src/adapters/internal/credentials.ts'
import { createInternalServer } from '../../../src/adapters/internal/server.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { generateRsaKeyPair } from '../../../src/lib/pki/key-pair.ts'
import { makePeers } from '../../../src/lib/pki/peer.ts'
import type { AskSite } from '../../../src/runtime/site-questions.ts'
import { eventually } from '../../support/eventually.ts'

const DAY_MS = 86_400_000
const root = mkdtempSync(join(tmpdir(), 'cti-renewal-'))
const files = {
  certificateFile: join(root, 'peer.pem'),
  keyFile: join(root, 'peer.pem'),
  authorityFile: join(root, 'ca.pem'),
  passphraseFile: join(root, 'passphrase'),
}
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What was made `daysAgo` is looked at now. */
async function madeAsOf(daysAgo: number): Promise<void> {
  const made = await makePeers({
    authorityDirectory: join(root, 'authority'),
    outDirectories: [root],
    now: new Date(Date.now() - daysAgo * DAY_MS),
    makeKeyPair: () => generateRsaKeyPair(2048),
  })
  if (!made.ok) throw new Error(made.reason)
}

it('shows the renewed one within a look, ends what has begun, and goes on being asked by the same client', async () => {
  await madeAsOf(70)
  const begun: (() => void)[] = []
  const server = createInternalServer({
    credentials: createCredentials(files, silentLog, 0),
    dispatch: async () => ({ type: 'accepted' }),
    ask: (async (_site: string, { what }: { what: string }) => {
      if (what === 'nodes') await new Promise<void>((resolve) => begun.push(resolve))
      return { numbers: [], otherwise: null }
    }) as AskSite,
    log: silentLog,
    limits: { renewEveryMs: 20 },
  })
  const port = await server.listen('127.0.0.1', 0)
  const client = createInternalClient({ credentials: createCredentials(files, silentLog, 0), log: silentLog })
  const ask = (what: 'numbers' | 'nodes') =>
    client.query(`https://127.0.0.1:${port}`, 'site_main', { what }, 60_000)
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().serialNumber)
        socket.destroy()
      })
      socket.on('error', reject)
    })
  try {
    expect(await ask('numbers')).toMatchObject({ type: 'answered' })
    const former = await shown()
    const underWay = ask('nodes')
    await eventually(async () =>
      begun.length === 1 ? { found: true } : { waiting: 'the question to have come' },
    )

    await madeAsOf(0)
    await eventually(async () =>
      (await shown()) === former ? { waiting: 'the renewed certificate' } : { found: true },
    )
    expect(await ask('numbers')).toMatchObject({ type: 'answered' })
    begun[0]?.()
    expect(await underWay).toMatchObject({ type: 'answered' })
  } finally {
    client.close()
    await server.close()
  }
})
