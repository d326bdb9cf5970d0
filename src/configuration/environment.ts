/**
 * `CTI_*` as the topmost layer. A key's variable is its path in capitals: `database.appendTimeoutMs` is
 * `CTI_DATABASE_APPEND_TIMEOUT_MS`. Lists and maps are written as YAML in one line. Values are never repeated in a
 * fault's text unless the schema's own check does so, which hides what may be secret.
 */
import { z } from 'zod'
import type { Fault, Path } from '../lib/fault.ts'
import { hint } from '../lib/near-miss.ts'
import { bare } from '../lib/schema-keys.ts'
import { parseYaml } from '../lib/yaml-source.ts'
import type { Layer } from './layers.ts'
import { configSchema } from './schema.ts'
import { URLS, urlValues } from './urls.ts'

export type Environment = Readonly<Record<string, string | undefined>>

interface Leaf {
  readonly path: readonly string[]
  readonly schema: z.ZodType
}

/** Variable → what it sets, for all keys of the configuration. */
export function environmentNames(): ReadonlyMap<string, Leaf> {
  const names = new Map<string, Leaf>()
  const walk = (schema: z.ZodType, path: readonly string[]) => {
    const here = bare(schema)
    if (here instanceof z.ZodObject) {
      for (const [key, value] of Object.entries(here.shape)) walk(value as z.ZodType, [...path, key])
    } else {
      names.set(`CTI_${path.map(capitals).join('_')}`, { path, schema: here })
    }
  }
  walk(configSchema, [])
  return names
}

/** Known beside the keys: which file to read. */
export const CONFIG_FILE_VARIABLE = 'CTI_CONFIG'

/** Their relative paths mean the folder of the file in which they stand, and a variable stands in none. */
const BESIDE_A_FILE = new Set([
  'CTI_SEED_FILE',
  'CTI_PROMPTS_TEXTS_FILE',
  'CTI_FLOWS_DIRECTORY',
  'CTI_FLOWS_CALENDARS_FILE',
])

export function environmentLayer(env: Environment): { layer: Layer; faults: readonly Fault[] } {
  const names = environmentNames()
  const faults: Fault[] = []
  const set = new Map<string, { name: string; value: unknown }>()
  const place = (path: readonly string[], name: string, value: unknown) =>
    set.set(path.join('.'), { name, value })
  const given = Object.entries(env).filter(
    ([name, text]) =>
      name.startsWith('CTI_') &&
      !name.startsWith('CTI_TEST_') &&
      name !== CONFIG_FILE_VARIABLE &&
      text !== '',
  )
  for (const [name, text = ''] of given) {
    if (!(name in URLS)) continue
    const url = urlValues(name, text)
    if (!url.ok) faults.push({ place: name, path: '', message: url.reason })
    else for (const [path, value] of url.values) place(path, name, value)
  }
  // After the URLs: the variable of a single key is the more particular one.
  for (const [name, text = ''] of given) {
    if (name in URLS) continue
    const leaf = names.get(name)
    if (leaf === undefined) {
      const near = hint(name, [...names.keys(), ...Object.keys(URLS), CONFIG_FILE_VARIABLE])
      faults.push({ place: name, path: '', message: `unknown variable${near}` })
      continue
    }
    if (BESIDE_A_FILE.has(name) && !text.startsWith('/')) {
      faults.push({
        place: name,
        path: '',
        message: 'found a relative path, expected one that begins with /',
      })
      continue
    }
    const value = valueOfText(text, leaf.schema, name)
    if (value.ok) place(leaf.path, name, value.value)
    else faults.push(...value.faults)
  }
  return { layer: layerOf(set), faults }
}

function valueOfText(
  text: string,
  schema: z.ZodType,
  name: string,
): { ok: true; value: unknown } | { ok: false; faults: readonly Fault[] } {
  if (schema instanceof z.ZodArray || schema instanceof z.ZodRecord) {
    const list = schema instanceof z.ZodArray && !text.trimStart().startsWith('[')
    const parsed = parseYaml(list ? `[${text}]` : text, name)
    return parsed.ok ? { ok: true, value: parsed.value.value } : parsed
  }
  if (schema instanceof z.ZodNumber && /^-?[0-9]+(?:\.[0-9]+)?$/.test(text))
    return { ok: true, value: Number(text) }
  if (schema instanceof z.ZodBoolean && /^(?:true|false)$/.test(text))
    return { ok: true, value: text === 'true' }
  return { ok: true, value: text === 'null' ? null : text }
}

function layerOf(set: ReadonlyMap<string, { name: string; value: unknown }>): Layer {
  const root: Record<string, unknown> = {}
  for (const [joined, { value }] of set) {
    const path = joined.split('.')
    const last = path.pop() ?? ''
    let here = root
    for (const key of path) {
      const next = (here[key] ?? {}) as Record<string, unknown>
      here[key] = next
      here = next
    }
    here[last] = value
  }
  const placeOf = (path: Path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = set.get(path.slice(0, length).join('.'))
      if (found) return found.name
    }
    return 'environment'
  }
  return { value: root, placeOf, placeOfKey: placeOf }
}

/** `appendTimeoutMs` → `APPEND_TIMEOUT_MS`. */
function capitals(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}
