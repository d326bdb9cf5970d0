/** The flows that are shipped: each is walked by the core to each of its steps, and from there to an end. */
import { describe, expect, it } from 'vitest'
import type { Flow, StepKind } from '../../../src/domain/ivr/flow.ts'
import { walkBy } from './support/led.ts'
import { shippedFlows } from './support/library.ts'
import { routesOf, waysFrom } from './support/routes.ts'

const flows = shippedFlows()

describe('the library', () => {
  it('has the flows that a hospital begins with', () => {
    expect(flows.map(({ id }) => id)).toEqual([
      'flow_appointments',
      'flow_discharge',
      'flow_emergency',
      'flow_hospital',
      'flow_medication',
      'flow_night',
      'flow_notice',
      'flow_reports',
      'flow_survey',
      'flow_vaccination',
    ])
  })

  it('uses every kind of step, and no prompt or text in one language alone', () => {
    const kinds = new Set(flows.flatMap(({ steps }) => Object.values(steps).map(({ kind }) => kind)))
    const all: readonly StepKind[] = [
      ...(['announce', 'menu', 'collect', 'confirm', 'consent', 'survey', 'hours', 'branch', 'set'] as const),
      ...(['lookUp', 'ask', 'profile', 'voicemail', 'queue', 'callback', 'transfer', 'fallback'] as const),
      'hangUp',
    ]
    expect([...kinds].sort()).toEqual([...all].sort())
    const texts = flows.flatMap(({ steps }) => saidIn(steps))
    expect(texts.length).toBeGreaterThan(30)
    for (const text of texts) expect(Object.keys(text).sort()).toEqual(['en', 'zh'])
  })

  it('keeps the emergency key the same in all flows that have keys at all', () => {
    const keys = flows
      .filter(({ steps }) => Object.keys(steps).length > 2)
      .map(({ emergency }) => emergency?.key)
    expect(new Set(keys)).toEqual(new Set(['*']))
  })

  it('confirms medicines twice', () => {
    const medication = flows.find(({ id }) => id === 'flow_medication')
    expect(medication?.steps['dose']).toMatchObject({ kind: 'confirm', times: 2 })
  })
})

describe.each(flows.map((flow) => [flow.id, flow] as const))('%s', (_, flow) => {
  it('is walked to each of its steps, and each call comes to an end', async () => {
    const routes = routesOf(flow)
    const failures: string[] = []
    for (const target of Object.keys(flow.steps)) {
      const route = routes.get(target)
      if (!route) {
        failures.push(`no way leads to ${target}`)
        continue
      }
      const { visited, end } = await walkBy(flows, flow, target, route)
      if (!visited.has(target)) failures.push(`${target} wasn't come to`)
      if (end.kind === 'tooLong') failures.push(`a call by ${target} has no end`)
    }
    expect(failures).toEqual([])
  })

  it('is left by each of its ways, as the step says', async () => {
    const failures: string[] = []
    for (const { from, way, to, route } of waysIn(flow)) {
      const { visited } = await walkBy(flows, flow, to, [...route, { from, way, to }])
      if (!visited.has(to)) failures.push(`${from} by ${way} doesn't come to ${to}`)
    }
    expect(failures).toEqual([])
  })
})

/** Every `say` anywhere below. */
function saidIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'say' in value && typeof value.say === 'object' && value.say !== null ? [value.say] : []
  return [...own, ...Object.values(value).flatMap(saidIn)]
}

/** Each way out of each step that has one, and how the step is come to; variants are of those with the profile only. */
function waysIn(flow: Flow) {
  const routes = routesOf(flow)
  return Object.entries(flow.steps).flatMap(([from, step]) =>
    waysFrom(flow, from, step)
      .filter(
        ({ way, to }) => !way.startsWith('variants') && !routes.get(from)?.some((leg) => leg.from === to),
      )
      .map(({ way, to }) => ({ from, way, to, route: routes.get(from) ?? [] })),
  )
}
