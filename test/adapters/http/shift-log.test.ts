import { expect, test } from 'vitest'
import { shiftLog } from '../../../src/adapters/http/schemas/shift.ts'
import { agentFact } from '../../../src/domain/acd/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId } from '../../../src/domain/ids.ts'
import { AGENT, agentView } from './examples.ts'
import { codeOf, SITE, startApi, World } from './support.ts'

const NOON = Date.parse('2026-11-22T04:00:00Z')
const HOUR = 3_600_000

/** An agent who logged on at 22:00 of the day before, and is ready. */
function onDuty(): { world: World; asked: unknown[] } {
  const id = AGENT as AgentId
  const facts = [
    agentFact(id, 'agentLoggedOn', NOON - 14 * HOUR, { extension: '1001' }),
    agentFact(id, 'agentReady', NOON - 13 * HOUR, { since: NOON - 13 * HOUR }),
  ]
  const rows = facts.map((fact, index): JournalRow => {
    return { siteId: SITE, pos: index + 1, subjectSeq: index + 1, ...fact }
  })
  const world = new World()
  const asked: unknown[] = []
  world.views = [agentView(AGENT)]
  world.now = () => NOON
  world.agentHistory = {
    between: async (...all) => {
      asked.push(all)
      return rows
    },
  }
  return { world, asked }
}

test('today is shown unless told, counted until now', async () => {
  const { world, asked } = onDuty()
  const { ask } = await startApi(world)
  const answer = await ask(`/v1/agents/${AGENT}/shifts`)
  expect(shiftLog.parse(answer.json)).toEqual({
    agentId: AGENT,
    days: [
      {
        date: '2026-11-22',
        loggedOnMs: 12 * HOUR,
        shifts: [{ extension: '1001', loggedOnAt: '2026-11-21T14:00:00.000Z', loggedOffAt: null }],
        totals: [{ phase: 'ready', reasonCode: null, times: 0, durationMs: 12 * HOUR }],
        states: [
          {
            phase: 'ready',
            reasonCode: null,
            by: null,
            callId: null,
            since: '2026-11-21T16:00:00.000Z',
            until: null,
          },
        ],
      },
    ],
  })
  const day = [Date.parse('2026-11-21T16:00:00Z'), Date.parse('2026-11-22T16:00:00Z')]
  expect(asked).toEqual([[SITE, AGENT, ...day, expect.any(Number)]])
})

test('several days are shown from the oldest on', async () => {
  const { world } = onDuty()
  const { ask } = await startApi(world)
  const { json } = await ask(`/v1/agents/${AGENT}/shifts?from=2026-11-20&to=2026-11-22`)
  expect(json.days.map((one: { date: string; loggedOnMs: number }) => [one.date, one.loggedOnMs])).toEqual([
    ['2026-11-20', 0],
    ['2026-11-21', 2 * HOUR],
    ['2026-11-22', 12 * HOUR],
  ])
})

test.each([
  'from=2026-11-31x',
  'from=2026-02-30',
  'from=2026-11-22&to=2026-11-21',
  'from=2026-01-01&to=2026-02-01',
])('%s is refused', async (query) => {
  const { ask } = await startApi(onDuty().world)
  expect(codeOf(await ask(`/v1/agents/${AGENT}/shifts?${query}`))).toBe('invalid')
})

test('more than can be shown is said to be too much', async () => {
  const { world } = onDuty()
  world.agentHistory = { between: async () => undefined }
  const { ask } = await startApi(world)
  expect(codeOf(await ask(`/v1/agents/${AGENT}/shifts`))).toBe('invalid')
})

test('an agent who isn’t there has none, nor one out of reach', async () => {
  const { world } = onDuty()
  const { ask } = await startApi(world)
  expect(codeOf(await ask('/v1/agents/agent_nobody/shifts'))).toBe('agent-unknown')
  const { token } = world.keys.give({ roles: ['agent'], agentId: 'agent_zhou' as AgentId })
  expect(codeOf(await ask(`/v1/agents/${AGENT}/shifts`, { token }))).toBe('agent-unknown')
})
