/** Agents' phones by REST, down to the files of the switch's directory. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endpointPage, endpointStored } from '../../../src/adapters/http/schemas/endpoint.ts'
import { startOwnedSite } from './owned-site.ts'
import { type Answer, type Api, codeOf } from './support.ts'

const CREATE = { 'if-none-match': '*' }
const put = (api: Api, extension: string, json: unknown, headers: Record<string, string> = CREATE) =>
  api.ask(`/v1/endpoints/${extension}`, { method: 'PUT', json, headers })
const tagOf = ({ headers }: Answer) => ({ 'if-match': headers.get('etag') ?? '' })
const said = (answer: Answer) => [answer.status, codeOf(answer)]
const a1 = (extension: string, password: string) =>
  createHash('md5').update(`${extension}:cti.local:${password}`).digest('hex')

test('a phone is created with a password that is shown once, changed, given another one, and removed', async () => {
  const { api, phonesDir, read, phones } = await startOwnedSite()
  phones.start()
  await expect.poll(() => read).toEqual([[]])
  const file = join(phonesDir, '1021.xml')
  const created = await put(api, '1021', { label: '护士站' })
  expect(created.status).toBe(201)
  endpointStored.parse(created.json)
  expect(created.json.inDirectory).toBe('written')
  expect(created.json.password).toMatch(/^[a-z2-9]{20}$/)
  expect(readFileSync(file, 'utf8')).toContain(`value="${a1('1021', created.json.password)}"`)
  expect(statSync(file).mode & 0o007).toBe(0)
  expect(read.slice(1)).toEqual([['1021@cti.local']])

  const seen = await api.ask('/v1/endpoints/1021')
  expect(seen.text).not.toContain(a1('1021', created.json.password))
  expect(JSON.stringify(seen.json)).not.toContain(created.json.password)
  const relabelled = await put(api, '1021', { label: 'B 3' }, tagOf(seen))
  expect(relabelled.json).toMatchObject({ endpoint: { label: 'B 3' }, password: null })
  expect(read).toHaveLength(2)
  expect(said(await put(api, '1021', { label: 'late' }, tagOf(seen)))).toEqual([412, 'version-changed'])
  expect(said(await put(api, '1021', {}))).toEqual([412, 'version-changed'])

  const rotated = await api.ask('/v1/endpoints/1021/rotate', { json: { password: 'given-by-hand-1' } })
  expect([rotated.status, rotated.json.password]).toEqual([200, 'given-by-hand-1'])
  expect(readFileSync(file, 'utf8')).toContain(a1('1021', 'given-by-hand-1'))
  for (const password of ['short', 'with space in it', 'ünïcödé-password', 'x'.repeat(65)])
    expect(said(await api.ask('/v1/endpoints/1021/rotate', { json: { password } }))).toEqual([422, 'invalid'])

  endpointPage.parse((await api.ask('/v1/endpoints')).json)
  expect((await api.ask('/v1/endpoints/1021', { method: 'DELETE' })).status).toBe(204)
  expect(existsSync(file)).toBe(false)
  expect(read.at(-1)).toEqual(['1021@cti.local'])
  expect(said(await api.ask('/v1/endpoints/1021'))).toEqual([404, 'endpoint-unknown'])
  const again = await put(api, '1021', {})
  expect(again.json.endpoint.version).toBeGreaterThan(rotated.json.endpoint.version)
})

test('files that somebody wrote by hand are never touched', async () => {
  const { api, phonesDir, phones } = await startOwnedSite()
  const byHand = '<include><user id="1030"/></include>\n'
  writeFileSync(join(phonesDir, '1030.xml'), byHand)
  writeFileSync(join(phonesDir, 'notes.xml'), '<include/>')
  phones.start()
  expect(said(await put(api, '1030', {}))).toEqual([409, 'endpoint-foreign'])
  expect((await put(api, '1031', {})).status).toBe(201)
  await api.ask('/v1/endpoints/1031', { method: 'DELETE' })
  expect(readdirSync(phonesDir).sort()).toEqual(['1030.xml', 'notes.xml'])
  expect(readFileSync(join(phonesDir, '1030.xml'), 'utf8')).toBe(byHand)
  expect(said(await put(api, '1030', {}))).toEqual([409, 'endpoint-foreign'])
})

test('what is missing in the directory is written when the service begins; what is ours and not wanted goes', async () => {
  const { api, phonesDir, phones } = await startOwnedSite()
  await put(api, '1040', {})
  const written = readFileSync(join(phonesDir, '1040.xml'), 'utf8')
  writeFileSync(join(phonesDir, '1041.xml'), written.replaceAll('1040', '1041'))
  writeFileSync(join(phonesDir, '1040.xml'), written.replace('a1-hash', 'a1-lost'))
  phones.start()
  await expect.poll(() => readdirSync(phonesDir)).toEqual(['1040.xml'])
  expect(readFileSync(join(phonesDir, '1040.xml'), 'utf8')).toBe(written)
})

test('pages of phones meet each once', async () => {
  const { api } = await startOwnedSite()
  for (const extension of ['1052', '1050', '1051']) await put(api, extension, {})
  const first = await api.ask('/v1/endpoints?limit=2')
  expect(first.headers.get('link')).toContain('rel="next"')
  const second = await api.ask(`/v1/endpoints?limit=2&cursor=${first.json.nextCursor}`)
  const all = [...first.json.items, ...second.json.items]
  expect(all.map(({ extension }: { extension: string }) => extension)).toEqual(['1050', '1051', '1052'])
  expect(second.json.nextCursor).toBeNull()
})
