/** Files and environment laid over each other: the upper one wins, and each value remembers whose it is. */
import { z } from 'zod'
import type { Path } from '../lib/fault.ts'
import { bare } from '../lib/schema-keys.ts'
import type { Places } from '../lib/yaml-validate.ts'

export interface Layer extends Places {
  readonly value: unknown
}

/**
 * Merges from the lowest layer up. Groups of the schema are merged key by key; lists and free maps (numbers to flows)
 * are replaced as a whole, since half of one list and half of another is nobody's wish.
 */
export function overlay(layers: readonly Layer[], schema: z.ZodType): { value: unknown; places: Places } {
  const owners = new Map<string, Layer>()
  const value = layers.reduce<unknown>(
    (below, layer) => merge(below, layer.value, schema, [], layer, owners),
    {},
  )
  const ownerOf = (path: Path): Layer | undefined => {
    for (let length = path.length; length >= 0; length -= 1) {
      const owner = owners.get(JSON.stringify(path.slice(0, length)))
      if (owner) return owner
    }
    return layers.at(-1)
  }
  const places: Places = {
    placeOf: (path) => ownerOf(path)?.placeOf(path) ?? 'configuration',
    placeOfKey: (path) => ownerOf(path)?.placeOfKey(path) ?? 'configuration',
  }
  return { value, places }
}

function merge(
  below: unknown,
  above: unknown,
  schema: z.ZodType | undefined,
  path: Path,
  layer: Layer,
  owners: Map<string, Layer>,
): unknown {
  const group = schema && bare(schema)
  // An empty file, or a heading whose keys are all commented out.
  if (above === null && group instanceof z.ZodObject) return below
  const key = JSON.stringify(path)
  if (!(group instanceof z.ZodObject) || !isMap(above)) {
    owners.set(key, layer)
    return above
  }
  // What a group lacks is missing in the lowest layer: that is the file which is meant to be complete.
  if (!owners.has(key)) owners.set(key, layer)
  const merged: Record<string, unknown> = isMap(below) ? { ...below } : {}
  for (const [key, value] of Object.entries(above)) {
    merged[key] = merge(
      merged[key],
      value,
      group.shape[key] as z.ZodType | undefined,
      [...path, key],
      layer,
      owners,
    )
  }
  return merged
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
