/** Silence in a call's recording, in place of what should not be kept: a card number, a diagnosis of somebody else. */
import type { CallId } from '../../../domain/ids.ts'
import type { Asking } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { json, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { callAccepted } from '../schemas/call.ts'
import { nothing } from '../schemas/common.ts'
import { callParam } from '../schemas/ids.ts'
import { mayAct } from '../within.ts'
import { unknownOrEnded } from './clear-call.ts'

const common = {
  method: 'post',
  tag: 'recordings',
  urgent: true,
  scope: 'calls:control',
  params: { callId: callParam },
  query: nothing,
  body: nothing,
  problems: ['call-unknown', 'call-state', 'recording-state', 'not-owner', 'timed-out'],
} as const

const success = (description: string) =>
  ({
    status: 202,
    description,
    schema: callAccepted,
    headers: { Location: 'The call; its recording shows the intervals.' },
  }) as const

type Request = Asking & { readonly params: { readonly callId: CallId } }

async function mask(request: Request, masked: boolean, deps: HttpDeps): Promise<Reply> {
  const { callId } = request.params
  const denied = await mayAct(deps, request, 'call', callId)
  if (denied) return denied
  const refused = await order(deps, { type: 'maskRecording', callId, masked })
  if (refused) return refused.code === 'call-unknown' ? unknownOrEnded(deps, callId, refused) : refused
  return json(202, { callId }, { Location: `/v1/calls/${callId}` })
}

const maskRecording = route({
  ...common,
  path: '/v1/calls/{callId}/recording/mask',
  operationId: 'maskRecording',
  summary: 'Write silence into a call’s recording',
  description:
    'What is said from now on is not kept, on either side; the time line is. It holds until it is taken back, ' +
    'through transfers too. Asking twice changes nothing.',
  success: success('The switch has been told; the recording shows since when it does so.'),
  handle: (request, deps) => mask(request, true, deps),
})

const unmaskRecording = route({
  ...common,
  path: '/v1/calls/{callId}/recording/unmask',
  operationId: 'unmaskRecording',
  summary: 'Record what is said again',
  success: success('The switch has been told; the recording shows until when there is silence.'),
  handle: (request, deps) => mask(request, false, deps),
})

export const recordingMask: readonly Route[] = [maskRecording, unmaskRecording]
