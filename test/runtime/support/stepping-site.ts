/**
 * A site in virtual time (vitest's fake timers), on machines whose wall clocks are set: real owner, mailbox, alarm, clock
 * and core over a journal in memory. True time is `Date.now()`: what no machine's wall clock has a say in.
 */
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import type { LegId } from '../../../src/domain/ids.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { ApiInput, LegSnapshot } from '../../../src/domain/site/inputs.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { ERRANDLESS } from '../../../src/runtime/errands.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import type { AppendBatch, AppendOutcome, SiteClock } from '../../../src/runtime/ports.ts'
import { SiteOwner } from '../../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../../src/runtime/speech.ts'
import type { RawSwitchInput, SwitchListener, SwitchPort } from '../../../src/runtime/switch.ts'
import { openKeptClock } from '../../../src/wiring/kept-clock.ts'
import { agentId, directFlow, nodeId, queueId, siteId } from '../../domain/support/story.ts'
import { scratch } from '../../support/scratch.ts'
import { HeldJournal } from './journal.ts'
import { SOLE_LEASE } from './sole-lease.ts'

export const WRAP_UP_MS = 30_000
export const RING_MS = 20_000
export const LONGEST_WAIT_MS = 60_000
/** Until a process has the site: it gives the switches two seconds to account for what happened meanwhile. */
const TAKING_MS = 2_100

/** Keeps what it is given at once, and notes at what true time. */
export class QuickJournal extends HeldJournal {
  readonly #keptAt: number[] = []

  override append(batch: AppendBatch): Promise<AppendOutcome> {
    const outcome = super.append(batch)
    this.attempts.at(-1)?.commit()
    this.#keptAt.push(...batch.rows.map(() => Date.now()))
    return outcome
  }

  /** True time of the first fact of this type about a subject that ends so, after a true time. */
  when(type: string, subject: string, after = 0): number {
    const at = this.#keptAt.find((time, index) => {
      const row = this.rows[index]
      return row?.type === type && row.subject.endsWith(subject) && time > after
    })
    if (at === undefined) throw new Error(`no ${type} about ${subject}`)
    return at
  }
}

/** A node whose legs outlive its controllers: answers callers, lets phones ring, bridges what it is told to. */
export class Node {
  readonly #legs = new Map<LegId, LegSnapshot>()
  #listener: SwitchListener | undefined

  port(): SwitchPort {
    return {
      nodeId,
      connected: true,
      start: (listener) => {
        this.#listener = listener
        const legs = [...this.#legs.values()].map((leg) => ({ ...leg, arrival: undefined }))
        this.#tell({ type: 'switchConnected', coreUuid: 'core', legs })
      },
      run: (command) => {
        if (command.type === 'answer') this.answers(command.legId)
        if (command.type === 'originate') this.#come(command.legId, { callId: command.callId, role: 'agent' })
        if (command.type === 'hangUp') this.hangsUp(command.legId)
        if (command.type === 'claimLeg') this.#come(command.legId, { callId: command.callId, role: 'caller' })
        if (command.type === 'bridge') {
          this.#come(command.legId, { bridgedTo: command.withLegId })
          this.#come(command.withLegId, { bridgedTo: command.legId })
          this.#tell({ type: 'legsBridged', legId: command.legId, withLegId: command.withLegId })
        }
      },
      beat: () => undefined,
      phonesChanged: async () => true,
      refresh: () => undefined,
      close: async () => {
        this.#listener = undefined
      },
    }
  }

  arrives(legId: LegId, calledNumber: string): void {
    const arrival = {
      legId,
      nodeId,
      callingNumber: '13812345678',
      callerName: '',
      calledNumber,
      answered: false,
    }
    this.#come(legId, {})
    this.#tell({ type: 'legParked', arrival })
  }

  answers(legId: LegId): void {
    this.#come(legId, { answered: true })
    this.#tell({ type: 'legAnswered', legId })
  }

  hangsUp(legId: LegId): void {
    if (this.#legs.delete(legId)) this.#tell({ type: 'legHungUp', legId, cause: 'NORMAL_CLEARING' })
  }

  /** The agents' phones that ring. */
  get ringing(): LegId[] {
    return [...this.#legs.values()]
      .filter(({ role, answered }) => role === 'agent' && !answered)
      .map((leg) => leg.legId)
  }

  #come(legId: LegId, more: Partial<LegSnapshot>): void {
    const fresh: LegSnapshot = {
      legId,
      callId: undefined,
      role: undefined,
      answered: false,
      bridgedTo: undefined,
      waiting: false,
      fallback: false,
      arrival: undefined,
    }
    this.#legs.set(legId, { ...(this.#legs.get(legId) ?? fresh), ...more })
  }

  #tell(input: Record<string, unknown> & { type: RawSwitchInput['type'] }): void {
    const listener = this.#listener
    // An adapter's inputs come from its socket, never out of an order.
    setTimeout(() => listener?.input({ nodeId, at: this.clock.now(), ...input } as RawSwitchInput), 1)
  }

  /** Of whoever listens. */
  clock: SiteClock = {
    now: Date.now,
    wall: Date.now,
    monotonic: () => performance.now(),
    notBefore: () => undefined,
  }
}

/** A controller's process. */
export interface Process {
  readonly owner: SiteOwner
  readonly clock: SiteClock
  end(): Promise<void>
}

/** A machine that may own the site; `steppedMs`: by how much its wall clock is wrong. */
export class Machine {
  steppedMs = 0
  readonly #file = join(scratch().path, 'site-clock.json')
  readonly #id: string

  constructor(id: string) {
    this.#id = id
  }

  /** A process of it begins to take the site. */
  async process(journal: QuickJournal, node: Node): Promise<Process> {
    const kept = openKeptClock(this.#file, silentLog, {
      wall: () => Date.now() + this.steppedMs,
      monotonic: () => performance.now(),
      sinceBoot: () => 1_000_000 + performance.now(),
      bootId: () => this.#id,
    })
    const { clock } = kept
    node.clock = clock
    let made = journal.rows.length
    const owner = new SiteOwner({
      siteId,
      controllerId: this.#id,
      address: `http://${this.#id}`,
      leaseTtlMs: 2_000,
      leaseRenewMs: 500,
      journal,
      privateFields: { read: async () => undefined } as never,
      errands: ERRANDLESS,
      speech: SPEECHLESS,
      snapshots: { load: async () => undefined, save: async () => undefined },
      lease: SOLE_LEASE,
      doorbell: { ring: () => undefined, listen: () => () => undefined },
      clock,
      observer: unobserved,
      log: silentLog,
      newUlid: () => {
        made += 1
        return `01K${String(made).padStart(23, '0')}`
      },
      hashNumber: (number) => `hash of ${number.length} digits`,
      makeSwitches: () => [node.port()],
      opening: () => opening(clock.now()),
    })
    kept.start()
    owner.start()
    await pass(TAKING_MS)
    expect(owner.owned).toBe(true)
    return {
      owner,
      clock,
      async end() {
        const ended = owner.stop()
        await pass(10)
        await ended
        await kept.close()
      },
    }
  }
}

/** True time goes on. */
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const waitingFlow = {
  ...directFlow,
  id: 'flow_waiting',
  version: 'waiting-1',
  steps: {
    wait: {
      kind: 'queue',
      queueId: queueId('empty'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
      maxWaitMs: LONGEST_WAIT_MS,
      otherwise: 'nobody',
    },
    nobody: { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' },
  },
} as unknown as Flow

function opening(at: number): ApiInput[] {
  const queue = (name: string): ApiInput => ({
    type: 'defineQueue',
    at,
    queue: { queueId: queueId(name), names: { en: name }, ringMs: RING_MS, wrapUpMs: WRAP_UP_MS },
  })
  const agent = (name: string, extension: string): ApiInput => ({
    type: 'defineAgent',
    at,
    agent: { agentId: agentId(name), name, extension, queueIds: [queueId('general')] },
  })
  return [
    queue('general'),
    queue('empty'),
    agent('li', '1001'),
    agent('wang', '1002'),
    { type: 'publishFlow', at, flow: directFlow, origin: 'file' },
    { type: 'publishFlow', at, flow: waitingFlow, origin: 'file' },
    {
      type: 'assignNumbers',
      at,
      numbers: { '8000': directFlow.id, '8100': waitingFlow.id },
      otherwise: directFlow.id,
    },
  ]
}

async function becomesReady({ owner, clock }: Process, name: string): Promise<void> {
  const about = { agentId: agentId(name), at: clock.now() }
  owner.post({ type: 'logOnAgent', extension: undefined, ...about }, [], () => undefined)
  owner.post({ type: 'makeAgentReady', ...about }, [], () => undefined)
  await pass(10)
}

/** Li wraps up, Wang's phone rings, somebody waits for nobody; each begins now. */
export async function begins(process: Process, node: Node): Promise<void> {
  await becomesReady(process, 'li')
  node.arrives('talks' as LegId, '8000')
  await pass(50)
  const [phone] = node.ringing
  if (!phone) throw new Error('no phone rings')
  node.answers(phone)
  await pass(50)
  node.hangsUp('talks' as LegId)
  node.hangsUp(phone)
  await becomesReady(process, 'wang')
  node.arrives('rings' as LegId, '8000')
  node.arrives('waits' as LegId, '8100')
  await pass(50)
  expect(node.ringing).toHaveLength(1)
  expect(process.owner.state?.agents.get(agentId('li'))?.phase.name).toBe('wrapUp')
}
