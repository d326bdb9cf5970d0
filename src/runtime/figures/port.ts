/** The figures as they are kept: beside them how far the journal is counted, and what must be remembered to go on. */
import type { AgentRow, QueueRow } from './deltas.ts'
import type { AgentSums, QueueSums } from './measures.ts'
import type { Interval } from './spans.ts'

/** One subject's part of `Standing`. */
export interface KeptStanding {
  readonly subject: string
  readonly body: object
}

export interface FiguresBeginning {
  /** All facts up to here are counted; 0: none. */
  readonly pos: number
  readonly kept: readonly KeptStanding[]
  /** The queues' rows of the day that was asked for. */
  readonly today: readonly QueueRow[]
}

/** From `fromPos`, which must be where the figures stand, to `toPos`. */
export interface FiguresStep {
  readonly fromPos: number
  readonly toPos: number
  readonly queues: readonly QueueRow[]
  readonly agents: readonly AgentRow[]
  readonly kept: readonly KeptStanding[]
  /** Subjects of which nothing is left to remember. */
  readonly forgotten: readonly string[]
}

/** Moments in milliseconds since the epoch. */
export interface FiguresQuery {
  readonly siteId: string
  readonly interval: Interval
  /** Intervals that begin at this moment, or later. */
  readonly from: number
  /** And before this one. */
  readonly to: number
  /** Only of these; undefined: of all. */
  readonly ids?: readonly string[] | undefined
  readonly limit: number
  readonly after?: { readonly orderAt: number; readonly id: string } | undefined
}

export interface QueueFigureRow {
  readonly queueId: string
  /** When the interval begins. */
  readonly at: number
  readonly sums: QueueSums
  /** Of these, what emergencies have come to. */
  readonly urgent: QueueSums
}

export interface AgentFigureRow {
  readonly agentId: string
  readonly at: number
  readonly sums: AgentSums
}

/** What is left when something is pruned: rows whose interval begins before these moments go. */
export interface FiguresHorizon {
  readonly quartersFrom: number
  readonly daysFrom: number
}

/** All reject with `PortUnavailable`. Figures of another `FIGURES_VERSION` are nobody's here. */
export interface FiguresPort {
  /** @param dayAt when the day begins whose rows are wanted */
  begin(siteId: string, dayAt: number): Promise<FiguresBeginning>
  /** All of the step or nothing. `moved`: the figures don't stand where it begins; read them anew. */
  advance(siteId: string, step: FiguresStep): Promise<'advanced' | 'moved'>
  /** Removes at most so many rows of each kind; those of other versions too. Gives how many it were. */
  prune(siteId: string, horizon: FiguresHorizon, limit: number): Promise<number>
  /** By interval, then id. An interval in which nothing happened has no row. */
  queues(query: FiguresQuery): Promise<readonly QueueFigureRow[]>
  /** The same. A state that lasts is counted up to `now`. */
  agents(query: FiguresQuery, now: number): Promise<readonly AgentFigureRow[]>
}
