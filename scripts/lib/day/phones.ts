/** The switch and whoever is at the phones: what is ordered is done, and people answer, press keys, talk, hang up. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { CallId, LegId } from '../../../src/domain/ids.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { logNormalMs } from './chance.ts'
import type { Ground, Listener } from './ground.ts'
import { callerLegOf, callIdOf, callNumberOf, NODE } from './numbered.ts'
import type { QueuePlan } from './plan.ts'
import type { Settings } from './settings.ts'
import { MENU_KEY } from './site.ts'

/** What the switch takes for one order (bench:routing: a few milliseconds). */
const SWITCH_MS = 5
const RINGING_MS = 60
const GREETING_MS = 6_000
/** Of a hundred callers, how many press no key at a menu; they are asked again. */
const KEYLESS = 6
const KEY_AFTER_MS = { median: 7_000, spread: 0.4 }
/** Of a hundred talks, how many the caller ends. */
const ENDED_BY_CALLER = 60

type Doing = Settings['agentsDo']

export class Phones implements Listener {
  readonly #ground: Ground
  readonly #doing: Doing
  readonly #queueOf: (call: number) => QueuePlan
  /** Legs that are there. */
  readonly #legs = new Set<LegId>()
  /** Calls that have an agent, or had. */
  readonly #served = new Set<CallId>()

  constructor(ground: Ground, doing: Doing, queueOf: (call: number) => QueuePlan) {
    this.#ground = ground
    this.#doing = doing
    this.#queueOf = queueOf
  }

  connect(legId: LegId): void {
    this.#legs.add(legId)
  }

  /** Patience is at its end; it doesn't count any more once somebody talks with the caller. */
  givesUp(call: number): void {
    if (!this.#served.has(callIdOf(call))) this.#hangUp(callerLegOf(call), 'ORIGINATOR_CANCEL')
  }

  happened(rows: readonly JournalRow[]): void {
    for (const { type, subject, data } of rows) {
      if (type === 'callConnected') this.#talk(subject as CallId, (data as { legId: LegId }).legId)
      else if (type === 'callEnded') this.#served.delete(subject as CallId)
    }
  }

  ordered(command: Command): void {
    switch (command.type) {
      case 'answer':
        this.#soon(command.legId, SWITCH_MS, { type: 'legAnswered' })
        break
      case 'originate':
        this.#ring(command.callId, command.legId)
        break
      case 'bridge': {
        const { callId, legId, withLegId } = command
        this.#soon(legId, this.#isExact(callId) ? 0 : SWITCH_MS, { type: 'legsBridged', withLegId })
        break
      }
      case 'hangUp': {
        const { legId, cause, callId } = command
        if (this.#isExact(callId)) this.#hangUp(legId, cause)
        else this.#ground.after(SWITCH_MS, () => this.#hangUp(legId, cause))
        break
      }
      case 'hangUpStray':
        this.#hangUp(command.legId, 'NORMAL_CLEARING')
        break
      case 'play':
        this.#soon(command.legId, GREETING_MS, { type: 'promptFinished', token: command.token })
        break
      case 'collect':
        this.#presses(command.legId, command.token)
    }
  }

  /** Calls to queues like those of the theory lose no time on the switch. */
  #isExact(callId: CallId): boolean {
    return this.#queueOf(callNumberOf(callId)).station !== undefined
  }

  #ring(callId: CallId, legId: LegId): void {
    this.#legs.add(legId)
    if (this.#isExact(callId)) {
      this.#soon(legId, 0, { type: 'legAnswered' })
      return
    }
    const { random } = this.#ground
    this.#soon(legId, RINGING_MS, { type: 'legRinging' })
    const { missed, answerSeconds } = this.#doing
    if (random.chance(missed / 100)) return
    const afterMs = logNormalMs(random, answerSeconds.median * 1_000, answerSeconds.spread)
    this.#soon(legId, RINGING_MS + afterMs, { type: 'legAnswered' })
  }

  #talk(callId: CallId, agentLeg: LegId): void {
    this.#served.add(callId)
    const call = callNumberOf(callId)
    const { random } = this.#ground
    const talkMs = this.#queueOf(call).talkMs(random)
    const first = random.chance(ENDED_BY_CALLER / 100) ? callerLegOf(call) : agentLeg
    this.#ground.after(talkMs, () => this.#hangUp(first, 'NORMAL_CLEARING'))
  }

  #presses(legId: LegId, token: string): void {
    const { random } = this.#ground
    const keyless = random.chance(KEYLESS / 100)
    const result = keyless ? ({ kind: 'none' } as const) : ({ kind: 'digits', digits: MENU_KEY } as const)
    const afterMs = keyless ? 15_000 : logNormalMs(random, KEY_AFTER_MS.median, KEY_AFTER_MS.spread)
    this.#soon(legId, afterMs, { type: 'digitsCollected', token, result })
  }

  #hangUp(legId: LegId, cause: string): void {
    if (!this.#legs.delete(legId)) return
    this.#ground.post({ type: 'legHungUp', at: this.#ground.now, nodeId: NODE, legId, cause })
  }

  /** What the switch says of a leg, if it is still there then. */
  #soon(legId: LegId, afterMs: number, what: Said): void {
    this.#ground.after(afterMs, () => {
      if (this.#legs.has(legId)) this.#ground.post({ ...what, at: this.#ground.now, nodeId: NODE, legId })
    })
  }
}

type Said =
  | { readonly type: 'legAnswered' | 'legRinging' }
  | { readonly type: 'legsBridged'; readonly withLegId: LegId }
  | { readonly type: 'promptFinished'; readonly token: string }
  | {
      readonly type: 'digitsCollected'
      readonly token: string
      readonly result: { readonly kind: 'none' } | { readonly kind: 'digits'; readonly digits: string }
    }
