import type { Reporter, TestCase, TestModule } from 'vitest/node'

const SWITCHES = [
  { name: 'embedded', suite: /on the embedded switch$/ },
  { name: 'FreeSWITCH', suite: /on (a real )?FreeSWITCH$/ },
] as const

/** Prints which switches the tests have met, so that a run without FreeSWITCH isn't taken for one with it. */
export default class SwitchReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const met = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (!['passed', 'failed'].includes(test.result().state)) continue
        const found = SWITCHES.find(({ suite }) => suitesOf(test).some((name) => suite.test(name)))
        if (found) met.set(found.name, (met.get(found.name) ?? 0) + 1)
      }
    }
    const told = [...met].map(([name, tests]) => `${name} (${tests} tests)`).join(', ') || 'none'
    console.log(`switches met: ${told}${met.has('FreeSWITCH') ? '' : `; FreeSWITCH not run: ${whyNot()}`}`)
  }
}

function whyNot(): string {
  return process.env['CTI_TEST_FREESWITCH']
    ? 'no test of this run asked for it'
    : 'CTI_TEST_FREESWITCH is not set'
}

function suitesOf(test: TestCase): string[] {
  const names: string[] = []
  for (let above = test.parent; above.type === 'suite'; above = above.parent) names.push(above.name)
  return names
}
