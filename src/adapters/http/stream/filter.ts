/** What a reader wants to hear of. */
import type { Told } from '../../../runtime/stream.ts'

/** Members that are undefined don't filter; an event must pass all others. */
export interface StreamFilter {
  readonly queueId?: string | undefined
  readonly agentId?: string | undefined
  readonly callId?: string | undefined
  /** Types, or `cti.SUBJECT.*`. */
  readonly types?: readonly string[] | undefined
}

export function passes(filter: StreamFilter, { event, concerned }: Told): boolean {
  const { queueId, agentId, callId, types } = filter
  return (
    event !== undefined &&
    (queueId === undefined || concerned.queueIds.includes(queueId)) &&
    (agentId === undefined || concerned.agentIds.includes(agentId)) &&
    (callId === undefined || concerned.callId === callId) &&
    (types === undefined || types.some((wanted) => isOfType(event.type, wanted)))
  )
}

function isOfType(type: string, wanted: string): boolean {
  return wanted.endsWith('.*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

/** Whether calls must be followed to tell what passes. */
export function mustFollow({ queueId, agentId }: StreamFilter): boolean {
  return queueId !== undefined || agentId !== undefined
}
