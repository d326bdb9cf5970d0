import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Checked, faultLine } from '../../src/lib/fault.ts'
import { parseYaml, readYaml, type YamlSource } from '../../src/lib/yaml-source.ts'
import { scratch } from '../support/scratch.ts'

const valueIn = (text: string) => {
  const parsed = parseYaml(text, 'a.yaml')
  return parsed.ok ? parsed.value.value : linesOf(parsed)
}
const linesOf = (checked: Checked<unknown>) => (checked.ok ? [] : checked.faults.map(faultLine))
const faultsIn = (text: string) => linesOf(parseYaml(text, 'a.yaml'))

describe('a YAML file', () => {
  it('becomes plain data', () => {
    expect(valueIn('a: 1\nb: [x, "1", null, true, 1.5]\nc: {}\n')).toEqual({
      a: 1,
      b: ['x', '1', null, true, 1.5],
      c: {},
    })
    expect(valueIn('')).toBeNull()
    expect(valueIn('# nothing but a comment\n')).toBeNull()
  })

  it('keeps keys as they are written, so numbers lose no zeros', () => {
    expect(valueIn('0800: a\n1: b\n"2": c\ntrue: d\n')).toEqual({
      '0800': 'a',
      '1': 'b',
      '2': 'c',
      true: 'd',
    })
  })

  it('knows the place of each value and key, and of the nearest thing above what is missing', () => {
    const parsed = parseYaml('steps:\n  menu:\n    prompts: [a,\n      b]\n', 'a.yaml')
    if (!parsed.ok) throw new Error('not parsed')
    const source: YamlSource = parsed.value
    expect(source.placeOf(['steps', 'menu', 'prompts', 1])).toBe('a.yaml:4:7')
    expect(source.placeOf(['steps', 'menu', 'prompts'])).toBe('a.yaml:3:14')
    expect(source.placeOfKey(['steps', 'menu', 'prompts'])).toBe('a.yaml:3:5')
    expect(source.placeOfKey(['steps', 'menu', 'gone', 'deeper'])).toBe('a.yaml:2:3')
    expect(source.placeOf([])).toBe('a.yaml:1:1')
  })

  it('counts columns in characters, not bytes', () => {
    expect(faultsIn('中文: {急诊: 1, 急诊: 2}\n')).toEqual([
      'a.yaml:1:13: 中文.急诊: the key 急诊 stands here twice',
    ])
  })
})

describe('a faulty YAML file', () => {
  it('names every duplicate key, also one that is written as number and as text', () => {
    expect(faultsIn('a: 1\nb: 2\na: 3\nm:\n  1: x\n  "1": y\n')).toEqual([
      'a.yaml:3:1: a: the key a stands here twice',
      'a.yaml:6:3: m.1: the key 1 stands here twice',
    ])
  })

  it.each([
    ['an unclosed list', 'a: [1, 2\nb: 3\n'],
    ['a tab', 'a:\n\tb: 1\n'],
    ['an unknown tag', 'a: !!js/function "x"\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['an alias to nothing', 'a: *nowhere\n'],
    ['a list as a key', '[a, b]: 1\n'],
    ['a forbidden key', '__proto__: { admin: true }\n'],
    ['a stray quotation mark', 'a: "b\n'],
  ])('says where: %s', (_what, text) => {
    const faults = faultsIn(text)
    expect(faults.length).toBeGreaterThan(0)
    for (const fault of faults) expect(fault).toMatch(/^a\.yaml:\d+:\d+: \S.{5,}/)
  })

  it('is never quoted, since it may hold a secret', () => {
    for (const text of [
      'p: "hunter2\n',
      'p: @hunter2\n',
      'p: [hunter2\n',
      'p: hunter2: hunter2\n',
      'p: !hunter2 x\n',
      '%hunter2\n---\na: *hunter2\n',
    ]) {
      const faults = faultsIn(text)
      expect(faults.length).toBeGreaterThan(0)
      expect(faults.join()).not.toContain('hunter2')
    }
  })

  it('of aliases to aliases is refused before it fills the memory', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 12; level += 1) {
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`)
    }
    expect(faultsIn(bomb.join('\n')).join()).toMatch(/a\.yaml:\d+:\d+: .*more than \d+ (?:aliases|values)/)
    expect(faultsIn('a: &a [*a]\n').join()).toMatch(/alias/)
    expect(faultsIn('a: &a { b: { c: *a } }\n').join()).toMatch(/alias/)
  })

  it('of endless brackets or indentation is refused', () => {
    for (const piece of ['[', '{a: ', '- ', '? ', 'a: ', ': ', 'a: [', '[\n', '[a:\n']) {
      expect(faultsIn(piece.repeat(50_000)).join()).toMatch(/^a\.yaml:\d+:1: nested too deep$/)
    }
    expect(faultsIn(`${'['.repeat(80)}${']'.repeat(80)}`).join()).toContain('nested deeper than 60 levels')
    const stairs = Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}k:`).join('\n')
    expect(faultsIn(stairs)).toEqual(['a.yaml:101:1: nested too deep'])
  })

  it('may be long and wide without being deep', () => {
    const wide = `m: { ${Array.from({ length: 300 }, (_, index) => `k${index}: [${index}]`).join(', ')} }`
    const text = `# ${'['.repeat(300)}\na: "${'{'.repeat(300)}"\nb: |\n  ${'- '.repeat(300)}\n${' '.repeat(300)}# far right\n${wide}\n`
    expect(faultsIn(text)).toEqual([])
  })

  it('that is any text at all gives data or faults, never an exception', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(...'[]{}:-?*&!|>%@`"\'#,\n \t~<'.split('')))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const parsed = parseYaml(pieces.join(''), 'a.yaml')
        if (parsed.ok) JSON.stringify(parsed.value.value)
        else expect(parsed.faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('readYaml', () => {
  it('reads a file, with or without a byte order mark', () => {
    const { write } = scratch()
    expect(readYaml(write('a.yaml', '\ufeffa: 1\n'))).toMatchObject({ ok: true, value: { value: { a: 1 } } })
  })

  it('says what is wrong with a file that it cannot read', () => {
    const { path, write } = scratch()
    const reason = (file: string) => linesOf(readYaml(file)).join()
    expect(reason(join(path, 'none.yaml'))).toBe(`${join(path, 'none.yaml')}: no such file`)
    mkdirSync(join(path, 'dir.yaml'))
    expect(reason(join(path, 'dir.yaml'))).toContain('is a directory')
    expect(reason(write('large.yaml', `a: ${'x'.repeat(300_000)}`))).toContain('larger than 262144 bytes')
    symlinkSync('/dev/zero', join(path, 'zero.yaml'))
    expect(reason(join(path, 'zero.yaml'))).toContain('not a plain file')
    execFileSync('mkfifo', [join(path, 'pipe.yaml')])
    expect(reason(join(path, 'pipe.yaml'))).toContain('not a plain file')
  })

  it('names the line that is not UTF-8', () => {
    const { write } = scratch()
    const gbk = Buffer.concat([
      Buffer.from('a: 1\nname: '),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
      Buffer.from('\n'),
    ])
    const file = write('gbk.yaml', gbk)
    expect(linesOf(readYaml(file))).toEqual([`${file}:2:1: not UTF-8: save the file in that encoding`])
  })
})
