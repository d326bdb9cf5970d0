/** The hospital that a drill plays: its queues, agents and flow. Times are short, so that calls pass through many states. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const AGENTS = [
  { agentId: 'agent_a', extension: '1101', queueIds: ['queue_one', 'queue_two'] },
  { agentId: 'agent_b', extension: '1102', queueIds: ['queue_one', 'queue_urgent'] },
  { agentId: 'agent_c', extension: '1103', queueIds: ['queue_two'] },
  { agentId: 'agent_d', extension: '1104', queueIds: ['queue_urgent', 'queue_two'] },
] as const
/** Calls people outside, and takes no calls from queues. */
export const OUTBOUND_AGENT = { agentId: 'agent_o', extension: '1109', queueIds: [] } as const
/** Rung by the flow. */
export const DUTY_EXTENSION = '2001'

export const EXTENSIONS = [...AGENTS, OUTBOUND_AGENT].map(({ extension }) => extension)

export const queuesOf: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  AGENTS.map(({ agentId, queueIds }) => [agentId, queueIds]),
)

const QUEUES = [
  { queueId: 'queue_one', priority: 'routine' },
  { queueId: 'queue_two', priority: 'routine' },
  { queueId: 'queue_urgent', priority: 'emergency' },
]

const SEED = `queues:
${QUEUES.map(({ queueId, priority }) => `  - { queueId: ${queueId}, names: { zh: 演习, en: Drill }, priority: ${priority}, ringMs: 6000, wrapUpMs: 1500 }`).join('\n')}
agents:
${[...AGENTS, OUTBOUND_AGENT].map(({ agentId, extension, queueIds }) => `  - { agentId: ${agentId}, name: Drill, extension: "${extension}", queueIds: [${queueIds.join(', ')}] }`).join('\n')}
`

const FLOW = `id: flow_drill
languages: [en]
start: hello
emergency: { key: "*", step: urgent }
steps:
  hello: { kind: announce, prompts: [welcome, recording-notice], next: choose }
  choose:
    kind: menu
    prompts: [main-menu]
    timeoutMs: 4000
    attempts: 2
    options:
      1: { name: one, next: one }
      2: { name: two, next: two }
      3: { name: number, next: number }
      4: { name: message, next: message }
      5: { name: duty, next: duty }
      6: { name: phones, next: phones }
    otherwise: one
  number: { kind: collect, prompts: [main-menu], into: card, minLength: 4, maxLength: 8, next: two, otherwise: two }
  one: { kind: queue, queueId: queue_one, maxWaitMs: 45000, otherwise: thanks }
  two: { kind: queue, queueId: queue_two, enterPrompts: [queue-wait], maxWaitMs: 45000, otherwise: thanks }
  urgent: { kind: queue, queueId: queue_urgent, priority: emergency, maxWaitMs: 45000, otherwise: phones }
  message: { kind: voicemail, prompts: [queue-wait], maxMs: 8000, next: thanks, otherwise: thanks }
  duty: { kind: transfer, to: { extension: "${DUTY_EXTENSION}" }, ringMs: 6000, otherwise: one }
  thanks: { kind: announce, prompts: [goodbye], next: bye }
  bye: { kind: hangUp }
  phones: { kind: fallback, prompts: [fallback-notice] }
`

/** Writes seed and flow into the folder; resolves with the settings of a service that uses them. */
export async function writeSite(folder: string): Promise<Readonly<Record<string, string>>> {
  const flows = join(folder, 'flows')
  await mkdir(flows, { recursive: true })
  await writeFile(join(folder, 'seed.yaml'), SEED)
  await writeFile(join(flows, 'drill.yaml'), FLOW)
  return {
    CTI_SEED_FILE: join(folder, 'seed.yaml'),
    CTI_FLOWS_DIRECTORY: flows,
    CTI_FLOWS_OTHERWISE: 'flow_drill',
    CTI_RECORDING_ENABLED: 'true',
    CTI_LOG_LEVEL: 'info',
  }
}
