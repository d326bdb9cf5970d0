/**
 * The database: one journal, its primary key, and backends that go on when their clients are gone. What was asked for
 * may be done late, or done though its answer is lost; it is done by nobody once the backend has been ended.
 */
import type { JournalRow } from '../../../src/domain/fact.ts'
import {
  type AppendBatch,
  type AppendOutcome,
  type JournalPort,
  PortUnavailable,
  type PrivatePort,
} from '../../../src/runtime/ports.ts'
import type { Random } from '../../domain/simulation/random.ts'
import type { Time } from '../../domain/simulation/time.ts'
import type { Link } from './network.ts'
import type { SimProcess } from './sim-process.ts'

/** Chances, 0 to 1, for each thing that is asked of it. */
export interface DatabaseFaults {
  /** Takes up to two seconds. */
  readonly slow: number
  /** Takes longer than anybody waits. */
  readonly hangs: number
  /** Is done, and the connection breaks before the answer. */
  readonly unseen: number
  /** The connection breaks before it is done. */
  readonly refused: number
}

/** What the store's lanes wait for an answer. */
const LANE_MS = 2_000
const READ_MS = 2_000

/** A backend at work for somebody who may have given it up. */
interface Backend {
  isOver: boolean
  /** Does it now if there is still time for it. */
  hurry(): void
}

export class Database {
  readonly rows: JournalRow[] = []
  readonly fields = new Map<string, string>()
  /** Up to here its standby has everything too. */
  durablePos = 0
  faults: DatabaseFaults = { slow: 0, hangs: 0, unseen: 0, refused: 0 }
  /** Called with what has been kept. */
  kept: (rows: readonly JournalRow[], by: string) => void = () => undefined
  readonly time: Time
  readonly random: Random
  #isStopped = false
  #hasStandby = true
  #waiting: (() => void)[] = []
  #unconfirmed: (() => void)[] = []

  constructor(time: Time, random: Random) {
    this.time = time
    this.random = random
  }

  get head(): number {
    return this.rows.length
  }

  /** As by SIGSTOP: what it is asked waits. */
  stop(): void {
    this.#isStopped = true
  }

  wake(): void {
    this.#isStopped = false
    for (const run of this.#waiting.splice(0)) this.time.after(0, () => this.whenAwake(run))
  }

  whenAwake(run: () => void): void {
    if (this.#isStopped) this.#waiting.push(run)
    else run()
  }

  loseStandby(): void {
    this.#hasStandby = false
  }

  /** Whoever waited for it is told that all is well. */
  regainStandby(): void {
    this.#hasStandby = true
    this.durablePos = this.head
    for (const run of this.#unconfirmed.splice(0)) run()
  }

  get hasStandby(): boolean {
    return this.#hasStandby
  }

  /** Runs when the standby has it, at once while there is one. */
  whenConfirmed(run: () => void): void {
    if (this.#hasStandby) run()
    else this.#unconfirmed.push(run)
  }

  commit({ rows, privateFields }: AppendBatch, by: string): AppendOutcome {
    const first = rows[0]?.pos ?? 0
    if (first !== this.head + 1) return { type: 'conflict' }
    this.rows.push(...rows)
    for (const { callId, name, value } of privateFields) this.fields.set(`${callId} ${name}`, value)
    if (this.#hasStandby) this.durablePos = this.head
    this.kept(rows, by)
    return { type: 'appended' }
  }
}

/** The journal as one process reaches it: appends and `head` take turns on one connection, as in the store's lane. */
export function journalPort(database: Database, process: SimProcess, link: Link, by: string): JournalPort {
  const { time, random } = database
  let turn: Promise<unknown> = Promise.resolve()
  /** Those that were given up, and may be at work still. */
  let left: Backend[] = []

  /** Ends them; what they were at is done by now, or never will be. */
  function endLeft(): boolean {
    if (left.length > 0 && random.chance(0.1)) return false
    for (const backend of left) {
      backend.hurry()
      backend.isOver = true
    }
    left = []
    return true
  }

  function attempt<T>(work: () => T, waitsForStandby: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const backend: Backend = { isOver: false, hurry: () => undefined }
      let isSettled = false
      const fail = (why: string, mayBeAtWork: boolean) => {
        if (isSettled) return
        isSettled = true
        cancel()
        if (mayBeAtWork) left.push(backend)
        reject(new PortUnavailable(why))
      }
      const cancel = process.after(LANE_MS, () => fail('no answer', true))
      const breaks = (mayBeAtWork: boolean) =>
        process.receive(() => fail('the connection is gone', mayBeAtWork))
      const reply = (value: T) =>
        time.after(link.wayMs, () => {
          if (link.state === 'cut') breaks(true)
          if (!link.isUp) return
          process.receive(() => {
            if (isSettled) return
            isSettled = true
            cancel()
            resolve(value)
          })
        })
      const { slow, hangs, unseen, refused } = database.faults
      const fate = random.unit()
      const isUnseen = fate < unseen
      const isRefused = !isUnseen && fate < unseen + refused
      const isHung = !isUnseen && !isRefused && fate < unseen + refused + hangs
      const isSlow = !isUnseen && !isRefused && !isHung && fate < unseen + refused + hangs + slow
      const atWorkMs = isHung
        ? random.between(LANE_MS, 12_000)
        : isSlow
          ? random.between(20, LANE_MS)
          : random.between(0, 2)

      time.after(link.wayMs, () => {
        if (link.state === 'cut') breaks(false)
        if (!link.isUp) return
        database.whenAwake(() => {
          if (isRefused || !endLeft()) {
            breaks(false)
            return
          }
          let isDone = false
          const doIt = () => {
            if (backend.isOver || isDone) return
            isDone = true
            const value = work()
            const answer = () => (isUnseen ? breaks(true) : reply(value))
            if (waitsForStandby) database.whenConfirmed(() => backend.isOver || answer())
            else answer()
          }
          backend.hurry = () => {
            if (random.chance(0.5)) doIt()
          }
          time.after(atWorkMs, () => database.whenAwake(doIt))
        })
      })
    })
  }

  function inTurn<T>(work: () => T, waitsForStandby = false): Promise<T> {
    const outcome = turn.then(() => attempt(work, waitsForStandby))
    turn = outcome.catch(() => undefined)
    return outcome
  }

  return {
    async append(batch) {
      try {
        return await inTurn(() => database.commit(batch, by), true)
      } catch (error) {
        if (!(error instanceof PortUnavailable)) throw error
        return { type: 'unavailable', reason: error.message }
      }
    },
    head: () => inTurn(() => database.head),
    async confirm() {
      const isThere = await inTurn(() => {
        if (database.hasStandby) database.durablePos = database.head
        return database.hasStandby
      })
      if (!isThere) throw new PortUnavailable('no standby')
    },
    read: (_siteId, afterPos, limit) =>
      ask(database, process, link, () => database.rows.slice(afterPos, afterPos + limit)),
    readSubject: (_siteId, subject) =>
      ask(database, process, link, () => database.rows.filter((row) => row.subject === subject)),
  }
}

export function privatePort(database: Database, process: SimProcess, link: Link): PrivatePort {
  return {
    read: (_siteId, callId, name) =>
      ask(database, process, link, () => database.fields.get(`${callId} ${name}`)),
    readSome: (_siteId, callId, isWanted) =>
      ask(database, process, link, () => {
        const some = [...database.fields].flatMap(([key, value]) => {
          const [of, name = ''] = key.split(' ')
          return of === callId && isWanted(name) ? [[name, value] as const] : []
        })
        return new Map(some)
      }),
  }
}

/** A read: it changes nothing, so nobody minds what becomes of one that was given up. */
function ask<T>(database: Database, process: SimProcess, link: Link, look: () => T): Promise<T> {
  const { time, random } = database
  return new Promise((resolve, reject) => {
    const cancel = process.after(READ_MS, () => reject(new PortUnavailable('no answer')))
    const answer = (settle: () => void) =>
      process.receive(() => {
        cancel()
        settle()
      })
    const fails = random.chance(database.faults.refused)
    time.after(link.wayMs + random.between(0, 2), () => {
      if (link.state === 'cut' || fails) {
        answer(() => reject(new PortUnavailable('the connection is gone')))
        return
      }
      if (!link.isUp) return
      database.whenAwake(() => {
        const value = look()
        time.after(link.wayMs, () => {
          if (link.isUp) answer(() => resolve(value))
        })
      })
    })
  })
}
