/** Two controllers of one site whose flow files differ: neither replaces what the other has published, unless told to. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { differingAlarm, ownChangesOf, versionsOf } from '../src/configuration/flow-changes.ts'
import { openPublishedFlows } from '../src/configuration/published-flows.ts'
import type { FlowId } from '../src/domain/ids.ts'
import type { Flow } from '../src/domain/ivr/flow.ts'
import { aSite, directFlow, menuFlow, type Site } from './domain/support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'cti-published-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

let hosts = 0
/** A controller with a data directory of its own; `takes` is what it publishes when it takes the site. */
function controller(site: Site) {
  hosts += 1
  const file = join(directory, `${hosts}`, 'published.json')
  const take = (flows: readonly Flow[], how: 'takes' | 'reloads') => {
    const published = openPublishedFlows(file)
    const read = { flows: new Map(flows.map((flow) => [flow.id, flow])), faults: [] }
    const own = ownChangesOf(site.state, read, how === 'reloads' ? undefined : published)
    for (const change of own.changes) site.when(change)
    published.note(versionsOf(read), false)
    const ids = own.changes.map((one) => (one.type === 'withdrawFlow' ? `-${one.flowId}` : one.flow.version))
    return { did: ids, differing: own.differing }
  }
  return {
    file,
    takes: (...flows: Flow[]) => take(flows, 'takes'),
    reloads: (...flows: Flow[]) => take(flows, 'reloads'),
  }
}

const other = (version: string): Flow => ({ ...directFlow, id: 'flow_other' as FlowId, version })
const base = [directFlow, menuFlow].map((flow) => flow)

function twoOf() {
  const site = aSite()
  site.when({ type: 'withdrawFlow', flowId: 'flow_emergency' as FlowId })
  site.when({ type: 'unassignNumber', number: '8999' })
  site.when({ type: 'withdrawFlow', flowId: 'flow_emergency' as FlowId })
  return { site, a: controller(site), b: controller(site) }
}

describe('controllers whose flow files differ', () => {
  it('publish what is new to them once, and then leave alone what the other has published', () => {
    const { a, b } = twoOf()
    expect(a.takes(...base, other('a-1'))).toEqual({ did: ['a-1'], differing: [] })
    expect(b.takes(...base, other('b-1'))).toEqual({ did: ['b-1'], differing: [] })
    for (let moves = 0; moves < 3; moves += 1) {
      expect(a.takes(...base, other('a-1'))).toEqual({ did: [], differing: ['flow_other'] })
      expect(b.takes(...base, other('b-1'))).toEqual({ did: [], differing: [] })
    }
  })

  it('publish a file that was changed since, and everything on a reload by hand', () => {
    const { a, b } = twoOf()
    a.takes(...base, other('a-1'))
    b.takes(...base, other('b-1'))
    expect(a.takes(...base, other('a-2')).did).toEqual(['a-2'])
    expect(b.takes(...base, other('b-1')).differing).toEqual(['flow_other'])
    expect(b.reloads(...base, other('b-1')).did).toEqual(['b-1'])
  })

  it('withdraw a flow only if its file was theirs', () => {
    const { a, b } = twoOf()
    a.takes(...base, other('a-1'))
    expect(b.takes(...base)).toEqual({ did: [], differing: ['flow_other'] })
    expect(a.takes(...base).did).toEqual(['-flow_other'])
  })

  it('publish all when what they remember is lost or damaged', () => {
    const { a, b } = twoOf()
    a.takes(...base, other('a-1'))
    b.takes(...base, other('b-1'))
    writeFileSync(a.file, '{ "flow_other": 7')
    expect(a.takes(...base, other('a-1')).did).toEqual(['a-1'])
    expect(JSON.parse(readFileSync(a.file, 'utf8'))).toMatchObject({ flow_other: 'a-1' })
  })
})

describe('what a controller remembers', () => {
  it('keeps flows whose files can’t be read just now', () => {
    const published = openPublishedFlows(join(directory, 'kept', 'published.json'))
    published.note(
      new Map([
        [directFlow.id, '1'],
        [menuFlow.id, '1'],
      ]),
      false,
    )
    published.note(new Map([[menuFlow.id, '2']]), true)
    expect(published.versionOf(directFlow.id)).toBe('1')
    expect(published.versionOf(menuFlow.id)).toBe('2')
    published.note(new Map([[menuFlow.id, '2']]), false)
    expect(published.versionOf(directFlow.id)).toBeUndefined()
  })
})

describe('the alarm', () => {
  it('names the flows, and ends when there are none', () => {
    expect(differingAlarm([directFlow.id])).toMatchObject({ type: 'raiseAlarm', alarm: 'flowsDiffer' })
    expect(differingAlarm([])).toMatchObject({ type: 'clearAlarm', alarm: 'flowsDiffer' })
  })
})
