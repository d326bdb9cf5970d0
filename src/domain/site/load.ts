/**
 * How much the site has to do, as its owner measures it. While it is too much, routine callers hear that all is busy
 * before anything degrades for those who are there already; emergencies are admitted always (`call/admit.ts`).
 */
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { NodeId } from '../ids.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import { siteFact } from './facts.ts'
import { same } from './same.ts'
import type { SiteState } from './state.ts'

/** By what it is measured; a closed list that facts, alarm and metrics share. */
export const LOAD_REASONS = [
  /** The owner's process takes long to come to what is due. */
  'eventLoop',
  /** Inputs wait long for their orders to go out. */
  'lag',
  /** The database takes long over appends. */
  'appends',
  /** The local journal, which stands in for the database, is nearly full. */
  'spill',
  /** The site has as many calls as it may have. */
  'calls',
  /** A switch has nearly all of its sessions in use: about that switch alone. */
  'sessions',
] as const
export type LoadReason = (typeof LOAD_REASONS)[number]

export interface Load {
  readonly level: 'normal' | 'busy'
  /** Empty when it is normal; in the order of `LOAD_REASONS`. */
  readonly why: readonly LoadReason[]
  /** The switches that `sessions` is about. */
  readonly nodes: readonly NodeId[]
}

export const NORMAL_LOAD: Load = { level: 'normal', why: [], nodes: [] }

/** How callers are admitted. */
export interface Admission {
  /** Names of prompts that a routine caller hears who isn't. */
  readonly prompts: readonly string[]
  /** Called numbers whose callers are emergencies, whatever their flow says. */
  readonly urgentNumbers: readonly string[]
}

export const DEFAULT_ADMISSION: Admission = { prompts: ['system-busy'], urgentNumbers: [] }

/** Why a routine caller who arrives on this switch is turned away now; empty: it is not. */
export function busyWith({ load }: Pick<SiteState, 'load'>, nodeId: NodeId): readonly LoadReason[] {
  return load.why.filter((why) => why !== 'sessions' || load.nodes.includes(nodeId))
}

/** The measure has changed, or a new owner says how it is with it. What is so already gives no fact. */
export function loadChanged(state: SiteState, load: Load, at: number): Decision {
  const { level, why, nodes } = load
  const changed = same(state.load, { level, why, nodes })
    ? nothing
    : decided([siteFact(state.siteId, 'loadChanged', at, { level, why, nodes })])
  const alarm =
    level === 'normal'
      ? clearAlarm(state, 'overloaded', null, at)
      : raiseAlarm(state, 'overloaded', null, wordsOf(load), at)
  return both(changed, alarm ?? nothing)
}

const WORDS: Readonly<Record<LoadReason, string>> = {
  eventLoop: 'this process is late',
  lag: 'inputs wait for their orders',
  appends: 'the database is slow',
  spill: 'the local journal is nearly full',
  calls: 'the site has as many calls as it may have',
  sessions: 'few sessions are left',
}

function wordsOf({ why, nodes }: Load): string {
  const on = nodes.length > 0 ? ` on ${nodes.join(', ')}` : ''
  const reasons = why.map((one) => (one === 'sessions' ? `${WORDS[one]}${on}` : WORDS[one]))
  return `routine callers hear that all is busy: ${reasons.join('; ')}`
}
