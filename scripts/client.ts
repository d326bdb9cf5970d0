/** Writes the client's types, which are made from the API's document: src/client/schema.d.ts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { clientTypes } from './lib/client-types.ts'

const at = (path: string) => new URL(`../${path}`, import.meta.url)
writeFileSync(
  at('src/client/schema.d.ts'),
  await clientTypes(readFileSync(at('config/openapi.json'), 'utf8')),
)
