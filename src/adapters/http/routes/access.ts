/** The access log: who was refused, who administered, who read in full, who listened. */
import { z } from 'zod'
import { asAsked } from '../call-filters.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { route } from '../route.ts'
import { accessFilter, accessPage } from '../schemas/access.ts'
import { nothing } from '../schemas/common.ts'
import { toWire } from '../wire.ts'

const PATH = '/v1/access'

export const listAccess = route({
  method: 'get',
  path: PATH,
  operationId: 'listAccess',
  scope: 'access:read',
  summary: 'Who was refused what, administered what, read or heard what in full; newest first',
  description:
    'Facts of the site’s journal. Denials of one principal for one operation within ten seconds are one fact, with ' +
    '`times`. Why data was unmasked or a recording opened is kept sealed.',
  tag: 'access',
  params: {},
  query: z.strictObject({ ...accessFilter, ...pageQuery }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: accessPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query: { limit = DEFAULT_LIMIT, cursor, ...filter } }, deps) {
    const { siteId } = deps.config
    const found = await reach(deps, 'access log', () =>
      deps.accessLog.list({ siteId, ...filter, limit: limit + 1, beforePos: cursor?.orderAt }),
    )
    if (!found.ok) return found.problem
    const items = found.value.map((row) => ({ orderAt: row.pos, id: row.subject, row }))
    return pageOfItems(items, { path: PATH, limit, filters: asAsked(filter) }, ({ row }) =>
      toWire({ id: row.subject, type: row.type, at: row.at, data: row.data }),
    )
  },
})
