/** A key service in this process with a trial's key material, and the API's client of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyServiceClient, type KeyServiceClient } from '../../src/adapters/keys/key-service-client.ts'
import { readConfig } from '../../src/keyservice/config.ts'
import { startKeyService } from '../../src/keyservice/service.ts'
import { silentLog } from '../../src/lib/log.ts'
import { lendTrialKeys } from './trial-keys.ts'

export interface OpeningLine {
  readonly seq: number
  readonly hash: string
  readonly person: string
  readonly reason: string
  readonly segment: number
}

export interface TestKeyService {
  readonly client: KeyServiceClient
  /** Certificates to seal to, as `recording.sealToFile` and `recording.escrowFile` name them. */
  readonly sealToFile: string
  readonly escrowFile: string
  /** Lines of its log that tell of openings. */
  openings(): readonly OpeningLine[]
  /** As if its host were switched off, and on again under the same address. */
  end(): Promise<void>
  begin(): Promise<void>
  close(): Promise<void>
}

export async function testKeyService(): Promise<TestKeyService> {
  const path = mkdtempSync(join(tmpdir(), 'cti-keyservice-'))
  await lendTrialKeys(path)
  const own = join(path, 'keyservice')
  const api = join(path, 'keys')
  const start = async (port: number) => {
    const file = join(own, 'test.yaml')
    const settings = readFileSync(join(own, 'keyservice.yaml'), 'utf8').replace(
      /^port: .*$/m,
      `port: ${port}`,
    )
    writeFileSync(file, settings)
    const config = readConfig(file)
    if (!config.ok) throw new Error(JSON.stringify(config.faults))
    const started = await startKeyService(config.value, silentLog)
    if (!started.ok) throw new Error(started.reasons.join())
    return started.value
  }
  let service = await start(0)
  const { port } = service
  const client = createKeyServiceClient({
    url: `https://127.0.0.1:${port}`,
    certificateFile: join(api, 'client.pem'),
    keyFile: join(api, 'client.pem'),
    authorityFile: join(api, 'ca.pem'),
    permitKeyFile: join(api, 'permit-key.pem'),
    passphrase: readFileSync(join(api, 'passphrase'), 'utf8').trim(),
    log: silentLog,
  })
  return {
    client,
    sealToFile: join(api, 'seal-to.pem'),
    escrowFile: join(api, 'escrow.pem'),
    openings() {
      const folder = join(own, 'data/log')
      const files = readdirSync(folder).sort()
      const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      return lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'opened')
    },
    end: () => service.close(),
    async begin() {
      service = await start(port)
    },
    async close() {
      client.close()
      await service.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}
