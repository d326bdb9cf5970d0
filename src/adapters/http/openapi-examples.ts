/**
 * Gives each request and each answer of the document an example, put together from its schema: what schemas give as
 * their own examples, else their first value. A test holds every one against the schemas that serve requests.
 */

/** As far as our schemas go; `$ref` leads to the components. */
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly format?: string
  readonly contentMediaType?: string
  readonly minimum?: number
}

interface Media {
  readonly schema?: Schema
  example?: unknown
  readonly examples?: object
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

/** Puts the examples in; those that are there already stay. Bytes get none. */
export function addExamples(document: Document): void {
  const named = document.components?.schemas ?? {}
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)]
    for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {}))) {
      const { schema, example, examples } = media
      if (!schema || example !== undefined || examples || schema.contentMediaType !== undefined) continue
      media.example = exampleOf(schema, named, 0)
    }
  }
}

/** Deeper than any schema of ours: one that contains itself ends here. */
const DEEPEST = 12

function exampleOf(schema: Schema, named: Readonly<Record<string, Schema>>, depth: number): unknown {
  if (depth > DEEPEST) return null
  if (schema.$ref !== undefined) {
    const found = named[schema.$ref.split('/').at(-1) ?? '']
    return found ? exampleOf({ ...found, ...siblings(schema) }, named, depth + 1) : null
  }
  const { examples, const: only, enum: values } = schema
  if (examples?.[0] !== undefined) return examples[0]
  if ('default' in schema) return schema.default
  if (only !== undefined) return only
  if (values) return values[0]
  const parts = schema.anyOf ?? schema.oneOf
  if (parts) return exampleOf(parts.find(({ type }) => type !== 'null') ?? {}, named, depth + 1)
  if (schema.allOf) {
    const all = schema.allOf.map((part) => exampleOf(part, named, depth + 1))
    return all.every((part) => typeof part === 'object') ? Object.assign({}, ...all) : all[0]
  }
  return plainExample(schema, named, depth)
}

function plainExample(schema: Schema, named: Readonly<Record<string, Schema>>, depth: number): unknown {
  const type = [schema.type ?? []].flat().find((one) => one !== 'null')
  switch (type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {})
      return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member, named, depth + 1)]))
    }
    case 'array':
      return schema.items ? [exampleOf(schema.items, named, depth + 1)] : []
    case 'string':
      return schema.format === 'date-time' ? '2026-03-02T08:15:30.250Z' : 'text'
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    default:
      return null
  }
}

/** What stands beside a reference counts before what it leads to. */
function siblings({ examples }: Schema): Pick<Schema, 'examples'> {
  return examples ? { examples } : {}
}
