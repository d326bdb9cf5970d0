/** Owners of one site, each with stores of its own, as processes have: real PostgreSQL, real Redis. */
import { createRedisStore } from '../../../src/adapters/redis/create-redis.ts'
import type { AgentId, FlowId, LegId, NodeId, QueueId, SiteId } from '../../../src/domain/ids.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { ApiInput, Outcome } from '../../../src/domain/site/inputs.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { ERRANDLESS } from '../../../src/runtime/errands.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import { SiteOwner } from '../../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../../src/runtime/speech.ts'
import type { SwitchCommand, SwitchListener, SwitchPort } from '../../../src/runtime/switch.ts'
import { openStore } from '../../adapters/store/support.ts'
import type { TestDatabase } from '../../support/postgres.ts'
import type { OwnRedis } from '../../support/redis.ts'

export const SITE = 'site_main' as SiteId
export const AGENT = 'agent_li' as AgentId
const NODE = 'node_a' as NodeId
const QUEUE = 'queue_general' as QueueId

/** Something that a switch was sent, by the owner of this epoch; undefined: by one that has not taken the site. */
export interface Sent {
  readonly by: string
  readonly epoch: number | undefined
  readonly what: SwitchCommand['type'] | 'beat'
}

export interface TestOwner {
  readonly owner: SiteOwner
  /** Ends of owning and beginnings, in order. */
  readonly history: readonly ('ours' | 'not ours')[]
  /** What it ordered from its switch. */
  readonly orders: readonly SwitchCommand[]
  readonly beats: number
  /** As if the process had stood still: its clock jumps, nothing else happened. */
  sleep(ms: number): void
  /** As if it had died: both stores are gone for it, without a word to anyone. */
  cutOff(): Promise<void>
  /** Logs the agent on; undefined when the site isn't this owner's. */
  logOn(): Promise<Outcome> | undefined
  /** Its switch tells of a leg that was parked, once more if it was before; nothing when it isn't connected. */
  park(legId: string): void
  end(): Promise<void>
}

/** Whoever calls waits for an agent. */
const DIRECT: Flow = {
  id: 'flow_direct' as FlowId,
  version: 'direct-1',
  languages: ['en'],
  start: 'wait',
  profiles: {},
  steps: {
    wait: {
      kind: 'queue',
      queueId: QUEUE,
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
    },
  },
}

export interface Timing {
  readonly ttlMs: number
  readonly renewMs: number
  /** By how much the wall clock of its machine is ahead. */
  readonly aheadMs?: number
  /** All that any owner sends, in order. */
  readonly wire?: Sent[]
}

let ownersMade = 0

export function anOwner(
  database: TestDatabase,
  redis: OwnRedis,
  controllerId: string,
  { ttlMs, renewMs, aheadMs = 0, wire = [] }: Timing = { ttlMs: 1_000, renewMs: 250 },
  holder = controllerId,
): TestOwner {
  const store = openStore(database)
  const { host, port, password } = redis.server
  const leases = createRedisStore({ address: { host, port, password }, log: silentLog })
  const history: ('ours' | 'not ours')[] = []
  const orders: SwitchCommand[] = []
  let beats = 0
  let slept = 0
  let made = 0
  ownersMade += 1
  const nameOfOwner = `01K${String(ownersMade).padStart(5, '0')}`
  let listener: SwitchListener | undefined
  const send = (what: Sent['what']) => wire.push({ by: controllerId, epoch: owner.state?.epoch, what })
  const clock = machineClock({
    wall: () => Date.now() + slept + aheadMs,
    monotonic: () => performance.now() + slept,
  })
  const node = (): SwitchPort => ({
    nodeId: NODE,
    connected: true,
    start: (told) => {
      listener = told
      told.input({ type: 'switchConnected', nodeId: NODE, at: clock.now(), coreUuid: 'core', legs: [] })
    },
    run: (command) => {
      orders.push(command)
      send(command.type)
    },
    beat: () => {
      beats += 1
      send('beat')
    },
    phonesChanged: async () => true,
    refresh: () => undefined,
    close: async () => {
      listener = undefined
    },
  })
  const owner: SiteOwner = new SiteOwner({
    siteId: SITE,
    controllerId,
    address: `http://${controllerId}`,
    leaseTtlMs: ttlMs,
    leaseRenewMs: renewMs,
    journal: store.journal,
    privateFields: store.privateFields,
    errands: ERRANDLESS,
    speech: SPEECHLESS,
    snapshots: store.snapshots,
    lease: leases.lease,
    doorbell: leases.doorbell,
    clock,
    observer: { ...unobserved, ownership: (_, ours) => history.push(ours ? 'ours' : 'not ours') },
    log: silentLog,
    newUlid: () => {
      made += 1
      return `${nameOfOwner}${String(made).padStart(18, '0')}`
    },
    hashNumber: (number) => `hash of ${number.length} digits`,
    makeSwitches: () => [node()],
    opening: () => opening(clock.now()),
  })
  owner.start(holder)
  let closed: Promise<unknown> | undefined
  const closeStores = async () => {
    closed ??= Promise.all([leases.close(), store.close()])
    await closed
  }
  return {
    owner,
    history,
    orders,
    get beats() {
      return beats
    },
    sleep(ms) {
      slept += ms
    },
    cutOff: closeStores,
    logOn() {
      const input = { type: 'logOnAgent', agentId: AGENT, extension: undefined, at: clock.now() } as const
      let answered: (outcome: Outcome) => void = () => undefined
      const answer = new Promise<Outcome>((resolve) => {
        answered = resolve
      })
      return owner.post(input, [], answered) ? answer : undefined
    },
    park(legId) {
      const arrival = {
        legId: legId as LegId,
        nodeId: NODE,
        callingNumber: '13900000000',
        callerName: '',
        calledNumber: '8000',
        answered: true,
      }
      listener?.input({ type: 'legParked', nodeId: NODE, at: clock.now(), arrival })
    },
    async end() {
      await owner.stop()
      await closeStores()
    },
  }
}

function opening(at: number): ApiInput[] {
  return [
    {
      type: 'defineQueue',
      at,
      queue: { queueId: QUEUE, names: { en: 'General' }, ringMs: 1_000, wrapUpMs: 0 },
    },
    {
      type: 'defineAgent',
      at,
      agent: { agentId: AGENT, name: 'Li', extension: '1001', queueIds: [QUEUE] },
    },
    { type: 'publishFlow', at, flow: DIRECT, origin: 'file' },
    { type: 'assignNumbers', at, numbers: {}, otherwise: DIRECT.id },
  ]
}
