import type { Reporter, TestModule, TestSuite } from 'vitest/node'

const KINDS = ['softswitch', 'freeswitch'] as const
const NAMES = { softswitch: 'the embedded switch', freeswitch: 'FreeSWITCH' } as const

/**
 * Says which switches the contract met, how many scenarios passed on each, and plainly which switch it did not meet.
 * Scenarios that a failed set-up kept from running count as not passed; a file that couldn't be read is named, for
 * nobody knows how many it has.
 */
export default class SwitchesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const { relativeModuleId } of modules.filter((module) => module.errors().length > 0))
      console.log(`contract: ${relativeModuleId} could not be run, and isn't counted`)
    const suites = modules.flatMap((module) => [...module.children.suites()])
    for (const kind of KINDS) {
      const { passed, all } = countOf(
        suites.filter(({ name }) => name.startsWith(`${kind}: `) || name.endsWith(` on ${NAMES[kind]}`)),
      )
      console.log(
        all > 0
          ? `contract on ${NAMES[kind]}: ${passed} of ${all} scenarios passed`
          : `contract on ${NAMES[kind]}: NOT RUN (${whyNot(kind)})`,
      )
    }
  }
}

function whyNot(kind: (typeof KINDS)[number]): string {
  return kind === 'freeswitch' && !process.env['CTI_TEST_FREESWITCH']
    ? 'CTI_TEST_FREESWITCH names no installation'
    : 'no scenario of this run got as far'
}

function countOf(suites: readonly TestSuite[]): { readonly passed: number; readonly all: number } {
  let [passed, all] = [0, 0]
  for (const suite of suites) {
    const setUpFailed = [suite, ...suite.children.allSuites()].some((one) => one.errors().length > 0)
    for (const test of suite.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      if (state === 'passed' || state === 'failed' || setUpFailed) all += 1
    }
  }
  return { passed, all }
}
