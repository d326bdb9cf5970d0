/** Every route for every role: let in, or refused. */
import { beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '../../../src/adapters/http/routes/index.ts'
import { ROLES, type Role } from '../../../src/domain/access/roles.ts'
import { AGENT, agentView, CALL, callView, QUEUE, queueView, T0, wholeCall } from './examples.ts'
import { type Api, codeOf, startApi, World } from './support.ts'
import { WHO_MAY } from './who-may.ts'

const routes = allRoutes('0')

test('there is a decision for every route, and none for a route that is no more', () => {
  expect(Object.keys(WHO_MAY).sort()).toEqual(routes.map(({ operationId }) => operationId).sort())
})

describe('each role', () => {
  const world = new World()
  const token = new Map<Role | 'nobody', string | null>([['nobody', null]])
  let api: Api
  beforeAll(() => {
    world.views = [callView(CALL, T0, { agentId: AGENT, queueId: QUEUE }), agentView(AGENT), queueView(QUEUE)]
    world.rows = wholeCall()
    for (const role of ROLES)
      token.set(role, world.keys.give({ roles: [role], agentId: role === 'agent' ? AGENT : null }).token)
  })

  test.each(routes.map((route) => [route.operationId, route] as const))('%s', async (operationId, route) => {
    // A reader of the live stream is told soon that there is none here.
    api = await startApi(world, { readTimeoutMs: 50 })
    const may = WHO_MAY[operationId]
    const path = route.path
      .replace('{callId}', CALL)
      .replace('{agentId}', AGENT)
      .replaceAll(/\{\w+\}/g, 'x')
    for (const [who, bearer] of token) {
      const answer = await api.ask(path, {
        method: route.method.toUpperCase(),
        token: bearer,
        ...(route.method === 'post' && { json: {} }),
      })
      const wanted = may === null ? 'in' : who === 'nobody' ? 401 : may?.includes(who) ? 'in' : 403
      const got = answer.status === 401 || answer.status === 403 ? answer.status : 'in'
      expect([who, got, codeOf(answer)]).toEqual([who, wanted, codeOf(answer)])
      if (got === 403) expect(answer.json.detail).toBe(`this needs the scope ${route.scope}`)
    }
  })
})
