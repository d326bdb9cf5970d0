/**
 * The document for people: Swagger UI from its package, served by ourselves. Nothing is loaded from anywhere else, and
 * only these files can be had, by name.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { HttpDeps } from '../deps.ts'
import { problem, type Reply } from '../reply.ts'
import { type PathParam, type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>cti-bridge: the API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`

/** Without a validator elsewhere, and without keeping tokens in the browser. */
const START = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  persistAuthorization: false,
})
`

/**
 * For these answers only: scripts come from us and stand in files, requests go to us, nobody frames the page. Styles
 * stand in the elements that Swagger UI makes, and its pictures in its style sheet.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';')

const TYPES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
  'start.js': 'text/javascript; charset=utf-8',
} as const
type FileName = keyof typeof TYPES

const isFile = (name: string): name is FileName => Object.hasOwn(TYPES, name)
const fileParam: PathParam<FileName> = {
  parse: (text) => (isFile(text) ? { ok: true, id: text } : { ok: false, expected: 'a file of the page' }),
  schema: z.enum(Object.keys(TYPES) as FileName[]),
  unknown: 'not-found',
}

/** Read when first asked for: some megabytes that most processes never need. */
const kept = new Map<FileName, Buffer>()

async function contentOf(name: FileName): Promise<Buffer> {
  if (name === 'start.js') return Buffer.from(START)
  const known = kept.get(name)
  if (known) return known
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const content = await readFile(join(folder, name))
  kept.set(name, content)
  return content
}

async function fileReply(name: FileName, deps: HttpDeps): Promise<Reply> {
  try {
    return reply(await contentOf(name), TYPES[name], 'public, max-age=3600')
  } catch (err) {
    deps.log.error({ err }, 'a file of Swagger UI is missing: was it installed?')
    return problem('not-found')
  }
}

function reply(content: Buffer, contentType: string, caching: string): Reply {
  return {
    kind: 'stream',
    status: 200,
    contentType,
    byteLength: content.length,
    headers: { 'Content-Security-Policy': POLICY, 'Cache-Control': caching },
    body: once(content),
  }
}

async function* once(content: Buffer): AsyncIterable<Uint8Array> {
  yield content
}

const common = {
  method: 'get',
  tag: 'operation',
  access: 'open',
  scope: null,
  query: nothing,
  body: nothing,
} as const

const readDocs = route({
  ...common,
  path: '/docs',
  operationId: 'readDocs',
  summary: 'This document, for people',
  description: 'Swagger UI, all of it from here. Requests that you try from it need a token of yours.',
  params: {},
  success: {
    status: 200,
    description: 'The page.',
    contentType: 'text/html',
    example: '<!DOCTYPE html>',
  },
  problems: [],
  handle: async () => reply(Buffer.from(PAGE), 'text/html; charset=utf-8', 'no-store'),
})

const readDocsFile = route({
  ...common,
  path: '/docs/{file}',
  operationId: 'readDocsFile',
  summary: 'A part of that page',
  params: { file: fileParam },
  success: {
    status: 200,
    description: 'The file, in its own media type.',
    contentType: 'text/javascript',
    example: "SwaggerUIBundle({ url: 'openapi.json' })",
  },
  problems: ['not-found'],
  handle: async ({ params: { file } }, deps) => fileReply(file, deps),
})

export const docs: readonly Route[] = [readDocs, readDocsFile]
