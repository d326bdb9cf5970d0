/** Looks into a zod schema: which keys are known at a place, and which kind of value a place takes. */
import { z } from 'zod'
import type { Path } from './fault.ts'

/** The schema below defaults, optionals, nullables and pipes. */
export function bare(schema: z.ZodType): z.ZodType {
  let here: z.core.$ZodType = schema
  for (;;) {
    if (
      here instanceof z.ZodDefault ||
      here instanceof z.ZodPrefault ||
      here instanceof z.ZodOptional ||
      here instanceof z.ZodNullable ||
      here instanceof z.ZodReadonly
    ) {
      here = here.def.innerType
    } else if (here instanceof z.ZodPipe) {
      here = here.def.in
    } else {
      return here as z.ZodType
    }
  }
}

/** The keys that the schema knows at `path` of `value`; none where any key goes. */
export function knownKeysAt(schema: z.ZodType, path: Path, value: unknown): string[] {
  const found = at(schema, path, value)
  const last = found && member(bare(found.schema), found.data)
  if (last instanceof z.ZodObject) return Object.keys(last.shape)
  if (last instanceof z.ZodRecord && last.keyType instanceof z.ZodEnum)
    return last.keyType.options.map(String)
  return []
}

/** Of a union without a discriminator at `path`: the keys of each of its members, none for one that is no map. */
export function unionKeysAt(schema: z.ZodType, path: Path, value: unknown): string[][] {
  const found = at(schema, path, value)
  const union = found && bare(found.schema)
  if (!(union instanceof z.ZodUnion)) return []
  return union.options.map((option) => {
    const one = bare(option as z.ZodType)
    return one instanceof z.ZodObject ? Object.keys(one.shape) : []
  })
}

function at(schema: z.ZodType, path: Path, value: unknown): { schema: z.ZodType; data: unknown } | undefined {
  let here = schema
  let data = value
  for (const part of path) {
    const next = child(here, part, data)
    if (next === undefined) return undefined
    here = next
    data =
      typeof data === 'object' && data !== null ? (data as Record<string | number, unknown>)[part] : undefined
  }
  return { schema: here, data }
}

function child(schema: z.ZodType, part: string | number, data: unknown): z.ZodType | undefined {
  const here = member(bare(schema), data)
  if (here instanceof z.ZodObject) return here.shape[part] as z.ZodType | undefined
  if (here instanceof z.ZodRecord) return here.valueType as z.ZodType
  if (here instanceof z.ZodArray) return here.element as z.ZodType
  return undefined
}

/** Of a union, the member that the data says it is: by its discriminator, else by the keys that it has. */
function member(schema: z.ZodType, data: unknown): z.ZodType | undefined {
  if (!(schema instanceof z.ZodUnion)) return schema
  if (!(schema instanceof z.ZodDiscriminatedUnion)) {
    const keys = typeof data === 'object' && data !== null ? Object.keys(data) : []
    return schema.options
      .map((option) => bare(option as z.ZodType))
      .find((option) => option instanceof z.ZodObject && keys.some((key) => Object.hasOwn(option.shape, key)))
  }
  const said = (data as Record<string, unknown> | undefined)?.[schema.def.discriminator]
  return schema.options
    .map((option) => bare(option as z.ZodType))
    .find((option) => {
      if (!(option instanceof z.ZodObject)) return false
      const tag: unknown = option.shape[schema.def.discriminator]
      return tag instanceof z.ZodLiteral && tag.values.has(said as string)
    })
}
