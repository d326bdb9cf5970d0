/** Reads the journal past everything that the drill breaks, and says in which state each call is now. */
import pg from 'pg'
import { pause } from '../../../src/lib/pause.ts'
import type { JournalFact } from './evidence.ts'
import { type State, stateAfter } from './states.ts'

const EVERY_MS = 20
const QUERY_MS = 5_000
const PAGE = 2_000

export interface Follower {
  /** All facts so far, in order. */
  readonly facts: readonly JournalFact[]
  /** What calls, and agents after them, are in. */
  states(): readonly State[]
  /** Calls that have begun and not ended. */
  live(): readonly string[]
  /** Resolves true when something is in the state, or has come into it meanwhile; false after `withinMs`, or when told to stop. */
  seen(state: State, withinMs: number, signal: AbortSignal): Promise<boolean>
  close(): Promise<void>
}

export function followJournal(access: pg.ClientConfig): Follower {
  const facts: JournalFact[] = []
  const states = new Map<string, State>()
  const entered = new Map<State, number>()
  const live = new Set<string>()
  const stop = new AbortController()
  const done = run()

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const client = new pg.Client({ ...access, query_timeout: QUERY_MS, connectionTimeoutMillis: QUERY_MS })
      client.on('error', () => undefined)
      try {
        await client.connect()
        while (!stop.signal.aborted) if (!(await read(client))) await pause(EVERY_MS, stop.signal)
      } catch {
        // The drill has broken it: again.
        await pause(EVERY_MS, stop.signal)
      } finally {
        await client.end().catch(() => undefined)
      }
    }
  }

  /** Whether there may be more at once. */
  async function read(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query(
      `select pos::float8, kind, subject, subject_seq::float8 as "subjectSeq", at::float8, type, data
       from journal where pos > $1 order by pos limit ${PAGE}`,
      [facts.at(-1)?.pos ?? 0],
    )
    const seenAt = Date.now()
    for (const row of rows) add({ ...row, seenAt })
    return rows.length === PAGE
  }

  function add(fact: JournalFact): void {
    facts.push(fact)
    if (fact.kind === 'call') {
      if (fact.type === 'callEnded') live.delete(fact.subject)
      else live.add(fact.subject)
    }
    const state = stateAfter(fact)
    if (state === 'over') states.delete(fact.subject)
    else if (state !== undefined) {
      states.set(fact.subject, state)
      entered.set(state, (entered.get(state) ?? 0) + 1)
    }
  }

  return {
    facts,
    states: () => [...new Set(states.values())],
    live: () => [...live],
    async seen(state, withinMs, signal) {
      const from = performance.now()
      const before = entered.get(state)
      while (!signal.aborted && performance.now() - from < withinMs) {
        // Some last for milliseconds: who waits until one is seen to last misses it.
        if (entered.get(state) !== before || [...states.values()].includes(state)) return true
        await pause(EVERY_MS / 2, signal)
      }
      return false
    },
    async close() {
      stop.abort()
      await done
    },
  }
}
