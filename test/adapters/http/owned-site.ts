/** The API before a real owner, a real PostgreSQL and real files: what a change has come to can be read at once. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { onTestFinished } from 'vitest'
import { createPhoneDirectory } from '../../../src/adapters/directory/phone-directory.ts'
import { type Config, faultLines, loadConfig } from '../../../src/config.ts'
import { loadDefinitions, openingOf } from '../../../src/configuration/definitions.ts'
import type { NodeId } from '../../../src/domain/ids.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { ERRANDLESS } from '../../../src/runtime/errands.ts'
import { localGateway } from '../../../src/runtime/local-gateway.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import type { ReloadOutcome } from '../../../src/runtime/reload.ts'
import { SiteOwner } from '../../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../../src/runtime/speech.ts'
import type { SwitchPort } from '../../../src/runtime/switch.ts'
import { createPhones, type Phones } from '../../../src/wiring/phones.ts'
import { createReloading, type Reloading } from '../../../src/wiring/reloading.ts'
import { SOLE_LEASE } from '../../runtime/support/sole-lease.ts'
import { freshStore } from '../store/support.ts'
import { type Api, deferred, SITE, startApi, World } from './support.ts'

const clock = machineClock()

/** A flow that leads into one queue. */
export const flowYaml = (name: string, queue = 'queue_general', music = '') => `id: flow_${name}
languages: [zh, en]
start: wait
steps:
  wait:
    kind: queue
    queueId: ${queue}
    enterPrompts: []
${music}`

export interface OwnedSite {
  readonly api: Api
  readonly owner: SiteOwner
  readonly reloading: Reloading
  readonly phones: Phones
  /** Where flow files are. */
  readonly flowsDir: string
  /** The switch's directory of phones. */
  readonly phonesDir: string
  /** What the switch was told to forget, each time that it read its phones. */
  readonly read: string[][]
  readonly reloads: ReloadOutcome[]
  writeFlow(name: string, text: string): void
}

/** A site with the delivered seed and two flows of its own; owned when this resolves. */
export async function startOwnedSite(): Promise<OwnedSite> {
  const root = mkdtempSync(join(tmpdir(), 'cti-admin-'))
  const flowsDir = join(root, 'flows')
  const phonesDir = join(root, 'directory')
  mkdirSync(flowsDir)
  mkdirSync(phonesDir)
  const writeFlow = (name: string, text: string) => writeFileSync(join(flowsDir, `${name}.yaml`), text)
  writeFlow('main', flowYaml('main'))
  writeFlow('night', flowYaml('night'))
  const config = configured(root, flowsDir)
  const definitions = loadDefinitions(config)
  if (!definitions.ok) throw new Error(faultLines(definitions.faults))
  const store = await freshStore()
  const owned = deferred<void>()
  const read: string[][] = []
  const owner = new SiteOwner({
    siteId: SITE,
    controllerId: 'controller_test',
    address: 'http://127.0.0.1:1',
    leaseTtlMs: 60_000,
    leaseRenewMs: 20_000,
    journal: store.journal,
    privateFields: store.privateFields,
    errands: ERRANDLESS,
    speech: SPEECHLESS,
    snapshots: store.snapshots,
    lease: SOLE_LEASE,
    doorbell: { ring: () => {}, listen: () => () => {} },
    clock,
    observer: { ...unobserved, ownership: (_, isOurs) => isOurs && owned.resolve() },
    log: silentLog,
    newUlid: () => ulid(),
    hashNumber: (number) => `hash of ${number.length} digits`,
    makeSwitches: () => [listening(read)],
    opening: (state) => openingOf(definitions.value, config, state, () => clock.now()),
  })
  const gateway = localGateway(new Map([[SITE, owner]]), clock)
  const reloads: ReloadOutcome[] = []
  const reloading = createReloading({
    siteId: SITE,
    definitions: definitions.value,
    directory: flowsDir,
    gateway,
    state: () => owner.state,
    observer: { reloaded: (outcome) => reloads.push(outcome) },
    clock,
    log: silentLog,
    settleMs: 20,
    scanMs: 100,
  })
  const phones = createPhones({
    siteId: SITE,
    domain: 'cti.local',
    store: store.endpoints,
    directory: createPhoneDirectory(phonesDir),
    tell: (forgotten) => owner.phonesChanged(forgotten),
    async alarm(on, detail) {
      const about = { alarm: 'phonesNotWritten', nodeId: null } as const
      const outcome = await gateway.dispatch(
        SITE,
        on ? { type: 'raiseAlarm', ...about, detail } : { type: 'clearAlarm', ...about },
        { timeoutMs: 5_000 },
      )
      return outcome.type === 'accepted'
    },
    log: silentLog,
  })
  const world = Object.assign(new World(), {
    gateway,
    viewsPort: store.views,
    journal: store.journal,
    idempotency: store.idempotency,
    flows: reloading.desk,
    endpoints: phones.desk,
  })
  const api = await startApi(world)
  owner.start()
  onTestFinished(async () => {
    await reloading.close()
    await phones.close()
    await owner.stop()
    await store.close()
    rmSync(root, { recursive: true, force: true })
  })
  await owned.promise
  return { api, owner, reloading, phones, flowsDir, phonesDir, read, reloads, writeFlow }
}

function configured(root: string, flowsDir: string): Config {
  const loaded = loadConfig({
    env: { CTI_DATA_DIR: root, CTI_FLOWS_DIRECTORY: flowsDir, CTI_FLOWS_OTHERWISE: 'flow_main' },
  })
  if (!loaded.ok) throw new Error(faultLines(loaded.faults))
  return loaded.config
}

/** A node that is connected, empty, and keeps what it is told of phones. */
function listening(read: string[][]): SwitchPort {
  const nodeId = 'node_a' as NodeId
  return {
    nodeId,
    connected: true,
    start: ({ input }) =>
      input({ type: 'switchConnected', nodeId, at: clock.now(), coreUuid: randomUUID(), legs: [] }),
    run: () => {},
    beat: () => {},
    phonesChanged: async (forgotten) => {
      read.push(forgotten.map(({ extension, domain }) => `${extension}@${domain}`))
      return true
    },
    refresh: () => {},
    close: async () => {},
  }
}
