/** Flow files that are damaged or mean harm: a flow or faults with their places, never anything else. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadFlow } from '../../../src/adapters/flows/load-flow.ts'
import { type Dice, dice } from '../../support/hostile/dice.ts'
import { hostileText } from '../../support/hostile/values.ts'
import { scratch } from '../../support/scratch.ts'

const FILES = 800
const LIBRARY = fileURLToPath(new URL('../../../config/flows', import.meta.url))
const known = { queues: new Map(), prompts: new Set<string>() }

/** Documents made to be bombs. */
const BOMBS = [
  `a: &a [x]\n${'bcdefghij'
    .split('')
    .map(
      (name, n, all) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${all[n - 1] ?? 'a'}`)
          .join(', ')}]`,
    )
    .join('\n')}`,
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `steps: { ${Array.from({ length: 20_000 }, (_, n) => `s${n}: {}`).join(', ')} }`,
  `id: flow_x\nsteps:\n${'  '.repeat(3_000)}a: 1`,
  '!!js/function "() => process.exit()"',
  '<<: *nobody',
  '? [complex, key]\n: x',
  'id: flow_x\nid: flow_y',
  '\uFEFF%YAML 9.9\n---\n...\n---\n',
  '"\\u0000": 1',
  'steps: { __proto__: { kind: announce }, constructor: { kind: hangUp }, toString: 1 }',
]

test('damaged and hostile flow files give faults that name a place, or a flow', ({ task }) => {
  const texts = readdirSync(LIBRARY).map((name) => readFileSync(`${LIBRARY}/${name}`, 'utf8'))
  const roll = dice(11_179)
  const folder = scratch()
  const tried = [
    ...BOMBS,
    ...Array.from({ length: FILES }, () => damaged(texts[roll.below(texts.length)] ?? '', roll)),
  ]
  let refused = 0
  for (const text of tried) {
    const loaded = loadFlow(folder.write('flow.yaml', text), known)
    if (loaded.ok) {
      expect(loaded.value.steps[loaded.value.start]).toBeDefined()
      continue
    }
    refused += 1
    expect(loaded.faults.length).toBeGreaterThan(0)
    for (const { place, message } of loaded.faults) {
      expect(place).toContain('flow.yaml')
      expect(message.length).toBeGreaterThan(3)
      // What was found is told shortly: a file may hold anything.
      expect(message.length).toBeLessThan(2_000)
    }
  }
  expect(refused).toBeGreaterThan(FILES / 2)
  task.meta.tried = { 'flow files': tried.length }
}, 120_000)

/** One to four lines removed, doubled, moved in, or with a value or a byte exchanged. */
function damaged(text: string, roll: Dice): string {
  const lines = text.split('\n')
  for (let times = 1 + roll.below(4); times > 0; times -= 1) {
    const at = roll.below(lines.length)
    const line = lines[at] ?? ''
    const [how] = [roll.below(6)]
    if (how === 0) lines.splice(at, 1)
    else if (how === 1) lines.splice(at, 0, line)
    else if (how === 2) lines[at] = `${' '.repeat(roll.below(5))}${line}`
    else if (how === 3) lines[at] = line.replace(/:.*/, `: ${hostileText(roll).slice(0, 2_000)}`)
    else if (how === 4) lines[at] = line.replace(/[\w-]+(?=:)/, 'anotherKey')
    else {
      const cut = roll.below(line.length + 1)
      lines[at] =
        line.slice(0, cut) +
        roll.pick(['{', '[', '"', "'", '\t', ': ', '- ', '&a', '*a', '\u0000', '|']) +
        line.slice(cut)
    }
  }
  return lines.join('\n')
}
