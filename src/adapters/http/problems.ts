/**
 * The registry of everything that can go wrong in a request (RFC 9457). A code is forever: clients branch on it.
 * `config/PROBLEMS.md` and the OpenAPI document are made from this table.
 */
import type { RefusalCode } from '../../domain/site/inputs.ts'

export interface ProblemKind {
  readonly status: number
  /** The same for every occurrence. */
  readonly title: string
  /** What the client can do about it. */
  readonly remedy: string
  /** Seconds; sent as `Retry-After`. Marks what came to nothing and is worth asking again as it was. */
  readonly retryAfterS?: number
}

const REFUSALS: Readonly<Record<RefusalCode, ProblemKind>> = {
  'agent-unknown': {
    status: 404,
    title: 'No such agent',
    remedy: 'Check the id against GET /v1/agents.',
  },
  'agent-state': {
    status: 409,
    title: 'The agent is in a state that does not allow this',
    remedy: 'Read the agent; `detail` names the state. Try again once it has changed.',
  },
  'agent-extension-taken': {
    status: 409,
    title: 'Another agent is logged on at this extension',
    remedy: 'Log that agent off, or use another extension.',
  },
  'agent-phone-gone': {
    status: 409,
    title: 'The agent’s phone isn’t registered',
    remedy: 'Have the phone register, or log off and on at another one.',
  },
  'agent-queue': {
    status: 409,
    title: 'The agent isn’t assigned to this queue',
    remedy: 'Choose among the agent’s `queueIds`, or have an administrator assign the queue.',
  },
  'call-unknown': {
    status: 404,
    title: 'No such call',
    remedy: 'Check the id against GET /v1/calls, or against the answer that gave it.',
  },
  'call-state': {
    status: 409,
    title: 'The call is in a state that does not allow this',
    remedy: 'Read the call; `detail` names the state.',
  },
  'queue-unknown': {
    status: 404,
    title: 'No such queue',
    remedy: 'Check the id against GET /v1/queues.',
  },
  'flow-unknown': {
    status: 404,
    title: 'No such flow',
    remedy: 'Publish the flow first, or name another.',
  },
  'switch-unavailable': {
    status: 503,
    title: 'No telephone switch takes this call',
    remedy:
      'Nothing was done; `detail` says why: none is connected, or all are being drained or full. Try again after the ' +
      'seconds in `Retry-After`.',
    retryAfterS: 2,
  },
  'node-unknown': {
    status: 404,
    title: 'No such switch',
    remedy: 'Check the id against GET /v1/nodes. A switch that was never connected can’t be drained.',
  },
  'node-last': {
    status: 409,
    title: 'No other switch takes calls',
    remedy: 'Bring another switch into reach, or readmit one, and try again: see GET /v1/nodes.',
  },
  'node-in-reach': {
    status: 409,
    title: 'The switch is in reach',
    remedy: 'What it has goes on: drain it instead, or clear single calls. See GET /v1/nodes.',
  },
  'recording-unknown': {
    status: 404,
    title: 'No such recording',
    remedy: 'Check the id against GET /v1/recordings, or against the call that names it.',
  },
  'recording-state': {
    status: 409,
    title: 'The recording is in a state that does not allow this',
    remedy: 'Read the call and its recording; `detail` says what stands in the way.',
  },
  'access-invalid': {
    status: 422,
    title: 'Data is read in full by a person, for a reason',
    remedy:
      'Name the person in 1 to 128 letters, digits, `_ . @ -`, and give a reason of 1 to 500 characters.',
  },
  'data-full': {
    status: 409,
    title: 'The call has as many attached data as it may have',
    remedy: 'Use names that it has already: a call takes 64.',
  },
  'opening-invalid': {
    status: 422,
    title: 'A recording is opened by a person, for a reason',
    remedy:
      'Name the person in 1 to 128 letters, digits, `_ . @ -`, and give a reason of 1 to 500 characters.',
  },
  'version-changed': {
    status: 412,
    title: 'It has been changed since you read it',
    remedy: 'Read it again, and decide anew.',
  },
  'queue-in-use': {
    status: 409,
    title: 'The queue is needed still',
    remedy: '`detail` names what needs it: agents, flows, calls. Change these first.',
  },
  'flow-in-use': {
    status: 409,
    title: 'The flow is needed still',
    remedy: '`detail` names the numbers and flows that lead to it. Change these first.',
  },
  'flow-in-file': {
    status: 409,
    title: 'The flow comes from a file',
    remedy: 'Take the file out of the directory of flows, or publish another version by the API.',
  },
  'number-unknown': {
    status: 404,
    title: 'No flow is assigned to this number',
    remedy: 'Check the number against GET /v1/numbers.',
  },
  'number-invalid': {
    status: 422,
    title: 'This can’t be a called number',
    remedy: 'Give it as the trunk sends it: 1 to 20 of 0-9, * and #, an optional + before them.',
  },
  'plan-unknown': {
    status: 404,
    title: 'No such plan',
    remedy: 'Check the id against GET /v1/plans.',
  },
  'plan-state': {
    status: 409,
    title: 'The plan is in a state that does not allow this',
    remedy: 'Read the plan; `detail` says what stands in the way.',
  },
  'plan-invalid': {
    status: 422,
    title: 'The plan names what is not there',
    remedy: '`errors` names each place (`pointer`) and what is missing: define that first, or name another.',
  },
}

const OWN = {
  'drill-unknown': {
    status: 404,
    title: 'No such drill',
    remedy: 'Check the number against the plan’s drills; the newest twenty of a site are kept.',
  },
  'broadcast-unknown': {
    status: 404,
    title: 'No such broadcast',
    remedy:
      'The newest two hundred of a site are kept; older ones are in the journal and among the calls’ facts.',
  },
  'malformed-request': {
    status: 400,
    title: 'The request is not well-formed HTTP, or its address is not well-formed',
    remedy: 'Mend the client; the same request will fail again.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not well-formed JSON',
    remedy: 'Send one JSON object in UTF-8.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'This request needs an Idempotency-Key',
    remedy:
      'Send `Idempotency-Key` with 8 to 128 letters, digits, dots, hyphens, underscores: a UUID will do.',
  },
  unauthorised: {
    status: 401,
    title: 'A valid bearer token is needed',
    remedy: 'Send `Authorization: Bearer TOKEN` with a key that is neither expired nor revoked.',
  },
  forbidden: {
    status: 403,
    title: 'Your key does not let you do this',
    remedy: '`detail` says what is missing. Ask an administrator for a key that has it.',
  },
  'authentication-limited': {
    status: 429,
    title: 'Too many tokens that are not valid came from this address',
    remedy: 'Mend the client’s token, and try again after the seconds in `Retry-After`.',
    retryAfterS: 60,
  },
  'key-unknown': {
    status: 404,
    title: 'No such API key',
    remedy: 'Check the id against GET /v1/keys.',
  },
  'keys-full': {
    status: 409,
    title: 'There are as many valid API keys as there may be',
    remedy: 'Revoke keys that are not needed any more.',
  },
  'act-not-noted': {
    status: 500,
    title: 'It was done, and could not be noted for auditors',
    remedy: 'Read what it has come to before you repeat it, and give the operator the `requestId`.',
  },
  'not-found': {
    status: 404,
    title: 'Nothing is at this address',
    remedy: 'Compare the path with /openapi.json.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    remedy: 'Use one of the methods in `Allow`.',
  },
  'request-timed-out': {
    status: 408,
    title: 'The request did not arrive in time',
    remedy: 'Send it again, without pausing.',
  },
  'webhook-unknown': {
    status: 404,
    title: 'No such webhook',
    remedy: 'Check the id against GET /v1/webhooks.',
  },
  'dead-letter-unknown': {
    status: 404,
    title: 'No such dead letter',
    remedy: 'Check the event’s id against the webhook’s dead letters.',
  },
  'webhooks-full': {
    status: 409,
    title: 'This site has as many webhooks as it may have',
    remedy: 'Delete one that is not needed any more.',
  },
  'webhook-secrets-full': {
    status: 409,
    title: 'Too many of the secrets before are valid still',
    remedy: 'Wait until one of them has run out, or rotate with `oldValidForMs` 0, which ends them all.',
  },
  'webhook-target-refused': {
    status: 422,
    title: 'Events may not be sent to this address',
    remedy:
      'Have the operator add the host, its address or a block of addresses to `webhooks.allow`; `detail` says which is missing.',
  },
  'replay-too-long': {
    status: 422,
    title: 'There are too many events after this position',
    remedy:
      'Begin later: at most 100,000 positions are gone back. Older facts are in GET /v1/calls/{callId}.',
  },
  'endpoint-unknown': {
    status: 404,
    title: 'No such phone',
    remedy: 'Check the extension against GET /v1/endpoints.',
  },
  'endpoint-foreign': {
    status: 409,
    title: 'The switch’s directory holds a phone of this extension that was written by hand',
    remedy: 'Take its file out of the directory first, or use another extension.',
  },
  'endpoints-full': {
    status: 409,
    title: 'This site has as many phones as it may have',
    remedy: 'Remove those that are not needed any more.',
  },
  'flow-invalid': {
    status: 422,
    title: 'The flow has faults',
    remedy:
      '`faults` names each: line and column, the place inside the flow, what was found and what is expected.',
  },
  'if-match-missing': {
    status: 428,
    title: 'This request needs If-Match',
    remedy:
      'Read the thing first, and send its `ETag` as `If-Match`. Where it can be created so, `If-None-Match: *` does that.',
  },
  'idempotency-running': {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    remedy:
      'Ask again after the seconds in `Retry-After`: the first answer will be given. If it never is, the service ' +
      'was stopped in between: look for the call in GET /v1/calls before you use a new key.',
    retryAfterS: 1,
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send less: /openapi.json says how much this address takes; it is 100 KB where it says nothing.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is in a format that is not understood',
    remedy:
      'Send what /openapi.json names for this address, mostly `application/json` in UTF-8, without Content-Encoding.',
  },
  invalid: {
    status: 422,
    title: 'The request is well-formed, but something in it is not allowed',
    remedy: '`errors` names each place (`in`, `pointer`) and says what is expected there.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key was used for a different request',
    remedy: 'Use a new key for each new request.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The header fields are too large',
    remedy: 'Send less than 16 KB of header fields.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong inside the service',
    remedy: 'Give the operator the `requestId`. Before repeating a command, read what it has come to.',
  },
  'prompt-unknown': {
    status: 404,
    title: 'No such prompt',
    remedy:
      'Check language and name against GET /v1/prompts. A slow one is there only where somebody recorded it.',
  },
  'prompt-invalid': {
    status: 422,
    title: 'This is no recording that callers could be played',
    remedy:
      'Send a WAV file: PCM of 8, 16 or 24 bits, mono or stereo, 8 to 48 kHz, at most 5 minutes. `detail` says what was found.',
  },
  'prompt-in-use': {
    status: 409,
    title: 'Flows say this prompt',
    remedy: '`detail` names them. Publish them without it, and wait until their calls have ended.',
  },
  'prompt-not-made': {
    status: 503,
    title: 'Our own prompt could not be spoken again',
    remedy: 'The hospital’s recording is still there. Give the operator the `requestId`, and try again.',
    retryAfterS: 5,
  },
  'prompts-full': {
    status: 409,
    title: 'There are as many prompts as there may be',
    remedy: 'Remove some that no flow says.',
  },
  'prompts-unreadable': {
    status: 503,
    title: 'The prompts can’t be read',
    remedy: 'The operator looks after the disk. Try again after the seconds in `Retry-After`.',
    retryAfterS: 5,
  },
  'prompts-unwritable': {
    status: 503,
    title: 'The recording could not be written',
    remedy: '`detail` says why; what was there is still there. Try again when the operator has seen to it.',
    retryAfterS: 30,
  },
  'uploads-full': {
    status: 503,
    title: 'As many uploads as are taken at once are under way',
    remedy: 'Nothing was read. Try again after the seconds in `Retry-After`.',
    retryAfterS: 5,
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests of late',
    remedy:
      'Wait for the seconds in `Retry-After`. Reads, commands, and commands that end a call or hide what is said have ' +
      'budgets of their own, which `RateLimit-*` tells; the operator sets them by `http.rateLimits`.',
    retryAfterS: 1,
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'The recording has no such bytes',
    remedy: '`Content-Range` says how many it has.',
  },
  'recording-incomplete': {
    status: 409,
    title: 'The recording is not complete yet',
    remedy: 'Ask again when its `state` is `complete`, or with `partial=true` for what is stored so far.',
  },
  'recording-empty': {
    status: 409,
    title: 'Nothing of this recording is stored',
    remedy: 'Read the recording: its takes say why.',
  },
  'recording-gone': {
    status: 410,
    title: 'Keys of this recording no longer exist',
    remedy: 'Nobody can open it again.',
  },
  'recording-damaged': {
    status: 500,
    title: 'What is stored is not what was sealed',
    remedy:
      'Give the operator the `requestId`: the object was altered or lost, and is to be restored from a copy.',
  },
  'recording-unreadable': {
    status: 503,
    title: 'The store of recordings does not answer',
    remedy: 'Try again after the seconds in `Retry-After`.',
    retryAfterS: 5,
  },
  'opening-refused': {
    status: 403,
    title: 'The key service refused to open this recording',
    remedy: '`detail` is its word for why, which src/keyservice/README.md explains; its log has the refusal.',
  },
  'opening-limited': {
    status: 429,
    title: 'Too many recordings were opened of late',
    remedy: 'Wait a minute. The limits are the key service’s, for each person and for all.',
    retryAfterS: 60,
  },
  'key-service-away': {
    status: 503,
    title: 'The key service does not answer',
    remedy: 'Recording and sealing go on. Try again after the seconds in `Retry-After`.',
    retryAfterS: 5,
  },
  'not-owner': {
    status: 503,
    title: 'No controller drives this site at the moment',
    remedy: 'Nothing was done. Try again after the seconds in `Retry-After`.',
    retryAfterS: 1,
  },
  'store-unavailable': {
    status: 503,
    title: 'The database does not answer',
    remedy: 'Nothing was done. Try again after the seconds in `Retry-After`.',
    retryAfterS: 2,
  },
  'stream-full': {
    status: 503,
    title: 'The live stream has as many readers as are allowed',
    remedy: 'Try again after the seconds in `Retry-After`, or ask the operator to raise `stream.maxReaders`.',
    retryAfterS: 5,
  },
  'tickets-unavailable': {
    status: 503,
    title: 'Tickets can be neither given nor taken at the moment',
    remedy: 'Try again after the seconds in `Retry-After`. A bearer token works in the meantime.',
    retryAfterS: 2,
  },
  'service-not-ready': {
    status: 503,
    title: 'The service is not ready',
    remedy: '`checks` says what is missing.',
    retryAfterS: 2,
  },
  'timed-out': {
    status: 504,
    title: 'The command was not confirmed in time',
    remedy: 'It may still be carried out: read the call or the agent before repeating it.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>

export type ProblemCode = RefusalCode | keyof typeof OWN

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemKind>> = { ...REFUSALS, ...OWN }
export const PROBLEM_CODES = Object.keys(PROBLEMS).sort() as readonly ProblemCode[]

/** The `type` of a problem document. */
export function problemType(code: ProblemCode): string {
  return `urn:cti-bridge:problem:${code}`
}
