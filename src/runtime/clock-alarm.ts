/** The alarm `clockStepped`: somebody has set the wall clock, and site time has not caught up with it yet. */
import { alarmKey } from '../domain/site/alarms.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { Clock } from './ports.ts'

/** What a time service corrects without a step stays below. */
const STEPPED_MS = 1_000

/** What the site is to be told of its clock now; undefined when it has been told. */
export function clockAlarm(state: Pick<SiteState, 'alarms'>, clock: Clock): ApiInput | undefined {
  const at = clock.now()
  const aheadMs = at - clock.wall()
  const isOff = Math.abs(aheadMs) > STEPPED_MS
  if (isOff === state.alarms.has(alarmKey('clockStepped', null))) return undefined
  const about = { alarm: 'clockStepped', nodeId: null, at } as const
  if (!isOff) return { type: 'clearAlarm', ...about }
  const seconds = Math.round(Math.abs(aheadMs) / 1_000)
  const detail = `site time is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the wall clock`
  return { type: 'raiseAlarm', ...about, detail }
}
