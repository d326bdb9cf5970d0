/** The page about the API: all of it from ourselves, nothing beside it. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { scratch } from '../../support/scratch.ts'
import { codeOf, startApi } from './support.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const open = { token: null }

test('the page, its parts and the document come from here, without a token', async () => {
  const { ask, origin } = await startApi()
  const page = await ask('/docs', open)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '')
  expect(parts).toHaveLength(4)
  for (const part of parts) {
    const url = new URL(part, `${origin}/docs`)
    expect(url.origin).toBe(origin)
    const answer = await ask(url.pathname, open)
    expect([part, answer.status]).toEqual([part, 200])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
  const start = await ask('/docs/start.js', open)
  const [, document = ''] = /url: '([^']+)'/.exec(start.text) ?? []
  expect((await ask(new URL(document, `${origin}/docs`).pathname, open)).json.openapi).toBe('3.1.0')
})

test('no script stands in the page, and the browser is told to load nothing from elsewhere', async () => {
  const { ask } = await startApi()
  const page = await ask('/docs', open)
  expect(page.text).not.toMatch(/https?:|\/\/\w|<script>|\son\w+=/)
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).not.toMatch(/\*|https?:|unsafe-eval/)
  expect(policy).toMatch(/default-src 'none';script-src 'self';/)
  expect(policy).toMatch(/connect-src 'self'/)
  const elsewhere = await ask('/openapi.json', open)
  expect(elsewhere.headers.get('content-security-policy')).not.toContain('unsafe-inline;script')
  expect((await ask('/docs/start.js', open)).text).toContain('validatorUrl: null')
})

test('its style sheet refers to no other host', async () => {
  const { ask } = await startApi()
  const { text } = await ask('/docs/swagger-ui.css', open)
  const targets = [...text.matchAll(/url\(\s*["']?([^"')]{0,20})|@import\s+["']([^"']+)/g)]
  expect(targets.length).toBeGreaterThan(0)
  for (const [, target, imported] of targets) {
    expect(imported).toBeUndefined()
    expect(target).toMatch(/^data:/)
  }
})

test.each([
  '/docs/',
  '/docs/index.html',
  '/docs/package.json',
  '/docs/..%2fpackage.json',
  '/docs/%2e%2e/%2e%2e/package.json',
  '/docs/swagger-ui.js',
  '/docs/start.js/',
  '/docs/__proto__',
])('nothing else is there: %s', async (path) => {
  const { ask } = await startApi()
  const answer = await ask(path, open)
  expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found'])
})

test('installing the package tells nobody: its reporter finds itself switched off', {
  timeout: 60_000,
}, async () => {
  expect(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')).scarfSettings).toEqual({ enabled: false })
  const place = scratch()
  const spy = place.write(
    'spy.cjs',
    "for (const name of ['http', 'https']) require(name).request = () => { console.log('ASKED ANOTHER HOST'); process.exit(9) }\n",
  )
  const reporter = createRequire(import.meta.url).resolve('@scarf/scarf')
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--require', spy, reporter], {
    env: { PATH: process.env['PATH'] ?? '', HOME: place.path, INIT_CWD: ROOT, SCARF_VERBOSE: 'true' },
  })
  // On a busy machine it gives up before it has found out, which is as good.
  expect(stdout + stderr).toMatch(/disabled via a package\.json|Error/)
  expect(stdout).not.toContain('ASKED ANOTHER HOST')
})
