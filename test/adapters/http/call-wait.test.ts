/** Why a call waits, asked of a site's real memory. */
import { beforeEach, describe, expect, test } from 'vitest'
import { callWait, callWaitAgent } from '../../../src/adapters/http/schemas/wait.ts'
import type { AgentId, LegId, QueueId } from '../../../src/domain/ids.ts'
import { siteOf } from '../../domain/support/matching.ts'
import { agentId, agentLeg, callId, type Site, siteId } from '../../domain/support/story.ts'
import { agentView, callView } from './examples.ts'
import { type Api, codeOf, startApi, World } from './support.ts'

const CALL = callId(1)
const NAMES = ['chen', 'li', 'wang', 'zhao']

let site: Site
let api: Api
beforeEach(async () => {
  const able = { queues: ['stroke'], skills: [{ skill: 'stroke', level: 4 }] }
  site = siteOf(
    { stroke: { skills: [{ skill: 'stroke', level: 3 }] } },
    { chen: able, li: able, wang: { queues: ['stroke'] }, zhao: able },
    { '8001': ['stroke'] },
  )
  site.agentReady('wang')
  site.arrives(1, '8001')
  const world = new World()
  world.site = site.state
  world.now = () => site.now
  Object.defineProperty(world, 'rows', { get: () => site.journal })
  world.views = [
    callView(CALL, site.now, { queueId: 'queue_stroke' }),
    ...NAMES.map((name) => agentView(agentId(name), { queueIds: ['queue_stroke' as QueueId] })),
  ]
  api = await startApi(world, { siteId })
})

const url = (agent?: string) => `/v1/calls/${CALL}/wait${agent ? `/agents/agent_${agent}` : ''}`

describe('why a call waits', () => {
  test('is told with counts, and with the reasons of each agent, page by page', async () => {
    const { status, json, headers } = await api.ask(`${url()}?limit=3`)
    callWait.parse(json)
    expect([status, headers.get('link')]).toEqual([200, expect.stringContaining('rel="next"')])
    expect(json).toMatchObject({
      callId: CALL,
      queueId: 'queue_stroke',
      state: 'queued',
      since: new Date(site.now).toISOString(),
      ahead: 0,
      needs: { skills: [{ skill: 'stroke', level: 3 }] },
      reasons: [{ reason: 'noSkilledAgent', skills: [{ skill: 'stroke', level: 3 }] }],
      agents: { assigned: 4, on: 1, able: 0, byReason: { notLoggedOn: 3, missingSkill: 1 } },
      items: [
        { agentId: 'agent_chen', reasons: [{ reason: 'notLoggedOn' }] },
        { agentId: 'agent_li', reasons: [{ reason: 'notLoggedOn' }] },
        {
          agentId: 'agent_wang',
          reasons: [{ reason: 'missingSkill', skill: 'stroke', level: 3, has: 0 }],
        },
      ],
    })
    const next = await api.ask(`${url()}?limit=3&cursor=${json.nextCursor}`)
    expect([next.json.items.map((one: { agentId: string }) => one.agentId), next.json.nextCursor]).toEqual([
      ['agent_zhao'],
      null,
    ])
  })

  test('is the phone that rings', async () => {
    site.agentReady('li')
    const until = new Date(site.now + 20_000).toISOString()
    const { json } = await api.ask(url())
    callWait.parse(json)
    expect(json.reasons).toEqual([{ reason: 'ringing', agentIds: ['agent_li'], until }])
    const agent = await api.ask(url('li'))
    callWaitAgent.parse(agent.json)
    expect(agent.json).toEqual({
      callId: CALL,
      agentId: 'agent_li',
      reasons: [{ reason: 'ringing', callId: CALL }],
    })
  })

  test('can’t be told of a call that talks, of one that isn’t there, nor of an agent who isn’t', async () => {
    expect(codeOf(await api.ask(url('nobody')))).toBe('agent-unknown')
    expect(codeOf(await api.ask(url().replace(CALL, callId(9))))).toBe('call-unknown')
    site.agentReady('li')
    site.leg('legAnswered', agentLeg(1, 1))
    site.leg('legsBridged', 'caller-leg-1' as LegId, { withLegId: agentLeg(1, 1) })
    for (const path of [url(), url('li')]) {
      const answer = await api.ask(path)
      expect([answer.status, codeOf(answer)]).toEqual([409, 'call-state'])
      expect(answer.json.detail).toContain('connected')
    }
  })

  test('is told as far as a key reaches', async () => {
    const supervisors = (queue: string) =>
      api.world.keys.give({ roles: ['supervisor'], queueIds: [queue as QueueId] }).token
    const items = async (token: string) => (await api.ask(url(), { token })).json.items
    expect((await items(supervisors('queue_stroke'))).length).toBe(4)
    expect(codeOf(await api.ask(url(), { token: supervisors('queue_other') }))).toBe('call-unknown')
    const { token } = api.world.keys.give({ roles: ['agent'], agentId: agentId('li') as AgentId })
    expect(codeOf(await api.ask(url(), { token }))).toBe('call-unknown')
    // The phone rings: the call is the agent's, and of colleagues nothing is told.
    site.agentReady('li')
    expect((await items(token)).map((one: { agentId: string }) => one.agentId)).toEqual(['agent_li'])
    expect(codeOf(await api.ask(url('wang'), { token }))).toBe('agent-unknown')
  })

  test('nobody can tell while nobody owns the site', async () => {
    api.world.gateway.wait = async () => undefined
    expect(codeOf(await api.ask(url()))).toBe('not-owner')
  })
})
