import { createHash } from 'node:crypto'
import { partyOf } from '../../../runtime/intake.ts'
import { once, parseKey } from '../idempotency.ts'
import { order } from '../order.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { callAccepted, makeCall as makeCallBody } from '../schemas/call.ts'
import { nothing } from '../schemas/common.ts'
import { mayAct } from '../within.ts'

export const makeCall = route({
  method: 'post',
  path: '/v1/calls',
  operationId: 'makeCall',
  scope: 'calls:control',
  summary: 'Call a number for an agent',
  description:
    'Rings the agent’s phone, then the number. With 504 `callId` names the call that may have been made; the ' +
    'same key gives the same answer again, so read the call before you use a new key.',
  tag: 'calls',
  params: {},
  query: nothing,
  body: makeCallBody,
  idempotent: true,
  success: {
    status: 202,
    description: 'The agent’s phone is about to ring.',
    schema: callAccepted,
    headers: {
      Location: 'The call.',
      'Idempotency-Replayed': '`true` when this is the first answer given again.',
    },
  },
  problems: [
    'agent-unknown',
    'agent-state',
    'switch-unavailable',
    'not-owner',
    'timed-out',
    'store-unavailable',
  ],
  async handle(request, deps) {
    const { body, principal, idempotencyKey, requestId } = request
    const key = parseKey(idempotencyKey)
    if (key === undefined) return problem('idempotency-key-missing')
    const { agentId, calledNumber } = body
    const denied = await mayAct(deps, request, 'agent', agentId)
    if (denied) return denied
    const called = partyOf(calledNumber, deps.hashNumber)
    const scope = `${principal.id} makeCall`
    // Over the keyed hash: over the number itself it could be searched for by trying all numbers.
    const bodyHash = createHash('sha256').update(`${agentId} ${called.hash}`).digest('hex')
    const answer = await once(deps, { scope, key, bodyHash, requestId }, async () => {
      const callId = deps.ids.newCallId()
      const refused = await order(deps, { type: 'makeCall', agentId, callId, called }, [
        { callId, name: 'calledNumber', value: calledNumber },
      ])
      if (!refused) return json(202, { callId })
      return refused.code === 'timed-out' ? { ...refused, more: { callId } } : refused
    })
    return withLocation(answer)
  },
})

/** First answers are kept as status and body; the address follows from the body. */
function withLocation(answer: Awaited<ReturnType<typeof once>>): typeof answer {
  if (answer.kind === 'problem' || answer.status !== 202) return answer
  const body: unknown = answer.kind === 'json' ? answer.body : JSON.parse(answer.body)
  const { callId } = body as { callId: string }
  return { ...answer, headers: { ...answer.headers, Location: `/v1/calls/${callId}` } }
}
