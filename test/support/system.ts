/** A whole system for one test file: a trial on a fresh data directory, phones, and the API as an integrator sees it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FALLBACK_EXTENSION } from '../../src/trial/extensions.ts'
import { openSecrets } from '../../src/trial/secrets.ts'
import { SERVICE_NUMBER, startTrial, type Trial } from '../../src/trial/trial.ts'
import { eventually } from './eventually.ts'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from './freeswitch.ts'
import { createPhone, createTrunk, type Phone, type PhoneOptions, type TrunkOptions } from './phone/index.ts'
import { writeShortPrompts } from './short-prompts.ts'

export interface System {
  readonly trial: Trial
  readonly sip: { readonly host: string; readonly port: number }
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>
  /** A registered phone of this extension; closed with the system. */
  phone(extension: string, options?: PhoneOptions): Promise<Phone>
  /** Logs the agent on and makes it ready. */
  ready(agentId: string): Promise<void>
  /** Waits until the view of the only live call (or of `callId`) satisfies `holds`. */
  call(holds: (call: CallBody) => boolean, callId?: string): Promise<CallBody>
  agent(agentId: string, holds: (agent: AgentBody) => boolean): Promise<AgentBody>
  /** A peer like a carrier: neither registers nor authenticates. `call(number, { from })` places a call. */
  trunk(options?: Partial<TrunkOptions>): Promise<Phone>
  readonly switchKind: 'freeswitch' | 'softswitch'
  /** The switch's process, for tests that end it. */
  readonly switchPid: number
  /** Every line that the service and the switch have written. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
}
export interface CallBody {
  readonly callId: string
  readonly state: string
  readonly queueId: string | null
  readonly agentId: string | null
  readonly ending: { by: string; why: string } | null
  readonly facts: readonly {
    pos: number
    seq: number
    type: string
    at: string
    data: Record<string, unknown>
  }[]
}
export interface AgentBody {
  readonly agentId: string
  readonly state: string
  readonly phase: string
  readonly reasonCode: string | null
}

export interface SystemOptions {
  /** Only on the embedded switch, even where a FreeSWITCH is given. */
  readonly embeddedOnly?: boolean
  /** The real prompts, by espeak-ng; short tones otherwise. */
  readonly spokenPrompts?: boolean
  readonly env?: Readonly<Record<string, string>>
}

export const PROMPT_TEXTS = fileURLToPath(new URL('../../config/prompts.yaml', import.meta.url))

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-system-'))
  const log: string[] = []
  if (!options.spokenPrompts) await writeShortPrompts(join(dataDir, 'prompts'), PROMPT_TEXTS)
  const freeswitch = options.embeddedOnly ? undefined : await freeswitchFor(dataDir)
  const trial = await startTrial({
    dataDir,
    httpPort: 0,
    sipAddress: '127.0.0.1',
    sipPort: 0,
    trunks: ['127.0.0.1/32'],
    say: (line) => log.push(`[trial] ${line}`),
    onLog: (who, line) => log.push(`[${who}] ${line}`),
    durableSetup: false,
    env: { CTI_LOG_LEVEL: 'debug', ...options.env },
    ...(freeswitch ? { otherSwitch: freeswitch.access } : {}),
  })
  const phones: Phone[] = []
  const host = '127.0.0.1'
  const sip = { host, port: freeswitch?.node.sipPort ?? trial.softswitch?.sipPort ?? 0 }
  const trunkPort = freeswitch?.node.trunkSipPort ?? sip.port
  const domain = freeswitch ? { domain: freeswitch.node.domain } : {}

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

  async function expectOk(method: string, path: string, body?: unknown): Promise<void> {
    const answer = await api(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }

  const system: System = {
    trial,
    sip,
    api,
    log,
    async phone(extension, more = {}) {
      const password = trial.extensions.find((one) => one.extension === extension)?.password ?? ''
      const phone = await createPhone({ extension, password, registrar: sip, ...domain, ...more })
      phones.push(phone)
      await phone.register()
      return phone
    },
    async trunk(more = {}) {
      const phone = await createTrunk({ switch: { host, port: trunkPort }, ...more })
      phones.push(phone)
      return phone
    },
    switchKind: freeswitch ? 'freeswitch' : 'softswitch',
    switchPid: freeswitch?.node.pid ?? trial.softswitch?.child.pid ?? 0,
    async ready(agentId) {
      await expectOk('POST', `/v1/agents/${agentId}/log-on`)
      await expectOk('POST', `/v1/agents/${agentId}/ready`)
    },
    call: (holds, callId) =>
      eventually(async () => {
        const id = callId ?? (await api('GET', '/v1/calls?limit=1')).body.items[0]?.callId
        if (id === undefined) return { waiting: 'no call yet' }
        const { body } = await api('GET', `/v1/calls/${id}`)
        return holds(body) ? { found: body as CallBody } : { waiting: `${body.state}: ${types(body)}` }
      }),
    agent: (agentId, holds) =>
      eventually(async () => {
        const { body } = await api('GET', `/v1/agents/${agentId}`)
        return holds(body) ? { found: body as AgentBody } : { waiting: JSON.stringify(body) }
      }),
    async stop() {
      await Promise.all(phones.map((phone) => phone.close()))
      await trial.stop()
      await freeswitch?.node.stop()
      if (process.env['CTI_TEST_KEEP_LOGS']) writeFileSync(`${dataDir}.log`, log.join('\n'))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  await eventually(async () => {
    const { status, body } = await api('GET', '/readyz')
    return status === 200 ? { found: true } : { waiting: JSON.stringify(body) }
  })
  return system
}

/** A FreeSWITCH of the test's own when one is given, with the trial's extensions and secrets. */
async function freeswitchFor(
  dataDir: string,
): Promise<{ node: FreeswitchNode; access: { eventSocketPort: number; passwordFile: string } } | undefined> {
  const prefix = freeswitchPrefix()
  if (prefix === undefined) return undefined
  const secrets = openSecrets(dataDir)
  const users = EXTENSIONS.map((extension) => {
    return { extension, name: extension, password: secrets.value(`extension-${extension}`) }
  })
  const node = await startFreeswitch({
    prefix,
    users,
    serviceNumbers: [SERVICE_NUMBER],
    fallbackTargets: [FALLBACK_EXTENSION],
    trunkAcl: ['127.0.0.1/32'],
    soundsDir: join(dataDir, 'prompts'),
  })
  const passwordFile = join(dataDir, 'secrets', 'freeswitch-password')
  writeFileSync(passwordFile, node.eventSocketPassword, { mode: 0o600 })
  return { node, access: { eventSocketPort: node.eventSocketPort, passwordFile } }
}

/** Those of the seed and of the trial. */
const EXTENSIONS = ['1001', '1002', '1003', '1004', FALLBACK_EXTENSION, '2001', '2002']

export function types(call: CallBody): string[] {
  return (call.facts ?? []).map((fact) => fact.type)
}
