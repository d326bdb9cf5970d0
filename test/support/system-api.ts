/** The API as an integrator sees it, and waiting for what it shows. */
import { type ApiClient, createClient } from '../../src/client/client.ts'
import type { Trial } from '../../src/trial/trial.ts'
import { eventually } from './eventually.ts'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
}
export interface FactBody {
  readonly pos: number
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}
export interface CallBody {
  readonly callId: string
  readonly state: string
  readonly callingNumber: string
  readonly calledNumber: string
  readonly queueId: string | null
  readonly agentId: string | null
  readonly ending: { by: string; why: string } | null
  readonly facts: readonly FactBody[]
}
export interface AgentBody {
  readonly agentId: string
  readonly state: string
  readonly phase: string
  readonly reasonCode: string | null
  readonly since: string | null
  readonly callId: string | null
  readonly pending: string | null
}

export interface SystemApi {
  /** The typed client, with the service's own token. */
  readonly client: ApiClient
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>
  /** An agent's command, such as `end-wrap-up`; throws unless it is accepted. */
  ask(agentId: string, command: string, body?: unknown): Promise<void>
  /** Logs the agent on and makes it ready. */
  ready(agentId: string): Promise<void>
  /** Waits until the view of the newest call (or of `callId`) satisfies `holds`. */
  call(holds: (call: CallBody) => boolean, callId?: string): Promise<CallBody>
  agent(agentId: string, holds: (agent: AgentBody) => boolean): Promise<AgentBody>
}

export function systemApi(trial: Trial): SystemApi {
  const client = createClient({ baseUrl: trial.apiUrl, token: trial.apiToken })
  async function api(method: string, path: string, body?: unknown, headers = {}): Promise<ApiAnswer> {
    const response = await fetch(`${trial.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${trial.apiToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  async function ask(agentId: string, command: string, body?: unknown): Promise<void> {
    const answer = await api('POST', `/v1/agents/${agentId}/${command}`, body)
    if (answer.status >= 300)
      throw new Error(`${agentId} ${command}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return {
    client,
    api,
    ask,
    async ready(agentId) {
      await ask(agentId, 'log-on')
      await ask(agentId, 'ready')
    },
    call: (holds, callId) =>
      eventually(async () => {
        const id = callId ?? (await newestCallId(client))
        if (id === undefined) return { waiting: 'no call yet' }
        const { data: call, error } = await client.GET('/v1/calls/{callId}', {
          params: { path: { callId: id } },
        })
        // A service that is just restarting says so, and is asked again.
        if (!call) return { waiting: JSON.stringify(error) }
        return holds(call) ? { found: call } : { waiting: `${call.state}: ${types(call)}` }
      }),
    agent: (agentId, holds) =>
      eventually(async () => {
        const { data: agent, error } = await client.GET('/v1/agents/{agentId}', {
          params: { path: { agentId } },
        })
        if (!agent) return { waiting: JSON.stringify(error) }
        return holds(agent) ? { found: agent } : { waiting: JSON.stringify(agent) }
      }),
  }
}

async function newestCallId(client: ApiClient): Promise<string | undefined> {
  const { data } = await client.GET('/v1/calls', { params: { query: { limit: 1 } } })
  return data?.items[0]?.callId
}

export function types(call: CallBody): string[] {
  return (call.facts ?? []).map((fact) => fact.type)
}

/** The data of the newest fact of this type. */
export function dataOf(call: CallBody, type: string): Readonly<Record<string, unknown>> | undefined {
  return call.facts.findLast((fact) => fact.type === type)?.data
}
