import type { Reporter, TestModule, TestSuite } from 'vitest/node'

const KINDS = ['softswitch', 'freeswitch'] as const
const NAMES = { softswitch: 'the embedded switch', freeswitch: 'FreeSWITCH' } as const

/** Says which switches the contract met, how many scenarios passed on each, and plainly which switch it did not meet. */
export default class SwitchesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const kind of KINDS) {
      const suites = modules.flatMap((module) => [...module.children.suites()])
      const counts = countOf(
        suites.filter(({ name }) => name.startsWith(`${kind}: `) || name.endsWith(` on ${NAMES[kind]}`)),
      )
      console.log(
        counts.all > 0
          ? `contract on ${NAMES[kind]}: ${counts.passed} of ${counts.all} scenarios passed`
          : `contract on ${NAMES[kind]}: NOT RUN${kind === 'freeswitch' ? ' (CTI_TEST_FREESWITCH names no installation)' : ''}`,
      )
    }
  }
}

function countOf(suites: readonly TestSuite[]): { readonly passed: number; readonly all: number } {
  const states = suites.flatMap((suite) => [...suite.children.allTests()].map((test) => test.result().state))
  const run = states.filter((state) => state === 'passed' || state === 'failed')
  return { passed: run.filter((state) => state === 'passed').length, all: run.length }
}
