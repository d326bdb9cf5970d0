/** What readers with keys are told, and when they are told nothing more. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import type { ApiKey } from '../../../../src/runtime/access.ts'
import { callOf } from '../../../../src/runtime/call-trail.ts'
import { toCloudEvent } from '../../../../src/runtime/cloud-event.ts'
import { hangsUp } from '../../../domain/support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  queueId,
  talking,
} from '../../../domain/support/story.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

/** li talks with the first caller, wang with the second; both hang up. */
function aDay(): JournalRow[] {
  const site = aSite()
  for (const [n, name] of [
    [1, 'li'],
    [2, 'wang'],
  ] as const) {
    talking(site, n, name)
    hangsUp(site, callerLeg(n))
    hangsUp(site, agentLeg(n, 1))
  }
  return site.journal
}

const idsOf = (rows: readonly JournalRow[]) => rows.flatMap((row) => toCloudEvent(row)?.id ?? [])

async function heard(day: readonly JournalRow[], key: Pick<ApiKey, 'roles'> & Partial<ApiKey>, query = '') {
  const site = await sites.start({ before: day, heartbeatMs: 30 })
  const { token } = site.api.world.keys.give(key)
  const reader = await site.open({ query: `?after=site_test-0${query}`, token })
  // The cursor has come to the end: whatever was to be told has been.
  await reader.untilRaw(`: here\nid: site_test-${day.length}\n\n`)
  return reader.ids
}

test('an agent hears of the agent’s own calls from the offer to the end, and of nobody else', async () => {
  const day = aDay()
  const ids = await heard(day, { roles: ['agent'], agentId: agentId('li') })
  const own = day.filter((row) => row.subject === agentId('li') || callOf(row) === callId(1))
  const offered = own.findIndex(({ type }) => type === 'callOffered')
  const ofCall = own.filter((row, n) => n >= offered || row.subject === agentId('li'))
  expect(ids).toEqual(idsOf(ofCall))
  expect(ids.length).toBeGreaterThan(5)
})

test('who asks for more than the key reaches hears nothing', async () => {
  const ids = await heard(aDay(), { roles: ['agent'], agentId: agentId('li') }, `&agentId=${agentId('wang')}`)
  expect(ids).toEqual([])
})

test('a key of one queue hears of that queue; one of another, of nothing', async () => {
  const day = aDay()
  const ids = await heard(day, { roles: ['supervisor'], queueIds: [queueId('general')] })
  expect(ids).toContain(idsOf(day.filter(({ type }) => type === 'callQueued'))[0])
  expect(await heard(day, { roles: ['supervisor'], queueIds: [queueId('other')] })).toEqual([])
})

test('what happens to the site is for keys that reach all of it', async () => {
  const day = aDay()
  const site = idsOf(day.filter(({ kind }) => kind === 'site'))
  expect(site.length).toBeGreaterThan(0)
  expect(await heard(day, { roles: ['integrator'] })).toEqual(expect.arrayContaining(site))
  const narrowed = await heard(day, { roles: ['integrator'], scopes: ['events:read', 'agents:read'] })
  const agents = idsOf(day.filter(({ kind }) => kind === 'agent'))
  expect(narrowed).toEqual(idsOf(day).filter((id) => site.includes(id) || agents.includes(id)))
})

test('a reader whose key is revoked is told so within seconds, and told nothing more', async () => {
  const site = await sites.start()
  const { token, key } = site.api.world.keys.give({ roles: ['integrator'] })
  const reader = await site.open({ token })
  await reader.notice('cti.stream.opened')
  expect((await site.api.ask(`/v1/keys/${key.keyId}`, { method: 'DELETE' })).status).toBe(204)
  expect(await reader.notice('cti.stream.revoked')).toMatchObject({ data: { cursor: 'site_test-0' } })
  await reader.ended
  expect(site.gone.all).toEqual(['revoked'])
})

test('a ticket shows what the key that asked for it may see, as long as that is good', async () => {
  const day = aDay()
  const site = await sites.start({ before: day, heartbeatMs: 30 })
  const { token, key } = site.api.world.keys.give({ roles: ['agent'], agentId: agentId('li') })
  const ticket = async () => (await site.api.ask('/v1/events/tickets', { method: 'POST', token })).json.ticket
  const reader = await site.open({ query: `?after=site_test-0&ticket=${await ticket()}`, token: null })
  await reader.untilRaw(`: here\nid: site_test-${day.length}\n\n`)
  expect(reader.ids).not.toEqual(idsOf(day))
  expect(reader.ids.length).toBeGreaterThan(0)
  const late = await ticket()
  await site.api.ask(`/v1/keys/${key.keyId}`, { method: 'DELETE' })
  expect((await site.open({ query: `?ticket=${late}`, token: null })).status).toBe(401)
})
