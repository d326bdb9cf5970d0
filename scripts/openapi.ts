/** Writes what is made from the API's code: config/openapi.json, config/PROBLEMS.md, and the table of roles in config/API.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { problemsPage } from '../src/adapters/http/problems-page.ts'
import { withRolesTable } from '../src/adapters/http/roles-table.ts'
import { openApiJson } from '../src/adapters/http/routes/index.ts'

const at = (path: string) => new URL(`../${path}`, import.meta.url)
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }
writeFileSync(at('config/openapi.json'), openApiJson(version))
writeFileSync(at('config/PROBLEMS.md'), problemsPage())
writeFileSync(at('config/API.md'), withRolesTable(readFileSync(at('config/API.md'), 'utf8')))
