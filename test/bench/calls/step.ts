/** One rate, held for some seconds: did every call go all its way, and what did it cost? */
import { eventually } from '../../support/eventually.ts'
import { runSipp } from '../../support/sipp/index.ts'
import type { System } from '../../support/system.ts'
import { cpuMs } from '../measure.ts'

const SETTLING_MS = 30_000

export interface StepPlan {
  readonly callsPerSecond: number
  readonly seconds: number
  /** sipp's. */
  readonly scenario: string
  readonly target: { readonly host: string; readonly port: number }
  readonly service: string
  /** Who calls; a number of a carrier's unless told. */
  readonly caller?: string
  readonly callMs: number
  readonly keys?: Readonly<Record<string, string>>
  /** Asked again and again once all callers have gone, until it is undefined: what isn't as it should be. */
  wrong(calls: number): Promise<string | undefined>
}

export interface StepResult {
  /** Undefined: every call went all its way. */
  readonly fault: string | undefined
  /** CPU milliseconds a call. */
  readonly service: number
  readonly switch: number
}

export async function runStep(system: System, plan: StepPlan): Promise<StepResult> {
  const calls = Math.round(plan.callsPerSecond * plan.seconds)
  const pids = [system.trial.service.pid, system.switchPid] as const
  const before = pids.map(cpuMs)
  const fault = await called(plan, calls)
  const [service = 0, ofSwitch = 0] = pids.map((pid, index) => (cpuMs(pid) - (before[index] ?? 0)) / calls)
  return { fault, service, switch: ofSwitch }
}

async function called(plan: StepPlan, calls: number): Promise<string | undefined> {
  try {
    const { exit, stats, errors } = await runSipp({
      xml: plan.scenario,
      target: `${plan.target.host}:${plan.target.port}`,
      service: plan.service,
      caller: plan.caller ?? '13800000000',
      calls,
      rate: plan.callsPerSecond,
      pauseMs: plan.callMs,
      ...(plan.keys ? { keys: plan.keys } : {}),
      args: ['-l', String(calls)],
      timeoutMs: plan.seconds * 1_000 + plan.callMs + 60_000,
    })
    if (exit !== 0 || stats?.successful !== calls) {
      const first = errors.split('\n').find((line) => line.includes(': ')) ?? ''
      return `${(stats?.created ?? 0) - (stats?.successful ?? 0)} of ${calls} calls failed at the callers: ${first.slice(0, 200)}`
    }
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
  let last: string | undefined
  try {
    await eventually(async () => {
      last = await plan.wrong(calls)
      return last === undefined ? { found: true } : { waiting: last }
    }, SETTLING_MS)
    return undefined
  } catch {
    return last
  }
}
