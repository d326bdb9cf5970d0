/** What goes on at the site now: read from the owner's memory when somebody scrapes, never in between. */
import { Gauge, type Registry } from 'prom-client'
import { ALARMS, type AlarmName } from '../../domain/site/alarms.ts'
import { LOAD_REASONS, type LoadReason } from '../../domain/site/load.ts'
import type { SiteState } from '../../domain/site/state.ts'
import { type AgentView, viewAgent } from '../../domain/site/view.ts'

export interface SiteGauges {
  readonly callsActive: number
  /** Callers waiting, by queue. */
  readonly waiting: Readonly<Record<string, number>>
  readonly agents: Readonly<Record<AgentView['state'], number>>
  /** Alarms that last, by name: about how many nodes. */
  readonly alarms: Readonly<Partial<Record<AlarmName, number>>>
  /** Why routine callers hear that all is busy. */
  readonly overloaded: readonly LoadReason[]
}

/** Undefined while this process doesn't own the site: then the owner shows the figures, and this one none. */
export type GaugeSource = () => SiteGauges | undefined

export function gaugesOf(state: SiteState): SiteGauges {
  const agents = {
    agentNull: 0,
    agentNotReady: 0,
    agentReady: 0,
    agentBusy: 0,
    agentWorkingAfterCall: 0,
  }
  for (const agent of state.agents.values()) agents[viewAgent(state.siteId, agent).state] += 1
  const waiting: Record<string, number> = {}
  for (const queue of state.queues.values()) waiting[queue.id] = queue.waiting.length
  const alarms: Partial<Record<AlarmName, number>> = {}
  for (const { alarm } of state.alarms.values()) alarms[alarm] = (alarms[alarm] ?? 0) + 1
  return { callsActive: state.calls.size, waiting, agents, alarms, overloaded: state.load.why }
}

/** Registers the gauges; what is returned sets them to `source`'s figures, to be called before each scrape. */
export function createSiteGauges(registry: Registry, source: GaugeSource): () => void {
  const registers = [registry]
  const calls = new Gauge({ name: 'cti_calls_active', help: 'Calls that have not ended', registers })
  const waiting = new Gauge({
    name: 'cti_queue_waiting',
    help: 'Callers waiting',
    labelNames: ['queue'],
    registers,
  })
  const agents = new Gauge({
    name: 'cti_agents',
    help: 'Agents by their CSTA state (ECMA-269)',
    labelNames: ['state'],
    registers,
  })
  const alarms = new Gauge({
    name: 'cti_alarms',
    help: 'Alarms that last: things that an operator must see to',
    labelNames: ['alarm'],
    registers,
  })
  const overloaded = new Gauge({
    name: 'cti_overloaded',
    help: '1 for each reason why routine callers hear that all is busy',
    labelNames: ['why'],
    registers,
  })
  return () => {
    const now = source()
    waiting.reset()
    agents.reset()
    alarms.reset()
    overloaded.reset()
    calls.set(now?.callsActive ?? 0)
    for (const [queue, count] of Object.entries(now?.waiting ?? {})) waiting.set({ queue }, count)
    for (const [state, count] of Object.entries(now?.agents ?? {})) agents.set({ state }, count)
    if (now) for (const alarm of ALARMS) alarms.set({ alarm }, now.alarms[alarm] ?? 0)
    if (now) for (const why of LOAD_REASONS) overloaded.set({ why }, now.overloaded.includes(why) ? 1 : 0)
  }
}
