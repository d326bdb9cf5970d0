/** Every example of the document is what the schemas that serve requests take and give. */
import { describe, expect, test } from 'vitest'
import type { Route } from '../../../src/adapters/http/route.ts'
import { allRoutes, openApiJson } from '../../../src/adapters/http/routes/index.ts'
import { problemDocument } from '../../../src/adapters/http/schemas/common.ts'

interface Media {
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

const { paths } = JSON.parse(openApiJson('0.0.0')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const routes = allRoutes('0.0.0')

function operationOf({ path, method }: Route): Operation {
  const found = paths[path]?.[method]
  if (!found) throw new Error(`${method} ${path} is not described`)
  return found
}

/** What is wrong with it, in zod's words; undefined: nothing. */
const faultOf = (schema: { safeParse(value: unknown): { error?: Error | undefined } }, value: unknown) =>
  schema.safeParse(value).error?.message

describe.each(routes.map((route) => [route.operationId, route] as const))('%s', (_, route) => {
  const operation = operationOf(route)

  test('the request has an example that would be taken', () => {
    const content = operation.requestBody?.content
    if (!content || route.upload) return
    const { example } = content['application/json'] ?? {}
    expect(example).toBeDefined()
    expect(faultOf(route.body, example)).toBeUndefined()
  })

  test('the answer has an example that could be given', () => {
    const { status, schema, contentType = 'application/json' } = route.success
    if (status === 204 || contentType.startsWith('audio/')) return
    const { example } =
      operation.responses[status]?.content?.[
        schema ? contentType : (route.success.contentType ?? 'text/plain')
      ] ?? {}
    expect(example).toBeDefined()
    if (schema) expect(faultOf(schema, example)).toBeUndefined()
  })

  test('each problem has an example, under its own status', () => {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (Number(status) < 400) continue
      const examples = Object.values(content?.['application/problem+json']?.examples ?? {})
      expect(examples.length).toBeGreaterThan(0)
      for (const { value } of examples) {
        expect(faultOf(problemDocument, value)).toBeUndefined()
        expect(value).toMatchObject({ status: Number(status) })
      }
    }
  })
})
