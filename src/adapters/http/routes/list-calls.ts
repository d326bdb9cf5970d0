import { z } from 'zod'
import { asAsked, takenFilter } from '../call-filters.ts'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { route } from '../route.ts'
import { callPage, callState } from '../schemas/call.ts'
import { nothing } from '../schemas/common.ts'
import { callFilter } from '../schemas/filters.ts'

export const listCalls = route({
  method: 'get',
  path: '/v1/calls',
  operationId: 'listCalls',
  scope: 'calls:read',
  summary: 'Calls, newest first',
  description: 'A call that begins while you page appears only before the first page.',
  tag: 'calls',
  params: {},
  query: z.strictObject({
    state: callState.optional(),
    ...callFilter,
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: callPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query, principal }, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...asked } = query
    const filter = takenFilter(asked, deps)
    if (!filter.ok) return filter.problem
    const found = await reach(deps, 'calls', () =>
      deps.views.list({
        siteId: deps.config.siteId,
        kind: 'call',
        ...filter.value,
        reach: principal.reach,
        limit: limit + 1,
        after,
      }),
    )
    return found.ok ? page(found.value, { path: '/v1/calls', limit, filters: asAsked(asked) }) : found.problem
  },
})
