/** Flows by REST and by file, before a real owner. */
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  flowChecked,
  flowFault,
  flowPage,
  flow as flowSchema,
  flowSummary,
  flowVersionPage,
} from '../../../src/adapters/http/schemas/flow.ts'
import { flowYaml, startOwnedSite } from './owned-site.ts'
import { type Answer, type Api, codeOf } from './support.ts'

const CREATE = { 'if-none-match': '*' }
const YAML = { 'content-type': 'application/yaml' }
const put = (api: Api, path: string, body: string, headers: Record<string, string> = {}) =>
  api.ask(path, { method: 'PUT', body, headers: { ...YAML, ...headers } })
const tagOf = ({ headers }: Answer) => ({ 'if-match': headers.get('etag') ?? '' })
const said = (answer: Answer) => [answer.status, codeOf(answer)]

const emergency = `${flowYaml('night', 'queue_emergency')}    priority: emergency\n`

test('a flow is checked, published, read back as it can be published again, and withdrawn', async () => {
  const { api } = await startOwnedSite()
  const path = '/v1/flows/flow_night'
  const tried = await put(api, `${path}?check=true`, emergency)
  flowChecked.parse(tried.json)
  expect(tried.json).toMatchObject({ changes: true, steps: 1 })
  const seen = await api.ask(path)
  flowSchema.parse(seen.json)
  expect(seen.json).toMatchObject({ origin: 'file', liveCalls: 0, current: true })

  expect(said(await put(api, path, emergency))).toEqual([428, 'if-match-missing'])
  const published = await put(api, path, emergency, tagOf(seen))
  flowSummary.parse(published.json)
  expect(published.json).toMatchObject({ origin: 'api', version: tried.json.version })
  expect(said(await put(api, path, emergency, tagOf(seen)))).toEqual([412, 'version-changed'])
  flowVersionPage.parse((await api.ask(`${path}/versions`)).json)

  const asYaml = await api.ask(path, { headers: { accept: 'application/yaml' } })
  expect(asYaml.headers.get('content-type')).toContain('application/yaml')
  expect(parse(asYaml.text)).toMatchObject({ id: 'flow_night', start: 'wait' })
  for (const [body, type] of [
    [asYaml.text, 'application/yaml'],
    [JSON.stringify((await api.ask(path)).json.definition), 'application/json'],
  ] as const) {
    const again = await put(api, `${path}?check=true`, body, { 'content-type': type })
    expect(again.json).toMatchObject({ version: published.json.version, changes: false })
  }

  expect((await api.ask(path, { method: 'DELETE', headers: tagOf(seen) })).status).toBe(412)
  expect((await api.ask(path, { method: 'DELETE', headers: tagOf(published) })).status).toBe(204)
  expect((await api.ask(path)).json).toMatchObject({ origin: 'file', version: seen.json.version })
  expect(said(await api.ask(path, { method: 'DELETE' }))).toEqual([409, 'flow-in-file'])
})

test('a flow without a file comes and goes by the API, unless numbers lead to it', async () => {
  const { api } = await startOwnedSite()
  const path = '/v1/flows/flow_new'
  const created = await put(api, path, flowYaml('new'), CREATE)
  expect(created.status).toBe(201)
  flowPage.parse((await api.ask('/v1/flows')).json)
  const number = { json: { flowId: 'flow_new' }, headers: CREATE, method: 'PUT' }
  await api.ask('/v1/numbers/8003', number)
  const used = await api.ask(path, { method: 'DELETE' })
  expect(said(used)).toEqual([409, 'flow-in-use'])
  expect(used.json.detail).toContain('number 8003')
  await api.ask('/v1/numbers/8003', { method: 'DELETE' })
  expect((await api.ask(path, { method: 'DELETE' })).status).toBe(204)
  expect(said(await api.ask(path))).toEqual([404, 'flow-unknown'])
})

test('all faults of a flow are told at once, each with line and column, what was found and what is expected', async () => {
  const { api } = await startOwnedSite()
  const path = '/v1/flows/flow_bad?check=true'
  const bad = `id: flow_bad
languages: [zh, fr]
start: wiat
steps:
  wait:
    kind: queue
    queueId: queue_generel
    enterPrompts: 7
`
  const refused = await put(api, path, bad)
  expect(said(refused)).toEqual([422, 'flow-invalid'])
  for (const fault of refused.json.faults) flowFault.parse(fault)
  expect(refused.json.faults).toMatchObject([
    { line: 2, path: 'languages[1]', found: '"fr"', expected: 'one of zh, en' },
    { line: 2, detail: expect.stringContaining('no prompt in the language') },
    { line: 3, column: 8, path: 'start' },
    { line: 7, path: 'steps.wait.queueId', detail: expect.stringContaining('queue_general') },
    { line: 8, path: 'steps.wait.enterPrompts', found: '7' },
  ])
  const other = await put(api, '/v1/flows/flow_other?check=true', flowYaml('main'))
  expect(other.json.faults).toMatchObject([{ path: 'id', found: 'flow_main', expected: expect.any(String) }])
  expect(said(await put(api, path, 'a: ['))).toEqual([422, 'flow-invalid'])
  expect(
    said(await api.ask(path, { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } })),
  ).toEqual([415, 'unsupported-media-type'])
  expect(said(await put(api, path, 'x'.repeat(1024 * 1024 + 1)))).toEqual([413, 'too-large'])
  expect(said(await put(api, path, `# ${'x'.repeat(300_000)}\n${flowYaml('bad')}`))).toEqual([
    413,
    'too-large',
  ])
  const long = JSON.stringify({ ...parse(flowYaml('bad')), nonsense: 'x'.repeat(300_000) })
  const asJson = await put(api, path, long, { 'content-type': 'application/json' })
  expect(asJson.json.faults).toMatchObject([{ line: null, path: 'nonsense' }])
})

test('files that change are read again: good ones count, a fault raises an alarm and leaves what runs', async () => {
  const { api, owner, reloading, reloads, writeFlow, flowsDir } = await startOwnedSite()
  reloading.start()
  const before = (await api.ask('/v1/flows/flow_night')).json.version
  writeFlow('night', emergency)
  writeFlow('third', flowYaml('third'))
  await expect.poll(() => owner.state?.currentFlows.size).toBe(3)
  await expect.poll(async () => (await api.ask('/v1/flows/flow_night')).json.version).not.toBe(before)
  const good = (await api.ask('/v1/flows/flow_night')).json.version

  // One file goes wrong while another one changes.
  writeFlow('night', emergency.replace('queue_emergency', 'queue_none'))
  writeFlow('third', flowYaml('third', 'queue_reports'))
  await expect.poll(() => reloads.at(-1)).toBe('faults')
  const alarms = () =>
    [...(owner.state?.alarms.values() ?? [])].filter(({ alarm }) => alarm === 'flowsInvalid')
  expect(alarms()).toMatchObject([{ detail: expect.stringMatching(/^night\.yaml:7:14: .*queue_none/) }])
  expect((await api.ask('/v1/flows/flow_night')).json.version).toBe(good)
  const third = (await api.ask('/v1/flows/flow_third')).json
  expect(third.definition.steps.wait.queueId).toBe('queue_reports')

  writeFlow('night', emergency)
  await expect.poll(() => reloads.at(-1)).toBe('done')
  expect(alarms()).toEqual([])
  // A file that is gone takes its flow along; one that numbers lead to stays.
  rmSync(join(flowsDir, 'third.yaml'))
  await expect.poll(() => owner.state?.currentFlows.size).toBe(2)
  rmSync(join(flowsDir, 'main.yaml'))
  expect(await reloading.reload('signal')).toBe('done')
  expect((await api.ask('/v1/flows/flow_main')).status).toBe(200)
  // A whole directory put in the other's place is seen too.
  renameSync(flowsDir, `${flowsDir}.old`)
  expect(await reloading.reload('signal')).toBe('faults')
  renameSync(`${flowsDir}.old`, flowsDir)
  await expect.poll(alarms).toEqual([])
})
