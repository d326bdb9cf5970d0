/** Who calls, and what callers do: they come by the hour, listen, press a key, wait as long as their patience lasts. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import { poisson, shareOut, Weighted } from './chance.ts'
import type { Ground, Listener } from './ground.ts'
import { arrivalOf, callNumberOf, NODE, serviceNumberOf } from './numbered.ts'
import type { Phones } from './phones.ts'
import { BEGAN_AT, DAY_MS, HOUR_MS, type QueuePlan } from './plan.ts'

export class Callers implements Listener {
  readonly #ground: Ground
  readonly #phones: Phones
  readonly #queues: readonly QueuePlan[]
  /** By the call's number: which queue it is for. Counted up, so an array is a map. */
  readonly #queueOf: QueuePlan[] = []
  readonly #hours: readonly number[]
  readonly #byWeight: Weighted
  /** How many have come. */
  get calls(): number {
    return this.#queueOf.length
  }

  constructor(
    ground: Ground,
    phones: Phones,
    queues: readonly QueuePlan[],
    day: { readonly calls: number; readonly hours: readonly number[] },
  ) {
    this.#ground = ground
    this.#phones = phones
    this.#queues = queues
    this.#byWeight = new Weighted(queues.map(({ weight }) => weight))
    const perDay = queues.reduce((sum, { station }) => sum + (station?.arrivalsPerMs ?? 0) * DAY_MS, 0)
    // Reference queues have as many as chance gives them; the others the rest, so that the sum is about what was asked for.
    this.#hours = shareOut(Math.max(0, Math.round(day.calls - perDay)), day.hours)
  }

  begin(): void {
    this.#hour(0)
    for (const { n, station } of this.#queues) if (station) this.#evenly(n, station.arrivalsPerMs)
  }

  queueOf(call: number): QueuePlan {
    const queue = this.#queueOf[call]
    if (!queue) throw new Error(`nobody has made call ${call}`)
    return queue
  }

  happened(rows: readonly JournalRow[]): void {
    for (const { type, subject } of rows) if (type === 'callQueued') this.#waits(callNumberOf(subject))
  }

  /** All calls of one hour, at random moments in it; then the next hour. */
  #hour(hour: number): void {
    const { random } = this.#ground
    const begins = BEGAN_AT + hour * HOUR_MS
    const moments = Float64Array.from(
      { length: this.#hours[hour] ?? 0 },
      () => random.unit() * HOUR_MS,
    ).sort()
    const next = (k: number): void => {
      const moment = moments[k]
      if (moment === undefined) return
      this.#ground.at(begins + moment, () => {
        this.#calls(this.#queues[this.#byWeight.draw(random)])
        next(k + 1)
      })
    }
    next(0)
    if (hour < 23) this.#ground.at(begins + HOUR_MS, () => this.#hour(hour + 1))
  }

  /** At any moment as likely as at any other: as many in each minute as chance gives, for the same is said of each. */
  #evenly(n: number, perMs: number): void {
    const { random } = this.#ground
    const stepMs = 60_000
    const minute = (begins: number): void => {
      if (begins >= BEGAN_AT + DAY_MS) return
      for (let left = poisson(random, perMs * stepMs); left > 0; left -= 1)
        this.#ground.at(begins + random.unit() * stepMs, () => this.#calls(this.#queues[n]))
      this.#ground.at(begins + stepMs, () => minute(begins + stepMs))
    }
    minute(BEGAN_AT)
  }

  #calls(queue: QueuePlan | undefined): void {
    if (!queue) throw new Error('a caller for no queue')
    const call = this.#queueOf.length
    this.#queueOf.push(queue)
    // Those of the theory are in the queue at once.
    const arrival = { ...arrivalOf(call, serviceNumberOf(queue.n)), answered: queue.station !== undefined }
    this.#phones.connect(arrival.legId)
    this.#ground.post({ type: 'legParked', at: this.#ground.now, nodeId: NODE, arrival })
  }

  #waits(call: number): void {
    const patienceMs = this.queueOf(call).patienceMs(this.#ground.random)
    if (patienceMs !== Number.POSITIVE_INFINITY)
      this.#ground.after(patienceMs, () => this.#phones.givesUp(call))
  }
}
