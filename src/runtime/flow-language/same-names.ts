/** Names by which reports tell things apart, given twice. */
import type { Path } from '../../lib/fault.ts'
import type { RuleFault } from './rules.ts'
import { asList, asMap } from './uses.ts'

export function sameNameFaults(flow: unknown): RuleFault[] {
  return Object.entries(asMap(asMap(flow)['steps'])).flatMap(([name, raw]) => {
    const step = asMap(raw)
    const at = ['steps', name]
    return [
      ...twice(asMap(step['options']), [...at, 'options'], 'option of this menu'),
      ...twice(asMap(step['keys']), [...at, 'keys'], 'way out of this queue'),
      ...Object.entries(asMap(step['variants'])).flatMap(([profile, variant]) => {
        const path = [...at, 'variants', profile, 'options']
        return twice(asMap(asMap(variant)['options']), path, 'option of this menu')
      }),
      ...twice(asList(step['dimensions']), [...at, 'dimensions'], 'dimension of this survey'),
    ]
  })
}

function twice(
  of: Readonly<Record<string, unknown>> | readonly unknown[],
  at: Path,
  what: string,
): RuleFault[] {
  const seen = new Set<unknown>()
  const faults: RuleFault[] = []
  for (const [key, one] of Object.entries(of)) {
    const { name } = asMap(one)
    if (seen.has(name) && typeof name === 'string') {
      const path = [...at, Array.isArray(of) ? Number(key) : key, 'name']
      faults.push({ path, message: `another ${what} is called ${JSON.stringify(name.slice(0, 60))} too` })
    }
    seen.add(name)
  }
  return faults
}
