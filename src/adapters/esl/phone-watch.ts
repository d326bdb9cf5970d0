/**
 * Which phones a node has registrations of. sofia::expire is fired before the registration is deleted, and one phone of
 * several at an extension may go (sofia_reg.c, `sofia_reg_del_callback`): so a phone is held to be gone only when the
 * node, asked a moment later, has no contact for it.
 */
import type { NodeId } from '../../domain/ids.ts'
import type { Log } from '../../lib/log.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'
import type { EslEvent } from './event.ts'
import type { Commands } from './session.ts'

/** Of the CUSTOM events to subscribe to. */
export const PHONE_EVENTS = ['sofia::register', 'sofia::unregister', 'sofia::expire'] as const

export interface PhoneWatch {
  /** Asks about each; the answers are reported. */
  look(extensions: readonly string[]): void
  /** False for events that say nothing of a phone. */
  heard(event: EslEvent): boolean
  /** The connection is lost. */
  forget(): void
}

export interface PhoneWatchOptions {
  readonly nodeId: NodeId
  readonly client: Pick<Commands, 'api'>
  readonly report: (input: RawSwitchInput) => void
  readonly now: () => number
  readonly log: Log
  /** After an event; 500 unless told. */
  readonly settleMs?: number
}

/** The profile at which phones register, in freeswitch-conf. */
const PROFILE = 'agents'
const EXTENSION = /^[0-9A-Za-z_.-]{1,32}$/
const ANSWER_MS = 5_000
const SETTLE_MS = 500
/** Questions under way: orders about calls may come between. */
const AT_ONCE = 20
/** Questions that wait; phones beyond are found out when they are rung. */
const MOST_WAITING = 20_000

export function createPhoneWatch(options: PhoneWatchOptions): PhoneWatch {
  const { nodeId, client, report, now, log, settleMs = SETTLE_MS } = options
  const waiting = new Set<string>()
  const settling = new Map<string, NodeJS.Timeout>()
  let asked = 0
  /** Answers of an earlier connection say nothing. */
  let turn = 0

  const answered = (extension: string, contact: string) => {
    const on = { nodeId, at: now(), extension }
    if (contact.startsWith('sofia/')) report({ type: 'phoneRegistered', ...on })
    else if (contact.startsWith('error/')) report({ type: 'phoneGone', ...on })
  }
  const askNext = () => {
    for (const extension of waiting) {
      if (asked >= AT_ONCE) return
      waiting.delete(extension)
      asked += 1
      const mine = turn
      client.api(`sofia_contact ${PROFILE}/${extension}`, { timeoutMs: ANSWER_MS }, (result) => {
        if (mine !== turn) return
        asked -= 1
        if (result.type === 'ok') answered(extension, result.body.trim())
        else
          log.warn({ nodeId, outcome: result.type }, 'the switch did not say whether a phone is registered')
        askNext()
      })
    }
  }
  const look = (extensions: readonly string[]) => {
    for (const extension of extensions)
      if (EXTENSION.test(extension) && waiting.size < MOST_WAITING) waiting.add(extension)
    askNext()
  }
  const lookSoon = (extension: string) => {
    if (settling.has(extension) || settling.size >= MOST_WAITING) return
    const timer = setTimeout(() => {
      settling.delete(extension)
      look([extension])
    }, settleMs)
    settling.set(extension, timer)
  }

  return {
    look,
    heard(event) {
      if (event.name !== 'CUSTOM' || event.get('profile-name') !== PROFILE) return false
      const what = event.get('Event-Subclass')
      const extension = event.get(what === 'sofia::expire' ? 'user' : 'from-user') ?? ''
      if (!EXTENSION.test(extension)) return false
      if (what === 'sofia::register') report({ type: 'phoneRegistered', nodeId, at: now(), extension })
      else lookSoon(extension)
      return true
    },
    forget() {
      turn += 1
      asked = 0
      waiting.clear()
      for (const timer of settling.values()) clearTimeout(timer)
      settling.clear()
    },
  }
}
