/**
 * The real core in a shell of virtual time: facts become durable a moment after they were decided, orders go out
 * when they are, a crash takes what wasn't durable and a new owner folds the rest.
 */
import type { Fact, Sealed } from '../../../src/domain/decision.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { SiteId } from '../../../src/domain/ids.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { evolve, nextDeadline } from '../../../src/domain/site/evolve.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'
import { CallbackCheck } from '../support/callback-check.ts'
import { canonical } from '../support/canonical.ts'
import { faultsOf } from '../support/invariants.ts'
import { randomResult } from '../support/random-flow.ts'
import type { SwitchOrder } from './orders.ts'
import type { Random } from './random.ts'
import type { Time } from './time.ts'

export class Controller {
  readonly wrongs: string[] = []
  readonly journal: JournalRow[] = []
  state: SiteState
  /** What was handed out to be sealed. */
  readonly sealed: Sealed[] = []
  callbacks = new CallbackCheck()
  inputs = 0
  stale = 0
  alive = true
  readonly #siteId: SiteId
  readonly #time: Time
  readonly #random: Random
  readonly #send: (command: SwitchOrder) => void
  #pending: { rows: readonly JournalRow[]; commands: readonly Command[] }[] = []
  #life = 0
  #alarmAt: number | undefined

  constructor(siteId: SiteId, time: Time, random: Random, send: (command: SwitchOrder) => void) {
    this.#siteId = siteId
    this.#time = time
    this.#random = random
    this.#send = send
    this.state = initialState(siteId)
  }

  take(input: SiteInput): void {
    if (!this.alive) return
    this.inputs += 1
    const { rows, commands, sealed, stale } = handle(this.state, input)
    this.sealed.push(...sealed)
    if (stale) this.stale += 1
    for (const row of rows) this.wrongs.push(...this.callbacks.add(row, this.state))
    for (const fault of faultsOf(this.state)) this.wrongs.push(`after ${input.type}: ${fault}`)
    const batch = { rows, commands }
    this.#pending.push(batch)
    const life = this.#life
    this.#time.after(this.#random.between(1, 4), () => {
      if (this.#life === life) this.#release()
    })
    this.#setAlarm()
  }

  /** The oldest batch is durable; its orders go out. */
  #release(): void {
    const batch = this.#pending.shift()
    if (!batch) return
    this.journal.push(...batch.rows)
    for (const command of batch.commands) {
      if (command.type === 'runErrand') this.#run(command)
      else this.#send(command)
    }
  }

  /** The shell's own business: it answers after a while, late at times, and never when the process has died. */
  #run({ callId, token, errand, timeoutMs }: Extract<Command, { type: 'runErrand' }>): void {
    const random = this.#random
    if (random.chance(0.02)) return
    const life = this.#life
    const result = randomResult((n) => random.between(0, n - 1), errand, ['s0', 's1', 's2', 'people'])
    const ms = random.between(5, random.chance(0.05) ? timeoutMs * 2 : Math.min(timeoutMs, 1_500))
    this.#time.after(ms, () => {
      if (this.#life === life) this.take({ type: 'errandDone', at: this.#time.now, callId, token, result })
    })
  }

  #setAlarm(): void {
    const at = nextDeadline(this.state)?.at
    if (at === undefined || this.#alarmAt === at) return
    this.#alarmAt = at
    const life = this.#life
    this.#time.after(at - this.#time.now, () => {
      if (this.#life !== life || this.#alarmAt !== at) return
      this.#alarmAt = undefined
      this.take({ type: 'deadlineReached', at: this.#time.now })
    })
  }

  crash(): void {
    this.alive = false
    this.#life += 1
    this.#pending = []
    this.#alarmAt = undefined
  }

  /** A new owner: all that it knows is the journal. */
  takeOver(): void {
    this.alive = true
    this.state = this.#folded(this.journal)
    this.callbacks = new CallbackCheck(this.journal)
    this.take({
      type: 'siteTaken',
      at: this.#time.now,
      controllerId: `life-${this.#life}`,
      address: 'nowhere',
    })
  }

  #folded(rows: readonly JournalRow[]): SiteState {
    const state = initialState(this.#siteId)
    for (const row of rows) evolve(state, row as Fact & JournalRow, row.pos, row.subjectSeq)
    return state
  }

  /** Whether the facts alone give the state that grew step by step. */
  get foldsAlike(): boolean {
    const all = [...this.journal, ...this.#pending.flatMap((batch) => batch.rows)]
    return canonical(this.#folded(all)) === canonical(this.state)
  }
}
