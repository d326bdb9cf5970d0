/** The examples of FLOWS.md: each is what the service takes. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultLine } from '../../../src/lib/fault.ts'
import { parseYaml } from '../../../src/lib/yaml-source.ts'
import { checkFlow } from '../../../src/runtime/flow-language/check-flow.ts'
import { stepSchema } from '../../../src/runtime/flow-language/step-schema.ts'
import { asMap, usesOfStep } from '../../../src/runtime/flow-language/uses.ts'
import { configFile, shippedReferences } from './support/library.ts'

const text = readFileSync(configFile('FLOWS.md'), 'utf8')
const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml)
const known = { ...shippedReferences(), flows: new Set(['flow_night']) }

describe.each(examples.map((yaml, index) => [index + 1, yaml] as const))('example %i', (_, yaml) => {
  it('is right', () => {
    const read = parseYaml(yaml, 'FLOWS.md')
    if (!read.ok) throw new Error(read.faults.map(faultLine).join('\n'))
    const written = asMap(read.value.value)
    const checked = checkFlow('id' in written ? written : flowWith(written), read.value, known)
    // Steps of an example stand beside each other; nothing has to lead to each.
    const faults = checked.ok ? [] : checked.faults.filter(({ message }) => message !== 'no step leads here')
    expect(faults.map(faultLine)).toEqual([])
  })
})

it('has an example of every kind of step', () => {
  const kinds = stepSchema.options.map((option) => [...option.shape.kind.values][0])
  expect(kinds.filter((kind) => !text.includes(`kind: ${kind}`))).toEqual([])
})

/** A flow with these steps, and an end for each that they lead to and that isn't there. */
function flowWith(steps: Readonly<Record<string, unknown>>): object {
  const wanted = Object.values(steps).flatMap(usesOfStep)
  const missing = wanted.flatMap(({ what, value }) =>
    what === 'step' && !(String(value) in steps) ? [String(value)] : [],
  )
  return {
    id: 'flow_example',
    languages: ['zh', 'en'],
    start: Object.keys(steps)[0],
    data: ['idNumber', 'ward'],
    profiles: { elderly: {} },
    steps: { ...steps, ...Object.fromEntries(missing.map((name) => [name, { kind: 'hangUp' }])) },
  }
}
