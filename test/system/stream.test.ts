import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Event, type EventReader, readEvents } from '../support/event-stream.ts'
import { inCharge, killService, talk } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { System } from '../support/system.ts'

onEachSwitch('an agents’ client follows the live stream', (start) => {
  let system: System
  const readers: EventReader[] = []
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.leave()
    await system.reset()
  })

  async function open(query: string, headers: Record<string, string> = {}): Promise<EventReader> {
    const authorization = `Bearer ${system.trial.apiToken}`
    const reader = await readEvents(`${system.trial.apiUrl}/v1/events${query}`, { authorization, ...headers })
    expect(reader.status).toBe(200)
    readers.push(reader)
    return reader
  }

  it('from the snapshot on, over the death of the service, it hears of every fact once and in order', async () => {
    const snapshot = (await system.api('GET', '/v1/snapshot')).body
    expect(snapshot.agents.map(({ agentId }: { agentId: string }) => agentId)).toContain('agent_li')
    const before = await open(`?after=${snapshot.cursor}`)
    const { patient, agent } = await talk(system)
    await before.until(({ type }) => type === 'cti.call.connected.v1')
    await killService(system)
    await before.ended
    await inCharge(system)

    const after = await open('', { 'last-event-id': before.ids.at(-1) ?? '' })
    await agent.hangUp()
    await patient.call.waitFor('ended')
    const call = await patient.view((now) => now.state === 'ended')
    await after.until(({ type, data }) => type === 'cti.call.ended.v1' && data.subject === patient.callId)
    await after.until(({ type }) => type === 'cti.agent.wrap-up.v1')

    const events = [...before.events, ...after.events]
    const positions = events.map(({ id }) => Number(id?.split('-').at(-1)))
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
    const ofCall = events.filter(({ data }) => data.subject === patient.callId)
    expect(ofCall.map(({ data }) => data.time)).toEqual(call.facts.map(({ at }) => at))
    for (const [subject, some] of bySubject(events)) {
      if (subject.startsWith('site_')) continue
      const numbers = some.map(({ data }) => Number(data.sequence))
      expect([subject, numbers]).toEqual([subject, numbers.map((_, n) => (numbers[0] ?? 0) + n)])
    }
    // 11 digits: nobody's number, in whatever field.
    expect(JSON.stringify(events)).not.toMatch(/"\+?\d{11,15}"/)

    const { body: record } = await system.api('GET', `/v1/call-records/${patient.callId}`)
    expect(record).toMatchObject({
      direction: 'inbound',
      agentId: 'agent_li',
      endedBy: 'agent',
      endedWhy: 'hungUp',
      callingNumber: call.callingNumber,
    })
    expect(record.waitedMs).toBeGreaterThan(0)
    expect(record.talkedMs).toBeGreaterThan(0)
    const csv = await fetch(`${system.trial.apiUrl}/v1/call-records.csv?agentId=agent_li`, {
      headers: { authorization: `Bearer ${system.trial.apiToken}` },
    })
    const lines = (await csv.text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]?.startsWith(`${patient.callId},`)).toBe(true)
  })

  it('with a ticket, it hears what its filter lets pass and no more', async () => {
    const { body } = await system.api('POST', '/v1/events/tickets')
    const url = `${system.trial.apiUrl}/v1/events?ticket=${body.ticket}&agentId=agent_wang&types=cti.agent.*`
    const reader = await readEvents(url, {})
    readers.push(reader)
    await reader.notice('cti.stream.opened')
    await system.ready('agent_li')
    await system.ready('agent_wang')
    await reader.until(({ type }) => type === 'cti.agent.ready.v1')
    expect(new Set(reader.events.map(({ data }) => data.subject))).toEqual(new Set(['agent_wang']))
    expect((await readEvents(url, {})).status).toBe(401)
  })
})

function bySubject(events: readonly Event[]): ReadonlyMap<string, Event[]> {
  const subjects = new Map<string, Event[]>()
  for (const event of events)
    subjects.set(event.data.subject, [...(subjects.get(event.data.subject) ?? []), event])
  return subjects
}
