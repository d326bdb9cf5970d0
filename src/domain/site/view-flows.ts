/** Flows and numbers as the API shows them. Read from the site's owner: they are few, and change seldom. */
import type { FlowId } from '../ids.ts'
import type { Flow, Language } from '../ivr/flow.ts'
import type { FlowOrigin } from './inputs.ts'
import type { SiteState } from './state.ts'

/** A version that calls can begin in, or that live calls are in. */
export interface FlowVersionView {
  readonly flowId: FlowId
  /** `sha256:…` of the content. */
  readonly version: string
  /** Calls begin in it. */
  readonly current: boolean
  readonly languages: readonly Language[]
  /** How many steps it has. */
  readonly steps: number
  readonly liveCalls: number
}

export interface FlowView extends FlowVersionView {
  readonly origin: FlowOrigin
  /** Of the publication: the position of its fact. */
  readonly revision: number
  readonly publishedAt: number
  /** Called numbers that lead here. */
  readonly numbers: readonly string[]
  /** All other numbers lead here. */
  readonly otherwise: boolean
}

export interface NumberView {
  readonly number: string
  readonly flowId: FlowId
  readonly version: number
}

export interface SiteNumbers {
  readonly numbers: readonly NumberView[]
  readonly otherwise: { readonly flowId: FlowId; readonly version: number } | null
}

export interface SiteFlows {
  readonly flows: readonly FlowView[]
  /** All that are known, current ones too. */
  readonly versions: readonly FlowVersionView[]
}

export function viewFlows(state: SiteState): SiteFlows {
  const live = new Map<string, number>()
  for (const { flow } of state.calls.values())
    if (flow) live.set(flow.version, (live.get(flow.version) ?? 0) + 1)
  const versions = [...state.flows.values()].map((flow) => versionView(state, flow, live))
  const flows = versions.flatMap((version) => {
    const publication = version.current && state.publications.get(version.flowId)
    if (!publication) return []
    const numbers = Object.keys(state.numbers).filter((each) => state.numbers[each] === version.flowId)
    const otherwise = state.otherwiseFlow === version.flowId
    return [{ ...version, ...publication, numbers: numbers.sort(), otherwise }]
  })
  return { flows: flows.sort(byFlow), versions: versions.sort(byFlow) }
}

/** The current version, or the one asked for, while it is known. */
export function flowIn(state: SiteState, flowId: FlowId, version?: string): Flow | undefined {
  const flow = state.flows.get(version ?? state.currentFlows.get(flowId) ?? '')
  return flow?.id === flowId ? flow : undefined
}

export function viewNumbers(state: SiteState): SiteNumbers {
  const numbers = Object.entries(state.numbers).map(([number, flowId]) => {
    return { number, flowId, version: state.numberVersions.get(number) ?? 0 }
  })
  const { otherwiseFlow: flowId, otherwiseVersion: version } = state
  return {
    numbers: numbers.sort((a, b) => (a.number < b.number ? -1 : 1)),
    otherwise: flowId === undefined ? null : { flowId, version },
  }
}

function versionView(state: SiteState, flow: Flow, live: ReadonlyMap<string, number>): FlowVersionView {
  const { id: flowId, version, languages, steps } = flow
  const current = state.currentFlows.get(flowId) === version
  return {
    flowId,
    version,
    current,
    languages,
    steps: Object.keys(steps).length,
    liveCalls: live.get(version) ?? 0,
  }
}

function byFlow(a: FlowVersionView, b: FlowVersionView): number {
  if (a.flowId !== b.flowId) return a.flowId < b.flowId ? -1 : 1
  return Number(b.current) - Number(a.current)
}
