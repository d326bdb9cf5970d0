import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ticket as ticketSchema } from '../../../../src/adapters/http/schemas/event.ts'
import { PortUnavailable } from '../../../../src/runtime/ports.ts'
import { codeOf } from '../support.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

test('a ticket opens the stream once, without a token', async () => {
  const site = await sites.start()
  const issued = await site.api.ask('/v1/events/tickets', { method: 'POST' })
  expect(issued.status).toBe(201)
  const { ticket } = ticketSchema.parse(issued.json)
  const reader = await site.open({ query: `?ticket=${ticket}`, token: null })
  expect(reader.status).toBe(200)
  await reader.notice('cti.stream.opened')
  const again = await site.api.ask(`/v1/events?ticket=${ticket}`, { token: null })
  expect([again.status, codeOf(again)]).toEqual([401, 'unauthorised'])
  expect(JSON.stringify(site.api.world.logged)).not.toContain(ticket)
})

test('of many who try one ticket at once, one gets in', async () => {
  const site = await sites.start()
  const { json } = await site.api.ask('/v1/events/tickets', { method: 'POST' })
  const tries = Array.from({ length: 8 }, () => site.open({ query: `?ticket=${json.ticket}`, token: null }))
  const readers = await Promise.all(tries)
  expect(readers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)])
})

test('tickets are given to those with a token only, and open nothing but the stream', async () => {
  const site = await sites.start()
  expect((await site.api.ask('/v1/events/tickets', { method: 'POST', token: null })).status).toBe(401)
  const { json } = await site.api.ask('/v1/events/tickets', { method: 'POST' })
  for (const path of ['/v1/snapshot', '/v1/calls', '/v1/call-records.csv'])
    expect((await site.api.ask(`${path}?ticket=${json.ticket}`, { token: null })).status).toBe(401)
})

test.each(['', 'short', 'A'.repeat(43), 'A'.repeat(5_000), '..%2f..%2fetc%2fpasswd', 'x&ticket=y'])(
  'a ticket that was never given (%#) is refused',
  async (ticket) => {
    const site = await sites.start()
    const answer = await site.api.ask(`/v1/events?ticket=${ticket}`, { token: null })
    expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthorised'])
  },
)

test('while tickets can’t be looked up, a token still opens the stream', async () => {
  const site = await sites.start()
  const away = () => Promise.reject(new PortUnavailable('away'))
  site.api.world.tickets.issue = away
  site.api.world.tickets.redeem = away
  const issued = await site.api.ask('/v1/events/tickets', { method: 'POST' })
  const redeemed = await site.api.ask(`/v1/events?ticket=${'A'.repeat(43)}`, { token: null })
  for (const answer of [issued, redeemed])
    expect([answer.status, codeOf(answer)]).toEqual([503, 'tickets-unavailable'])
  expect((await site.open()).status).toBe(200)
})
