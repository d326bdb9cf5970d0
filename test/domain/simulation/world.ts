/** One history: a hospital's telephones for a while, with all that can go wrong, and then peace. */
import { goneFrom } from '../../../src/domain/call/promises.ts'
import { type Call, isTalking } from '../../../src/domain/call/state.ts'
import type { FlowId, LegId, NodeId, SiteId } from '../../../src/domain/ids.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { DUTY, MORE_NUMBERS, moreFlows } from '../support/beyond.ts'
import { randomFlow } from '../support/random-flow.ts'
import { agentId, directFlow, emergencyFlow, menuFlow, numbers, queueId } from '../support/story.ts'
import type { Channel, Faults } from './channel.ts'
import { Connection } from './connection.ts'
import { Controller } from './controller.ts'
import { FaultySwitch } from './faulty-switch.ts'
import { Random } from './random.ts'
import { reports } from './recordings.ts'
import { Time } from './time.ts'
import { endFaults } from './verdict.ts'

const nodeId = 'node_a' as NodeId
const AGENTS = 8
const WATCH_MS = 500
const HEARTBEAT_MS = 3_000
const RECORDER_MS = 1_500
const CALLBACK = {
  ringMs: 15_000,
  attempts: 2,
  pauseMs: 20_000,
  keepMs: 300_000,
  atOnce: 2,
  most: 20,
} /** Asks to be called back at once; more often than the others, for half of those are never reached. */
const CALLED_BACK = ['8008', '8008', '8008'] as const
/** They lead into flows over every kind of step, put together by chance. */
const RANDOM_NUMBERS = ['8101', '8102', '8103'] as const

export interface HistoryOptions {
  readonly seed: number
  readonly calls: number
  readonly faults: Faults
}

/** So that most callers find their way without it, as some are to be called back. */
const LATE_DUTY = { ...DUTY, steps: DUTY.steps.map((step) => ({ ...step, afterMs: step.afterMs + 20_000 })) }

const pharmacyFlow = {
  ...directFlow,
  id: 'flow_pharmacy' as FlowId,
  version: 'pharmacy-1',
  steps: {
    wait: {
      ...(directFlow.steps['wait'] as object),
      kind: 'queue',
      queueId: queueId('pharmacy'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
      maxWaitMs: 45_000,
      otherwise: 'people',
    },
    people: { kind: 'fallback', prompts: [] },
  },
} as const

/** On an inbound call a party is whoever the flow has rung. */
function outerRole(call: Call | undefined): Channel['role'] {
  return call?.direction === 'outbound' ? 'party' : 'caller'
}

/** Waits for somebody, and must hear that. */
function hearsMusic({ phase }: Call): boolean {
  return phase.name === 'queued' || (phase.name === 'transferring' && !phase.answered)
}

/** By the caller's wish: talks aren't recorded then, but a talk that is being recorded goes on as it began. */
function isUnrecorded(call: Call): boolean {
  return call.noRecording && call.phase.name !== 'voicemail'
}

export class World {
  readonly time = new Time()
  readonly random: Random
  readonly controller: Controller
  readonly connection: Connection
  readonly switch: FaultySwitch
  readonly outbound = new Set<string>()
  readonly wrongs: string[] = []
  #isCalm = false
  #lastSeen = 0
  #arrived = 0
  #quietSince = new Map<string, number>()
  #oddSince = new Map<string, number>()

  constructor({ seed, faults, calls }: HistoryOptions) {
    this.random = new Random(seed)
    this.controller = new Controller('site_test' as SiteId, this.time, this.random, (c) =>
      this.connection.send(c),
    )
    this.connection = new Connection(this.time, this.random, faults, (input) => this.controller.take(input))
    this.switch = new FaultySwitch(this.time, this.random, faults, (event) => this.connection.hear(event))
    this.switch.isOutbound = (leg) => leg.callId !== undefined && this.outbound.has(leg.callId)
    this.connection.attach(this.switch)
    this.controller.takeOver()
    this.#define()
    this.connection.connect()
    this.#every(WATCH_MS, () => this.#watch())
    this.#every(RECORDER_MS, () => {
      for (const report of reports(this.controller.state, this.switch.spool, this.random)) this.#ask(report)
    })
    for (let n = 1; n <= AGENTS; n += 1) this.#live(`a${n}`)
    for (let n = 0; n < calls; n += 1) {
      this.time.after(this.random.between(1_000, calls * 3_500), () => this.#arrive())
    }
    this.#sometimes(faults.connectionEveryMs, () => this.connection.lose())
    this.#sometimes(faults.restartEveryMs, () => this.#crash())
    this.#sometimes(faults.switchDiesEveryMs, () => this.#switchDies())
    this.time.run(this.time.now + calls * 3_500)
  }

  /** Nothing breaks any more, nobody rings any more: what is left comes to its end. Returns all that was wrong. */
  comeToRest(): string[] {
    this.#isCalm = true
    if (!this.connection.isUp) this.time.run(this.time.now + 15_000)
    // The last losses are repaired by a last snapshot.
    this.time.run(this.time.now + 30_000)
    this.connection.lose()
    for (let minute = 0; minute < 90 && !this.#isQuiet; minute += 1) this.time.run(this.time.now + 60_000)
    const { controller } = this
    return [...this.switch.wrongs, ...controller.wrongs, ...this.wrongs, ...endFaults(this)]
  }

  get #isQuiet(): boolean {
    const { state } = this.controller
    return state.calls.size === 0 && state.recordings.size === 0 && this.switch.channels.size === 0
  }

  #ask(input: Record<string, unknown> & { type: SiteInput['type'] }): void {
    this.controller.take({ at: this.time.now, nodeId, ...input } as SiteInput)
  }

  #define(): void {
    for (const name of ['general', 'pharmacy']) {
      const queue = {
        queueId: queueId(name),
        names: {},
        ringMs: 15_000,
        wrapUpMs: name === 'general' ? 4_000 : 0,
        ...(name === 'general' ? { duty: LATE_DUTY, emergencyAlarmMs: 3_000, callback: CALLBACK } : {}),
      }
      this.#ask({ type: 'defineQueue', queue })
    }
    for (let n = 1; n <= AGENTS; n += 1) {
      const queueIds =
        n % 3 === 0 ? ['general', 'pharmacy'] : n % 3 === 1 ? ['general'] : ['pharmacy', 'general']
      const agent = { agentId: agentId(`a${n}`), name: `a${n}`, extension: String(1000 + n) }
      this.#ask({ type: 'defineAgent', agent: { ...agent, queueIds: queueIds.map(queueId) } })
    }
    const { random } = this
    const ids = RANDOM_NUMBERS.map((number) => `flow_random-${number}` as FlowId)
    const others = ids.map((id) => randomFlow((n) => random.between(0, n - 1), id, [...ids, directFlow.id]))
    const more = moreFlows()
    const flows = [directFlow, emergencyFlow, menuFlow, pharmacyFlow, ...more.map(([, flow]) => flow)]
    for (const flow of [...flows, ...others]) this.#ask({ type: 'publishFlow', flow, origin: 'file' })
    const all = {
      ...numbers,
      '8002': pharmacyFlow.id,
      ...Object.fromEntries(more.map(([number, { id }]) => [number, id])),
      ...Object.fromEntries(RANDOM_NUMBERS.map((number, n) => [number, ids[n]])),
    }
    this.#ask({ type: 'assignNumbers', numbers: all, otherwise: directFlow.id })
    this.#ask({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
  }

  #arrive(): void {
    this.#arrived += 1
    const n = this.#arrived
    const serviceNumber = this.random.pick([
      '8000',
      '8000',
      '8001',
      '8001',
      '8002',
      '8999',
      'constructor',
      ...RANDOM_NUMBERS,
      ...RANDOM_NUMBERS,
      ...MORE_NUMBERS,
      ...CALLED_BACK,
    ])
    const patienceMs = this.random.chance(0.4) ? undefined : this.random.between(200, 90_000)
    const arrival = {
      legId: `caller-leg-${n}` as LegId,
      callId: this.connection.newCallId(),
      nodeId,
      calling: { masked: '138****5678', hash: this.#number(n) },
      called: { masked: serviceNumber, hash: 'h' },
      serviceNumber,
      answered: false,
    }
    this.switch.arrives(arrival, patienceMs)
  }

  /** At times somebody rings again who is to be called back. */
  #number(n: number): string {
    const gone = [...this.controller.state.calls.values()].filter(({ phase }) => goneFrom(phase))
    return gone.length > 0 && this.random.chance(0.3) ? this.random.pick(gone).calling.hash : `hash-${n}`
  }

  /** An agent's day. */
  #live(name: string): void {
    this.#every(
      () => this.random.between(1_500, 9_000),
      () => {
        const { random } = this
        const id = agentId(name)
        const phase = this.controller.state.agents.get(id)?.phase.name
        const calm = this.#isCalm
        if (phase === 'loggedOff') this.#ask({ type: 'logOnAgent', agentId: id, extension: undefined })
        else if (phase === 'notReady' && random.chance(0.8))
          this.#ask({ type: 'makeAgentReady', agentId: id })
        else if (phase === 'wrapUp' && random.chance(0.2)) this.#ask({ type: 'endWrapUp', agentId: id })
        else if (calm) return
        else if (random.chance(0.05))
          this.#ask({ type: 'makeAgentNotReady', agentId: id, reasonCode: 'break' })
        else if (random.chance(0.02)) this.#ask({ type: 'logOffAgent', agentId: id })
        else if (random.chance(0.08)) {
          const callId = this.connection.newCallId()
          this.outbound.add(callId)
          this.#ask({ type: 'makeCall', agentId: id, callId, called: { masked: '139****0000', hash: 'p' } })
        } else if (random.chance(0.01)) {
          const [callId] = [...this.controller.state.calls.keys()]
          if (callId) this.#ask({ type: 'clearCall', callId })
          const [owed] = this.controller.state.owedCallbacks.values()
          if (owed) this.#ask({ type: 'dropCallback', ...owed, by: 'key_boss' })
        } else if (phase === 'busy' && random.chance(0.1)) {
          const { state } = this.controller
          const callId = [...state.calls.values()].find((call) => call.agentId === id)?.id
          if (callId) this.#ask({ type: 'maskRecording', callId, masked: random.chance(0.5) })
        }
      },
    )
  }

  #every(ms: number | (() => number), run: () => void): void {
    this.time.after(typeof ms === 'number' ? ms : ms(), () => {
      run()
      this.#every(ms, run)
    })
  }

  #sometimes(everyMs: number, run: () => void): void {
    if (everyMs <= 0) return
    this.time.after(this.random.between(everyMs / 10, everyMs * 2), () => {
      if (this.#isCalm) return
      run()
      this.#sometimes(everyMs, run)
    })
  }

  #crash(): void {
    if (!this.controller.alive) return
    this.controller.crash()
    this.connection.lose(true)
    this.time.after(this.random.between(300, 8_000), () => {
      this.controller.takeOver()
      this.connection.connect()
    })
  }

  #switchDies(): void {
    if (!this.controller.alive) return
    this.switch.die()
    this.connection.lose()
  }

  /** The heartbeat, the watchdog; and whoever waits must hear something. */
  #watch(): void {
    const { now } = this.time
    if (this.connection.isUp && this.controller.alive) this.#lastSeen = now
    this.switch.attended = now - this.#lastSeen < HEARTBEAT_MS
    this.switch.watch()
    this.#watchRecordings()
    for (const leg of this.switch.channels.values()) {
      const call = leg.callId && this.controller.state.calls.get(leg.callId)
      const isHeard = leg.music || leg.fallback || leg.bridgedTo !== undefined
      if (leg.role !== 'caller' || !call || !hearsMusic(call) || isHeard || !this.connection.isUp) {
        this.#quietSince.delete(leg.id)
        continue
      }
      const since = this.#quietSince.get(leg.id) ?? now
      this.#quietSince.set(leg.id, since)
      if (now - since === 6_000) this.wrongs.push(`${leg.id} waits in silence`)
    }
  }

  /** Whoever talks is recorded, whoever doesn't isn't; both may last a moment. */
  #watchRecordings(): void {
    const { now } = this.time
    const { state, alive } = this.controller
    for (const leg of this.switch.channels.values()) {
      const call = leg.callId && state.calls.get(leg.callId)
      const talks =
        call !== undefined &&
        (call.phase.name === 'voicemail' || (isTalking(call) && leg.bridgedTo !== undefined))
      const isRight =
        leg.role !== outerRole(call) || !call || isUnrecorded(call) || talks === (leg.file !== undefined)
      if (isRight || !this.connection.isUp || !alive || call.phase.name === 'callingParty') {
        this.#oddSince.delete(leg.id)
        continue
      }
      const since = this.#oddSince.get(leg.id) ?? now
      this.#oddSince.set(leg.id, since)
      // An event that was lost is made good when the connection has been closed for it.
      if (now - since === 25_000)
        this.wrongs.push(`${leg.id} ${talks ? 'talks unrecorded' : 'is recorded and does not talk'}`)
    }
  }
}
