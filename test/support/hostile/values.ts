/** Values that break programs, and values that a schema asks for. */
import type { Dice } from './dice.ts'

const TEXTS: readonly [string, ...string[]] = [
  '',
  ' ',
  '\u0000',
  '../../../../etc/passwd',
  '..%2f..%2fsecrets%2fapi-token',
  "'; drop table journal; --",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as it would be sent
  '${jndi:ldap://127.0.0.1/a}',
  '<script>alert(1)</script>',
  '\r\nX-Injected: yes\r\n\r\n',
  'api reload mod_sofia\n\n',
  '\ud800',
  '张'.repeat(500),
  'a'.repeat(10_000),
  '%s%n%x',
  '__proto__',
  'constructor',
  'NaN',
  '0x1F',
  '-0',
  '1e400',
  '2026-13-45T99:99:99Z',
  'true',
  'null',
  '=cmd|calc',
]

const VALUES: readonly [unknown, ...unknown[]] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  [],
  {},
  [[[[[[[[]]]]]]]],
  { __proto__: { polluted: true } },
  { toString: 1, valueOf: null },
]

export function hostileText(roll: Dice): string {
  return roll.pick(TEXTS)
}

export function hostileValue(roll: Dice): unknown {
  return roll.chance(0.6) ? roll.pick(TEXTS) : roll.pick(VALUES)
}

/** JSON Schema, as far as OpenAPI documents of ours use it. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly example?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly $ref?: string
}

/** Something that mostly fits the schema: patterns are left to examples. */
export function fitting(schema: Schema, roll: Dice, resolve: (ref: string) => Schema, depth = 0): unknown {
  if (schema.$ref !== undefined) return fitting(resolve(schema.$ref), roll, resolve, depth)
  if (schema.const !== undefined) return schema.const
  const given = schema.enum ?? schema.examples ?? (schema.example === undefined ? [] : [schema.example])
  const [first, ...more] = given
  if (first !== undefined && roll.chance(0.8)) return roll.pick([first, ...more])
  const [choice, ...choices] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return fitting(roll.pick([choice, ...choices]), roll, resolve, depth + 1)
  if (depth > 8) return null
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object': {
      const parts = Object.entries(schema.properties ?? {}).filter(
        ([name]) => schema.required?.includes(name) === true || roll.chance(0.5),
      )
      return Object.fromEntries(parts.map(([name, of]) => [name, fitting(of, roll, resolve, depth + 1)]))
    }
    case 'array':
      return Array.from({ length: roll.below(3) }, () =>
        fitting(schema.items ?? {}, roll, resolve, depth + 1),
      )
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + roll.below(Math.min(schema.maximum ?? 100, 100) + 1)
    case 'boolean':
      return roll.chance(0.5)
    case 'string':
      return roll.pick(['agent_li', '13800000000', 'flow_hospital', 'queue_reports', 'patientId', 'zh', 'x'])
    default:
      return hostileValue(roll)
  }
}

/** The same with one place spoiled: a value exchanged, a member removed, one added. */
export function spoiled(value: unknown, roll: Dice): unknown {
  if (Array.isArray(value) && value.length > 0 && roll.chance(0.7)) {
    const at = roll.below(value.length)
    return value.map((one: unknown, index) => (index === at ? spoiled(one, roll) : one))
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value)
    const at = roll.below(entries.length + 1)
    const [name] = entries[at] ?? []
    if (name === undefined) return { ...value, [hostileText(roll) || 'more']: hostileValue(roll) }
    if (roll.chance(0.3)) return Object.fromEntries(entries.filter(([other]) => other !== name))
    return { ...value, [name]: spoiled((value as Record<string, unknown>)[name], roll) }
  }
  return hostileValue(roll)
}
