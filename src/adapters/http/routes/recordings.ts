import { z } from 'zod'
import { asAsked } from '../call-filters.ts'
import { hidden } from '../denials.ts'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { spanFilter } from '../schemas/filters.ts'
import { agentIdTaken, queueIdTaken, recordingParam } from '../schemas/ids.ts'
import { recording, recordingPage, recordingState } from '../schemas/recording.ts'
import { toWire } from '../wire.ts'
import { isWithin } from '../within.ts'

export const listRecordings = route({
  method: 'get',
  path: '/v1/recordings',
  operationId: 'listRecordings',
  scope: 'recordings:read',
  summary: 'Recordings, newest first',
  tag: 'recordings',
  params: {},
  query: z.strictObject({
    state: recordingState.optional(),
    ...spanFilter,
    queueId: queueIdTaken.optional(),
    agentId: agentIdTaken.optional(),
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: recordingPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query, principal }, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...filters } = query
    const { siteId } = deps.config
    const found = await reach(deps, 'recordings', () =>
      deps.views.list({
        siteId,
        kind: 'recording',
        ...filters,
        reach: principal.reach,
        limit: limit + 1,
        after,
      }),
    )
    return found.ok
      ? page(found.value, { path: '/v1/recordings', limit, filters: asAsked(filters) })
      : found.problem
  },
})

export const readRecording = route({
  method: 'get',
  path: '/v1/recordings/{recordingId}',
  operationId: 'readRecording',
  scope: 'recordings:read',
  summary: 'One recording, with the proof of what is missing',
  description:
    'Every take with its beginning, its end, what was sealed of it and what was masked. Sound is not in here, and this is no opening.',
  tag: 'recordings',
  params: { recordingId: recordingParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The recording.', schema: recording },
  problems: ['recording-unknown', 'store-unavailable'],
  async handle(request, deps) {
    const { params } = request
    const { siteId } = deps.config
    const found = await reach(deps, 'recording', () =>
      deps.views.get(siteId, 'recording', params.recordingId),
    )
    if (!found.ok) return found.problem
    if (!found.value) return problem('recording-unknown')
    if (!isWithin(request, found.value)) return hidden(deps, request, 'recording-unknown')
    return json(200, toWire(found.value.body))
  },
})
