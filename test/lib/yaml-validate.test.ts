import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { faultLine, inOrder } from '../../src/lib/fault.ts'
import { nearMiss } from '../../src/lib/near-miss.ts'
import { parseYaml } from '../../src/lib/yaml-source.ts'
import { validate } from '../../src/lib/yaml-validate.ts'
import { rule } from '../../src/lib/zod-parts.ts'

const schema = z.strictObject({
  ringMs: z.number().int().min(1000).max(60_000).default(20_000),
  level: z.enum(['info', 'warn']).default('info'),
  passwordFile: z.string().min(2).nullable().optional(),
  queue: z
    .string()
    .regex(/^queue_/, 'queue_name')
    .optional(),
  steps: z
    .record(
      z.string().regex(/^[a-z]+$/, 'a step name'),
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('say'), prompts: z.array(z.string()).min(1) }),
        z
          .strictObject({ kind: z.literal('wait'), fromMs: z.number(), toMs: z.number() })
          .refine((step) => step.fromMs <= step.toMs, rule('fromMs is after toMs')),
      ]),
    )
    .optional(),
})

function faults(text: string): string[] {
  const source = parseYaml(text, 'a.yaml')
  if (!source.ok) throw new Error('not YAML')
  const checked = validate(source.value.value, schema, source.value)
  return checked.ok ? [] : inOrder(checked.faults).map(faultLine)
}

describe('validate, where a value may be one of several things', () => {
  const said = z.strictObject({
    said: z.array(
      z.union([
        z.string().regex(/^[a-z]+$/, 'a prompt name'),
        z.strictObject({ say: z.strictObject({ zh: z.string(), en: z.string() }) }),
        z.strictObject({ digits: z.string() }),
      ]),
    ),
  })
  const found = (text: string) => {
    const source = parseYaml(text, 'a.yaml')
    if (!source.ok) throw new Error('not YAML')
    const checked = validate(source.value.value, said, source.value)
    return checked.ok ? [] : checked.faults.map(faultLine)
  }

  it('says what is wrong with the one that its keys speak for', () => {
    expect(found('said: [{ say: { zh: 7, fr: a } }, { digits: 1, loud: true }]')).toEqual([
      'a.yaml:1:21: said[0].say.zh: found 7, expected a text',
      'a.yaml:1:10: said[0].say.en: found nothing, expected a text',
      'a.yaml:1:24: said[0].say.fr: unknown key fr; known here: zh, en',
      'a.yaml:1:45: said[1].digits: found 1, expected a text',
      'a.yaml:1:48: said[1].loud: unknown key loud; known here: digits',
    ])
  })

  it('names them all where the keys speak for none', () => {
    expect(found('said: [{ digit: a }, A]')).toEqual([
      'a.yaml:1:8: said[0]: found a map, expected a text or a map with say or digits',
      'a.yaml:1:22: said[1]: found "A", expected a prompt name',
    ])
  })
})

describe('validate', () => {
  it('gives the value with its defaults', () => {
    const source = parseYaml('level: warn', 'a.yaml')
    if (!source.ok) throw new Error('not YAML')
    expect(validate(source.value.value, schema, source.value)).toEqual({
      ok: true,
      value: { ringMs: 20_000, level: 'warn' },
    })
  })

  it('reports all faults at once, each with its place, in the order of the file', () => {
    expect(
      faults(
        [
          'ring_ms: 5',
          'ringMs: soon',
          'level: wran',
          'queue: appointments',
          'steps:',
          '  hello: { kind: say, prompts: [] }',
          '  bye: { kind: say, prompts: [1], loud: true }',
          '  x1: { kind: say }',
          '  x: { kind: wait, fromMs: 2, toMs: 1 }',
          '  y: { kind: weit }',
          '  z: { prompts: [a] }',
          '  w: 5',
        ].join('\n'),
      ),
    ).toEqual([
      'a.yaml:1:1: ring_ms: unknown key ring_ms; did you mean "ringMs"?',
      'a.yaml:2:9: ringMs: found "soon", expected a number',
      'a.yaml:3:8: level: found "wran", expected one of info, warn; did you mean "warn"?',
      'a.yaml:4:8: queue: found "appointments", expected queue_name',
      'a.yaml:6:32: steps.hello.prompts: found a list, expected at least 1 entries',
      'a.yaml:7:31: steps.bye.prompts[0]: found 1, expected a text',
      'a.yaml:7:35: steps.bye.loud: unknown key loud; known here: kind, prompts',
      'a.yaml:8:3: steps.x1: found the key x1, expected a step name',
      'a.yaml:9:6: steps.x: fromMs is after toMs',
      'a.yaml:10:14: steps.y.kind: found "weit", expected one of say, wait; did you mean "wait"?',
      'a.yaml:11:3: steps.z.kind: found nothing, expected one of say, wait',
      'a.yaml:12:6: steps.w: found 5, expected a map of keys and values',
    ])
  })

  it('says what numbers may be', () => {
    expect(faults('ringMs: 5')).toEqual(['a.yaml:1:9: ringMs: found 5, expected at least 1000'])
    expect(faults('ringMs: 70000')).toEqual(['a.yaml:1:9: ringMs: found 70000, expected at most 60000'])
    expect(faults('ringMs: 1000.5')).toEqual(['a.yaml:1:9: ringMs: found 1000.5, expected a whole number'])
    expect(faults('ringMs: .nan')).toEqual(['a.yaml:1:9: ringMs: found NaN, expected a number'])
  })

  it('says so when the whole document is something else', () => {
    expect(faults('')).toEqual(['a.yaml:1:1: found null, expected a map of keys and values'])
    expect(faults('- a')).toEqual(['a.yaml:1:1: found a list, expected a map of keys and values'])
  })

  it('never shows what may be a secret', () => {
    for (const text of [
      'passwordFile: 1234567',
      'passwordFile: x',
      'password: hunter2',
      'passwordFile: [hunter2]',
    ]) {
      expect(faults(text)).toHaveLength(1)
      expect(faults(text).join()).not.toMatch(/hunter2|1234567|"x"/)
    }
    expect(faults('password: hunter2').join()).toContain('did you mean "passwordFile"?')
  })

  it('keeps control characters of a file off the terminal', () => {
    expect(faults('"\\e[2Jx": 1').join()).not.toContain('\u001b')
    expect(faults('level: "\\e[2J"').join()).not.toContain('\u001b')
  })
})

describe('nearMiss', () => {
  it.each([
    ['prot', 'port'],
    ['Ring_Ms', 'ringMs'],
    ['languges', 'languages'],
    ['password', 'passwordFile'],
  ])('%s → %s', (word, meant) => {
    expect(nearMiss(word, ['port', 'host', 'ringMs', 'languages', 'passwordFile'])).toBe(meant)
  })

  it('stays silent when nothing is near', () => {
    expect(nearMiss('colour', ['port', 'host'])).toBeUndefined()
    expect(nearMiss('ab', ['cd'])).toBeUndefined()
  })
})
