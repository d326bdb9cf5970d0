/**
 * What is counted and measured of queues and agents, in each quarter of an hour and each day. All are sums, which add up
 * over intervals, queues and agents; `longestWaitMs` is a maximum. config/API.md says what each means.
 */

export const QUEUE_MEASURES = [
  'arrived',
  'overflowedIn',
  'answered',
  'answeredInTime',
  'abandoned',
  'shortAbandoned',
  'overflowed',
  'left',
  'timedOut',
  'fellBack',
  'endedOtherwise',
  'unserved',
  'answerWaitMs',
  'abandonWaitMs',
  'longestWaitMs',
  'talks',
  'talkMs',
  'wrapUpMs',
  'requeued',
  'callbacksPromised',
  'callbacksAnswered',
  'callbacksFailed',
] as const
export type QueueMeasure = (typeof QUEUE_MEASURES)[number]

export const AGENT_MEASURES = [
  'offered',
  'answered',
  'missed',
  'rejected',
  'failed',
  'withdrawn',
  'talks',
  'talkMs',
  'wrapUpMs',
  'outboundCalls',
  'outboundConnected',
  'outboundTalkMs',
  'readyMs',
  'ringingMs',
  'busyMs',
  'afterCallMs',
  'notReadyMs',
] as const
export type AgentMeasure = (typeof AGENT_MEASURES)[number]

/** Of these the greatest counts; of all others the sum. */
export const GREATEST: ReadonlySet<string> = new Set<QueueMeasure>(['longestWaitMs'])

export type QueueSums = Record<QueueMeasure, number>
export type AgentSums = Record<AgentMeasure, number>

export function noQueueSums(): QueueSums {
  return Object.fromEntries(QUEUE_MEASURES.map((name) => [name, 0])) as QueueSums
}

export function noAgentSums(): AgentSums {
  return Object.fromEntries(AGENT_MEASURES.map((name) => [name, 0])) as AgentSums
}

/** Adds `more` to `sums`, in place. */
export function addSums<M extends string>(
  sums: Record<M, number>,
  more: Readonly<Partial<Record<M, number>>>,
): void {
  for (const name of Object.keys(more) as M[]) {
    const value = more[name] ?? 0
    sums[name] = GREATEST.has(name) ? Math.max(sums[name], value) : sums[name] + value
  }
}
