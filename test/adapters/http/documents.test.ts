/** The documents beside the code: current, valid, complete. */
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { PROBLEM_CODES, PROBLEMS } from '../../../src/adapters/http/problems.ts'
import { problemsPage } from '../../../src/adapters/http/problems-page.ts'
import { withRolesTable } from '../../../src/adapters/http/roles-table.ts'
import { allRoutes, openApiJson } from '../../../src/adapters/http/routes/index.ts'
import { startApi } from './support.ts'

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const { version } = JSON.parse(file('package.json'))

describe('config/openapi.json', () => {
  test('is what the code makes: if not, npm run openapi', () => {
    expect(file('config/openapi.json')).toBe(openApiJson(version))
  })

  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(JSON.parse(file('config/openapi.json')))).toMatchObject({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  test('names every problem with which a route can answer, under its status', () => {
    const { paths } = JSON.parse(file('config/openapi.json'))
    for (const { path, method, problems } of allRoutes(version))
      for (const code of problems)
        expect(
          paths[path][method].responses[PROBLEMS[code].status]?.content['application/problem+json'].examples,
        ).toHaveProperty(code)
  })

  test('asks for a token exactly where the server does', async () => {
    const { ask } = await startApi()
    for (const { path, method } of allRoutes(version)) {
      const { security } = JSON.parse(file('config/openapi.json')).paths[path][method]
      const answer = await ask(path.replaceAll(/\{\w+\}/g, 'x'), {
        method: method.toUpperCase(),
        token: null,
      })
      const needed = security.length > 0 && security.every((way: object) => Object.keys(way).length > 0)
      expect([path, answer.status === 401]).toEqual([path, needed])
    }
  })
})

test('config/API.md has the roles as they are: if not, npm run openapi', () => {
  expect(file('config/API.md')).toBe(withRolesTable(file('config/API.md')))
})

describe('config/PROBLEMS.md', () => {
  test.each(PROBLEM_CODES)('has %s, with its status and what to do', (code) => {
    const row = file('config/PROBLEMS.md')
      .split('\n')
      .find((line) => line.startsWith(`| \`${code}\` |`))
    expect(row).toContain(`| ${PROBLEMS[code].status} |`)
    expect(row).toContain(PROBLEMS[code].remedy)
  })

  test('is what the code makes: if not, npm run openapi', () => {
    expect(file('config/PROBLEMS.md')).toBe(problemsPage())
  })
})
