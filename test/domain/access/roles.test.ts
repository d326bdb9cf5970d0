/** Roles, scopes, reach, and what may be given away. */
import { describe, expect, test } from 'vitest'
import { beyond, grantFault, type KeyGrant, rightsOf } from '../../../src/domain/access/grant.ts'
import {
  covers,
  type Reach,
  reachesAgent,
  reachesConcerned,
  reachesOwned,
  reachesQueue,
  WHOLE_SITE,
} from '../../../src/domain/access/reach.ts'
import { ROLE_SCOPES, ROLES, type Role, scopesOf } from '../../../src/domain/access/roles.ts'
import { ALL_SCOPES, isScope, type Scope } from '../../../src/domain/access/scopes.ts'
import type { AgentId, QueueId, SiteId } from '../../../src/domain/ids.ts'

/** Who may do what, written down a second time: a role doesn't gain a scope by accident. */
const MAY: Readonly<Record<Scope, string>> = {
  'calls:read': 'agent supervisor quality admin auditor integrator',
  'calls:control': 'agent supervisor admin integrator',
  'agents:read': 'agent supervisor quality admin auditor integrator',
  'agents:control': 'agent supervisor admin integrator',
  'agents:supervise': 'supervisor admin',
  'agents:admin': 'admin',
  'queues:read': 'agent supervisor quality admin auditor integrator',
  'queues:admin': 'admin',
  'recordings:read': 'supervisor quality admin auditor integrator',
  'recordings:open': 'supervisor quality',
  'records:read': 'agent supervisor quality admin auditor integrator',
  'data:read': 'agent supervisor quality admin integrator',
  'data:write': 'agent supervisor admin integrator',
  'data:unmask': 'supervisor',
  'webhooks:admin': 'admin integrator',
  'events:read': 'agent supervisor admin integrator',
  'flows:read': 'supervisor admin auditor integrator',
  'flows:admin': 'admin',
  'plans:read': 'supervisor admin auditor integrator',
  'plans:admin': 'admin',
  'plans:switch': 'supervisor admin',
  'broadcasts:send': 'supervisor admin',
  'prompts:read': 'supervisor admin auditor integrator',
  'prompts:admin': 'admin',
  'numbers:read': 'supervisor admin auditor integrator',
  'numbers:admin': 'admin',
  'endpoints:read': 'admin auditor integrator',
  'endpoints:admin': 'admin',
  'nodes:read': 'supervisor admin auditor integrator',
  'nodes:admin': 'admin',
  'keys:admin': 'admin',
  'access:read': 'auditor',
  'metrics:read': 'admin auditor integrator',
}

describe('roles', () => {
  test.each(ALL_SCOPES)('%s is for those who need it', (scope) => {
    expect(ROLES.filter((role) => ROLE_SCOPES[role].includes(scope)).join(' ')).toBe(MAY[scope])
  })

  test('several roles give the scopes of each, and a key may be narrowed to some of them', () => {
    expect(scopesOf(['quality', 'auditor'], null)).toEqual(
      ALL_SCOPES.filter((scope) => / (quality|auditor)|^(quality|auditor)/.test(` ${MAY[scope]}`)),
    )
    expect(scopesOf(['supervisor'], ['calls:read', 'keys:admin'])).toEqual(['calls:read'])
  })

  test('what isn’t a scope is none, whatever JavaScript calls its own', () => {
    expect(['calls:read', 'toString', '__proto__', 'calls:*', ''].map(isScope)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

const ofQueues: Reach = { queueIds: ['queue_a', 'queue_b'], agentId: null }
const ofAgent: Reach = { queueIds: [], agentId: 'agent_li' }

describe('reach', () => {
  test.each<[string, Reach, string | null, string | null, boolean]>([
    ['the whole site', WHOLE_SITE, null, null, true],
    ['one of the queues', ofQueues, 'queue_b', 'agent_wu', true],
    ['another queue', ofQueues, 'queue_c', 'agent_wu', false],
    ['no queue at all', ofQueues, null, 'agent_wu', false],
    ['the agent’s own call', ofAgent, 'queue_c', 'agent_li', true],
    ['a colleague’s call', ofAgent, 'queue_a', 'agent_wu', false],
    ['nobody’s call', ofAgent, null, null, false],
  ])('a call: %s', (_, reach, queueId, agentId, reached) => {
    expect(reachesOwned(reach, { queueId, agentId })).toBe(reached)
  })

  test('agents: those who serve one of the queues, or oneself', () => {
    const wu = { agentId: 'agent_wu', queueIds: ['queue_b', 'queue_c'] }
    expect([WHOLE_SITE, ofQueues, ofAgent].map((reach) => reachesAgent(reach, wu))).toEqual([
      true,
      true,
      false,
    ])
    const li = { agentId: 'agent_li', queueIds: ['queue_c'] }
    expect([WHOLE_SITE, ofQueues, ofAgent].map((reach) => reachesAgent(reach, li))).toEqual([
      true,
      false,
      true,
    ])
  })

  test('queues: those that are named, or that the agent serves', () => {
    const queue = { queueId: 'queue_c', agentIds: ['agent_li'] }
    expect([WHOLE_SITE, ofQueues, ofAgent].map((reach) => reachesQueue(reach, queue))).toEqual([
      true,
      false,
      true,
    ])
  })

  test('what concerns nobody is the whole site’s', () => {
    const nobody = { queueIds: [], agentIds: [] }
    expect([WHOLE_SITE, ofQueues, ofAgent].map((reach) => reachesConcerned(reach, nobody))).toEqual([
      true,
      false,
      false,
    ])
    expect(reachesConcerned(ofAgent, { queueIds: ['queue_c'], agentIds: ['agent_wu', 'agent_li'] })).toBe(
      true,
    )
    expect(reachesConcerned(ofQueues, { queueIds: ['queue_c', 'queue_a'], agentIds: [] })).toBe(true)
  })

  test('one covers another when it reaches all that the other does', () => {
    expect(covers(WHOLE_SITE, ofQueues)).toBe(true)
    expect(covers(ofQueues, WHOLE_SITE)).toBe(false)
    expect(covers(ofQueues, { queueIds: ['queue_a'], agentId: null })).toBe(true)
    expect(covers(ofQueues, { queueIds: ['queue_a', 'queue_c'], agentId: null })).toBe(false)
    expect(covers(ofQueues, ofAgent)).toBe(false)
    expect(covers(ofAgent, ofAgent)).toBe(true)
  })
})

const AGENT = 'agent_li' as AgentId
const SITE = 'site_main' as SiteId
const grant = (roles: readonly Role[], more: Partial<KeyGrant> = {}): KeyGrant => ({
  roles,
  scopes: null,
  siteIds: [SITE],
  queueIds: null,
  agentId: null,
  ...more,
})
const queues = (...names: string[]) => names as QueueId[]

describe('what a key gives', () => {
  test('an agent’s key reaches the agent’s own; a second role, what that one reaches', () => {
    expect(rightsOf(grant(['agent'], { agentId: AGENT })).reach).toEqual({ queueIds: [], agentId: AGENT })
    expect(rightsOf(grant(['agent', 'supervisor'], { agentId: AGENT })).reach).toEqual({
      queueIds: null,
      agentId: AGENT,
    })
  })

  test.each<[string, KeyGrant, string | undefined]>([
    ['an agent’s key without an agent', grant(['agent']), 'agentId'],
    ['another’s with one', grant(['quality'], { agentId: AGENT }), 'agentId'],
    [
      'an agent’s key with queues',
      grant(['agent'], { agentId: AGENT, queueIds: queues('queue_a') }),
      'queueIds',
    ],
    ['a scope that is in none of the roles', grant(['quality'], { scopes: ['keys:admin'] }), 'scopes'],
    ['a key that lets do nothing', grant(['quality'], { scopes: [] }), 'scopes'],
    ['an administrator of some queues', grant(['admin'], { queueIds: queues('queue_a') }), 'queueIds'],
    [
      'an integrator of some queues, with webhooks',
      grant(['integrator'], { queueIds: queues('queue_a') }),
      'queueIds',
    ],
    ['an auditor of some queues', grant(['auditor'], { queueIds: queues('queue_a') }), 'queueIds'],
    ['a supervisor of some queues', grant(['supervisor'], { queueIds: queues('queue_a') }), undefined],
    [
      'an integrator of some queues, without',
      grant(['integrator'], { queueIds: queues('queue_a'), scopes: ['calls:read', 'calls:control'] }),
      undefined,
    ],
  ])('%s', (_, wanted, member) => {
    expect(grantFault(wanted)?.member).toBe(member)
  })

  test('nobody gives a scope, a site or a queue that she doesn’t have', () => {
    const admin = rightsOf(grant(['admin']))
    expect(beyond(admin, grant(['agent'], { agentId: AGENT }))).toBeUndefined()
    expect(beyond(admin, grant(['integrator']))).toBeUndefined()
    expect(beyond(admin, grant(['quality']))).toMatchObject({ member: 'roles', message: /recordings:open/ })
    expect(beyond(admin, grant(['quality'], { scopes: ['calls:read'] }))).toBeUndefined()
    expect(beyond(admin, grant(['auditor']))).toMatchObject({ message: /access:read/ })
    expect(beyond(admin, grant(['integrator'], { siteIds: null }))).toMatchObject({ member: 'siteIds' })
    expect(beyond(admin, grant(['integrator'], { siteIds: ['site_east' as SiteId] }))).toMatchObject({
      member: 'siteIds',
    })
    const everything = { scopes: ALL_SCOPES, siteIds: null, reach: WHOLE_SITE }
    for (const role of ROLES)
      expect(
        beyond(everything, grant([role], { siteIds: null, agentId: role === 'agent' ? AGENT : null })),
      ).toBeUndefined()
    const narrowed = { ...everything, reach: ofQueues }
    expect(beyond(narrowed, grant(['supervisor']))).toMatchObject({ member: 'queueIds' })
    expect(beyond(narrowed, grant(['supervisor'], { queueIds: queues('queue_a') }))).toBeUndefined()
  })
})
