/** The same tests on every switch that is there: always the embedded one, and a FreeSWITCH where one is given. */
import { describe } from 'vitest'
import { freeswitchPrefix } from './freeswitch.ts'
import { type System, type SystemOptions, startSystem } from './system.ts'

/** How suites name their switch; `switch-reporter.ts` counts by it. */
export const ON_EMBEDDED = 'on the embedded switch'
export const ON_FREESWITCH = 'on FreeSWITCH'

/** `tests` declares the tests; `start` starts a system with the switch that they are to meet. */
export function onEachSwitch(
  title: string,
  tests: (start: (options?: SystemOptions) => Promise<System>) => void,
): void {
  describe(`${title}, ${ON_EMBEDDED}`, () =>
    tests((options) => startSystem({ ...options, embeddedOnly: true })))
  if (freeswitchPrefix() !== undefined) describe(`${title}, ${ON_FREESWITCH}`, () => tests(startSystem))
}
