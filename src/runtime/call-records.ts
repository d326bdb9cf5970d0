/** What is left of a call when it is over. */
import type { EndedBy, EndedWhy } from '../domain/call/ending.ts'
import type { LegVoice } from '../domain/call/quality.ts'
import type { CallView } from '../domain/site/view.ts'
import type { ViewFilter } from './ports.ts'

/** A call that has ended, as lists show it. No personal data. */
export interface CallRecord {
  readonly callId: string
  readonly siteId: string
  readonly direction: 'inbound' | 'outbound'
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly connectedAt: number | null
  readonly endedAt: number
  readonly durationMs: number
  readonly waitedMs: number | null
  readonly talkedMs: number | null
  readonly callingNumber: string
  readonly calledNumber: string
  readonly serviceNumber: string | null
  readonly queueId: string | null
  readonly agentId: string | null
  readonly endedBy: EndedBy
  readonly endedWhy: EndedWhy
  readonly recordingId: string | null
  readonly voiceQuality: readonly LegVoice[]
}

/** Filters that are undefined don't filter. */
export interface CallRecordFilter extends Omit<ViewFilter, 'state'> {
  readonly endedBy?: EndedBy | undefined
  readonly endedWhy?: EndedWhy | undefined
}

export interface CallRecordQuery extends CallRecordFilter {
  readonly siteId: string
  readonly limit: number
  /** From the page before; undefined for the first. */
  readonly after?: { readonly orderAt: number; readonly id: string } | undefined
}

export interface CallRecordsPort {
  /** Newest first, by the moment at which they began. Rejects with `PortUnavailable`. */
  list(query: CallRecordQuery): Promise<readonly CallRecord[]>
  /** `live`: it hasn't ended. Undefined: there is no such call. Rejects with `PortUnavailable`. */
  get(siteId: string, callId: string): Promise<CallRecord | 'live' | undefined>
}

/** Undefined while the call goes on. What views of older versions lack is null, or empty. */
export function callRecordOf(view: CallView): CallRecord | undefined {
  const { endedAt, ending, startedAt } = view
  if (endedAt === null || ending === null) return undefined
  return {
    callId: view.callId,
    siteId: view.siteId,
    direction: view.direction,
    startedAt,
    answeredAt: view.answeredAt,
    connectedAt: view.connectedAt,
    endedAt,
    durationMs: endedAt - startedAt,
    waitedMs: view.waitedMs ?? null,
    talkedMs: view.talkedMs ?? null,
    callingNumber: view.callingNumber,
    calledNumber: view.calledNumber,
    serviceNumber: view.serviceNumber,
    queueId: view.queueId,
    agentId: view.agentId,
    endedBy: ending.by,
    endedWhy: ending.why,
    recordingId: view.recordingId ?? null,
    voiceQuality: view.voiceQuality ?? [],
  }
}
