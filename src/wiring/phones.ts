/**
 * Agents' phones: kept in the database, written into the switch's directory by whoever owns the site. What isn't written
 * yet is tried again until it is, with an alarm meanwhile.
 */
import { backoffMs } from '../lib/backoff.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import { pause } from '../lib/pause.ts'
import {
  type EndpointDesk,
  type EndpointsPort,
  type InDirectory,
  MOST_ENDPOINTS,
  type PhoneDirectory,
  type PhoneKeeper,
} from '../runtime/endpoints.ts'
import type { SwitchPort } from '../runtime/switch.ts'
import { createPhoneDesk } from './phone-desk.ts'

export interface PhonesOptions {
  readonly siteId: string
  readonly domain: string
  readonly store: EndpointsPort
  /** Undefined: nothing is written. */
  readonly directory: PhoneDirectory | undefined
  /** Whether the site is ours; while it isn't, another process writes them, and `start` begins anew. True unless told. */
  readonly isOurs?: () => boolean
  /** Has the switches read the directory. */
  readonly tell: SwitchPort['phonesChanged']
  /** False when it couldn't be said. */
  readonly alarm: (on: boolean, detail: string) => Promise<boolean>
  readonly log: Log
  /** How long a request waits until the switch knows. */
  readonly waitMs?: number
}

export interface Phones {
  readonly keeper: PhoneKeeper
  readonly desk: EndpointDesk
  /** Brings the directory to what the database says; to be called again whenever the site has become ours. */
  start(): void
  close(): Promise<void>
}

const WAIT_MS = 3_000
const RETRY = { firstMs: 1_000, capMs: 30_000 }

export function createPhones(options: PhonesOptions): Phones {
  const {
    siteId,
    domain,
    store,
    directory,
    tell,
    alarm,
    log,
    waitMs = WAIT_MS,
    isOurs = () => true,
  } = options
  const closing = new AbortController()
  /** Registrations to be forgotten once the switch has read the directory. */
  const forgotten = new Set<string>()
  let wanted = 0
  let done = 0
  let running: Promise<void> | undefined
  /** The switch hasn't read what is written; an earlier process may have ended before it said so. */
  let mustTell = true
  /** The alarm's detail as it was last heard; empty: none. */
  let said: string | undefined

  /** Once through: what is in the database is in the directory, and the switch has read it. Undefined, or the fault. */
  async function bring(dir: PhoneDirectory): Promise<string | undefined> {
    // Before their digests: of a phone that is removed between the two the next time through knows.
    const all = await store.list(siteId, MOST_ENDPOINTS)
    const credentials = await store.credentials(siteId)
    const opened = new Set(credentials.map(({ extension }) => extension))
    // Under a wrong master key none opens. That is no reason to take every phone of the house out of the switch.
    const shut = all.flatMap(({ extension }) => (opened.has(extension) ? [] : [extension]))
    const usable = credentials.filter((each) => each.domain === domain)
    // The same of a domain that was mistyped: what the switch has may be right.
    const others = credentials.flatMap((each) => (each.domain === domain ? [] : [each.extension]))
    const { written, removed, foreign } = await dir.bring(usable, new Set([...shut, ...others]))
    for (const extension of [...written, ...removed]) forgotten.add(extension)
    mustTell ||= forgotten.size > 0
    if (mustTell) {
      const gone = [...forgotten].map((extension) => ({ extension, domain }))
      if (!(await tell(gone))) return 'the switch has not read its directory'
      mustTell = false
      forgotten.clear()
      log.info({ written: written.length, removed: removed.length }, 'the switch has read its phones')
    }
    if (foreign.length > 0)
      return `written by somebody else, and left alone: ${foreign.slice(0, 5).join(', ')}`
    if (shut.length > 0) return `${shut.length} phones have digests that this master key doesn’t open`
    return others.length > 0
      ? `${others.length} phones have passwords for another domain: give them new ones, or mend endpoints.domain`
      : undefined
  }

  /** Until all that is wanted is done and said. One failure may be the moment before the site is ours: no alarm yet. */
  async function keepAt(dir: PhoneDirectory): Promise<void> {
    let failures = 0
    while (!closing.signal.aborted) {
      const upTo = wanted
      const came = await tried(dir)
      if (came.done) done = upTo
      if (!came.done && !isOurs()) {
        running = undefined
        return
      }
      failures = came.done ? 0 : failures + 1
      const heard = failures === 1 || (await say(came.fault))
      if (heard && came.done && done >= wanted) {
        // At once: what changes from now on begins anew.
        running = undefined
        return
      }
      const pauseMs = backoffMs(Math.max(0, failures - 1), RETRY, Math.random)
      await pause(pauseMs, closing.signal)
    }
  }

  async function tried(dir: PhoneDirectory): Promise<{ done: boolean; fault: string | undefined }> {
    try {
      const fault = await bring(dir)
      return { done: !mustTell, fault }
    } catch (err) {
      log.warn({ err }, 'phones could not be written into the switch’s directory')
      return { done: false, fault: 'the directory can’t be written, or the database does not answer' }
    }
  }

  /** An earlier process may have raised the alarm, so the first word is always said. */
  async function say(fault: string | undefined): Promise<boolean> {
    if (said === (fault ?? '')) return true
    const heard = await alarm(fault !== undefined, fault ?? '')
    if (heard) said = fault ?? ''
    return heard
  }

  /** Begins to bring what has changed, and waits a little for it. */
  async function changed(): Promise<InDirectory> {
    if (!directory) return 'none'
    wanted += 1
    const mine = wanted
    running ??= keepAt(directory)
    await withDeadline(running, { timeoutMs: waitMs })
    return done >= mine ? 'written' : 'pending'
  }

  const keeper: PhoneKeeper = {
    changed,
    settled: async () => {
      if (!directory) return 'none'
      return done >= wanted ? 'written' : 'pending'
    },
    isForeign: async (extension) => (await directory?.isForeign(extension)) ?? false,
  }

  return {
    keeper,
    desk: createPhoneDesk({ siteId, domain, store, keeper }),
    start() {
      if (directory) void changed()
      else void alarm(false, '')
    },
    async close() {
      closing.abort()
      await running
    },
  }
}
