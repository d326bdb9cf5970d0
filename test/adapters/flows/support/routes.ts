/** Ways through a flow: for a step, which way to take from each step before it. */
import type { Flow, Step } from '../../../../src/domain/ivr/flow.ts'
import { waysOf } from '../../../../src/domain/ivr/ways.ts'

export interface Leg {
  readonly from: string
  /** As `waysOf` names it; `emergency` and `silence` lead there too. */
  readonly way: string
  readonly to: string
}

/** The shortest way from the flow's start to each of its steps; without one for a step that none leads to. */
export function routesOf(flow: Flow): ReadonlyMap<string, readonly Leg[]> {
  const routes = new Map<string, readonly Leg[]>([[flow.start, []]])
  const ahead = [flow.start]
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    const step = flow.steps[name]
    if (!step) continue
    for (const { way, to } of waysFrom(flow, name, step)) {
      if (routes.has(to)) continue
      routes.set(to, [...(routes.get(name) ?? []), { from: name, way, to }])
      ahead.push(to)
    }
  }
  return routes
}

/** Ways that a call can take today: nobody is called back yet. */
export function waysFrom(flow: Flow, name: string, step: Step): { way: string; to: string }[] {
  const ways = waysOf(step)
    .map(({ path, to }) => ({ way: path.join('.'), to }))
    .filter(({ way }) => way !== 'accepted')
  const { emergency, silence } = flow
  if (!('timeoutMs' in step && 'attempts' in step && 'noInputPrompts' in step)) return ways
  if (emergency && emergency.step !== name) ways.push({ way: 'emergency', to: emergency.step })
  // Else the attempts are used up before the silence is noticed.
  const isNoticed = silence && step.timeoutMs * step.attempts >= silence.afterMs
  if (isNoticed && silence.step !== name) ways.push({ way: 'silence', to: silence.step })
  return ways
}
