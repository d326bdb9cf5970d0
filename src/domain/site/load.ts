/**
 * How much the site has to do, as its owner measures it. While it is too much, routine callers hear that all is busy
 * before anything degrades for those who are there already; emergencies are admitted always (`call/admit.ts`).
 */
import type { NodeId } from '../ids.ts'

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
export function busyWith({ load }: { readonly load: Load }, nodeId: NodeId): readonly LoadReason[] {
  return load.why.filter((why) => why !== 'sessions' || load.nodes.includes(nodeId))
}
