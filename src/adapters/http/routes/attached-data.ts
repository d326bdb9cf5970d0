/** What is known of a call's party: attached, shown masked, and read in full by somebody who says why. */
import { unmaskReasonField } from '../../../domain/access/facts.ts'
import type { CallId } from '../../../domain/ids.ts'
import { dataField, dataNameOf } from '../../../domain/ivr/data.ts'
import { MASKED, maskData, maskName } from '../../../domain/ivr/masked-data.ts'
import { maskNumber } from '../../../domain/party.ts'
import { type Asking, hidden, outOfReach } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { reach } from '../reach.ts'
import { json, type Problem, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { attachedData, dataToAttach, OWN_FIELDS, unmask, unmasked } from '../schemas/attached-data.ts'
import { nothing } from '../schemas/common.ts'
import { callParam } from '../schemas/ids.ts'
import { isWithin, mayAct } from '../within.ts'
import { unknownOrEnded } from './clear-call.ts'

const PATH = '/v1/calls/{callId}/data'
const common = { tag: 'calls', params: { callId: callParam }, query: nothing } as const

const readData = route({
  ...common,
  method: 'get',
  path: PATH,
  operationId: 'readAttachedData',
  scope: 'data:read',
  summary: 'A call’s attached data, masked',
  description:
    'Of numbers with seven digits and more the ends are shown, of names the first character, of everything else ' +
    'nothing. Also of calls that have ended.',
  body: nothing,
  success: { status: 200, description: 'What there is.', schema: attachedData },
  problems: ['call-unknown', 'store-unavailable'],
  async handle(request, deps) {
    const { callId } = request.params
    return (await callMissing(deps, request, callId, 'hide')) ?? masked(deps, callId)
  },
})

const attachData = route({
  ...common,
  method: 'put',
  path: PATH,
  operationId: 'attachData',
  scope: 'data:write',
  summary: 'Attach data to a live call',
  description:
    'Values are sealed before they are kept and are in no event and no log; events name the names. A name that is there ' +
    'gets the new value; names that are not given stay as they are.',
  body: dataToAttach,
  success: { status: 200, description: 'All that the call has now, masked.', schema: attachedData },
  problems: ['call-unknown', 'call-state', 'data-full', 'not-owner', 'timed-out', 'store-unavailable'],
  async handle(request, deps) {
    const { callId } = request.params
    const denied = await mayAct(deps, request, 'call', callId)
    if (denied) return denied
    const entries = Object.entries(request.body.data)
    const fields = entries.map(([name, value]) => ({
      callId,
      name: dataField(name),
      value: JSON.stringify(value),
    }))
    const names = entries.map(([name]) => name)
    const refused = await order(deps, { type: 'setAttachedData', callId, names }, fields)
    if (refused) return refused.code === 'call-unknown' ? unknownOrEnded(deps, callId, refused) : refused
    return masked(deps, callId)
  },
})

const unmaskData = route({
  ...common,
  method: 'post',
  path: `${PATH}/unmask`,
  operationId: 'unmaskData',
  scope: 'data:unmask',
  summary: 'Read data of a call in full, for a reason',
  description:
    'Who reads what is a fact in the journal before it is answered; what can’t be noted isn’t shown. The reason is ' +
    'sealed. A key that stands for a person reads for that person, whoever the request names. Also of calls that have ended.',
  body: unmask,
  success: { status: 200, description: 'The values.', schema: unmasked },
  problems: ['call-unknown', 'access-invalid', 'not-owner', 'timed-out', 'store-unavailable'],
  async handle(request, deps) {
    const { callId } = request.params
    const { names, reason } = request.body
    const { principal } = request
    const missing = await callMissing(deps, request, callId, 'refuse')
    if (missing) return missing
    const person = principal.person ?? request.body.person
    if (person === undefined) return problem('access-invalid', { detail: 'the person is missing' })
    const fieldOf = (name: string) => (isOwn(name) ? name : dataField(name))
    const wanted = new Set(names.map(fieldOf))
    const found = await fieldsOf(deps, callId, (field) => wanted.has(field))
    if (!found.ok) return found.problem
    const noted = await deps.access.note(
      { type: 'dataUnmasked', data: { principal: principal.id, person, callId, names } },
      { field: (accessId) => ({ callId, name: unmaskReasonField(accessId), value: reason }) },
    )
    if (noted.type === 'refused') return problem(noted.code, { detail: noted.detail })
    if (noted.type !== 'accepted') return problem(noted.type === 'timedOut' ? 'timed-out' : 'not-owner')
    const values = names.map((name) => [name, inFull(fieldOf(name), found.value)] as const)
    return json(200, { callId, values: Object.fromEntries(values) })
  },
})

export const attachedDataRoutes: readonly Route[] = [readData, attachData, unmaskData]

type Fields = ReadonlyMap<string, string>

/** The problem, when there is no such call, or none that this client reaches. */
async function callMissing(
  deps: HttpDeps,
  asking: Asking,
  callId: CallId,
  otherwise: 'hide' | 'refuse',
): Promise<Problem | undefined> {
  const found = await reach(deps, 'call', () => deps.views.get(deps.config.siteId, 'call', callId))
  if (!found.ok) return found.problem
  if (!found.value) return problem('call-unknown')
  if (isWithin(asking, found.value)) return undefined
  return otherwise === 'hide' ? hidden(deps, asking, 'call-unknown') : outOfReach(deps, asking, 'call')
}

function fieldsOf(deps: HttpDeps, callId: CallId, isWanted: (field: string) => boolean) {
  const { siteId } = deps.config
  return reach(deps, 'private fields', () => deps.privateFields.readSome(siteId, callId, isWanted))
}

async function masked(deps: HttpDeps, callId: CallId): Promise<Reply> {
  const found = await fieldsOf(deps, callId, (field) => isOwn(field) || dataNameOf(field) !== undefined)
  if (!found.ok) return found.problem
  const data: [string, string][] = []
  for (const field of found.value.keys()) {
    const name = dataNameOf(field)
    const value = inFull(field, found.value)
    if (name !== undefined) data.push([name, value === null ? MASKED : maskData(name, value)])
  }
  const own = OWN_FIELDS.map((field) => {
    const value = found.value.get(field)
    return [field, value === undefined || value === '' ? null : maskOwn(field, value)] as const
  })
  data.sort(([a], [b]) => (a < b ? -1 : 1))
  return json(200, { callId, data: Object.fromEntries(data), own: Object.fromEntries(own) })
}

function maskOwn(field: (typeof OWN_FIELDS)[number], value: string): string {
  return field === 'callerName' ? maskName(value) : maskNumber(value)
}

/** Null: there is none, or what is there isn't what we write. */
function inFull(field: string, fields: Fields): string | number | boolean | null {
  const text = fields.get(field)
  if (text === undefined) return null
  if (isOwn(field)) return text === '' ? null : text
  const value: unknown = JSON.parse(text)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function isOwn(field: string): field is (typeof OWN_FIELDS)[number] {
  return (OWN_FIELDS as readonly string[]).includes(field)
}
