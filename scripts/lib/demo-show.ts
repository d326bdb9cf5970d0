/** What is left of a call, in a table. */
import type { CallFact, CallRecord } from './demo-api.ts'

export function callLines(record: CallRecord): string[] {
  const { callId, callingNumber, queueId, agentId, startedAt, endedAt, ending, facts } = record
  const from = Date.parse(startedAt)
  const lasted = ((Date.parse(endedAt ?? startedAt) - from) / 1000).toFixed(1)
  const rows = facts.map((fact) => {
    const since = `${((Date.parse(fact.at) - from) / 1000).toFixed(3)} s`
    return `  ${String(fact.pos).padStart(5)}  ${since.padStart(9)}  ${fact.type.padEnd(18)}${about(fact)}`.trimEnd()
  })
  return [
    `The call's record (GET /v1/calls/${callId}):`,
    `  from ${callingNumber}, by ${queueId} to ${agentId}`,
    `  ${startedAt} to ${endedAt}, ${lasted} s; ended by ${ending?.by}: ${ending?.why}`,
    "  Its facts, with their positions in the site's journal and the time since the first. The positions between",
    '  them are facts about the agent.',
    ...rows,
  ]
}

/** What tells one fact of a type from another. */
function about({ data }: CallFact): string {
  const told = ['step', 'option', 'queueId', 'agentId', 'waitedMs', 'role', 'cause', 'by', 'why', 'talkedMs']
  return told
    .filter((key) => data[key] !== undefined && data[key] !== null)
    .map((key) => `${key} ${data[key]}`)
    .join(', ')
}

const SHOWN = [
  /^cti_calls_total\{/,
  /^cti_routing_offer_seconds_(sum|count)/,
  /^cti_wait_seconds_(sum|count)/,
  /^cti_journal_position/,
  /^cti_journal_appends_total\{outcome="appended"/,
  /^cti_journal_append_duration_seconds_(sum|count)/,
  /^cti_switch_connected/,
  /^cti_site_owner/,
  /^cti_recording_(segments_stored|openings)_total/,
  /^cti_recording_(unsealed_seconds|spool_bytes)/,
  /^cti_key_service_up/,
  /^cti_webhook_tries_total/,
  /^cti_webhook_lag_seconds/,
]

export function metricLines(exposition: string): string[] {
  const shown = exposition.split('\n').filter((line) => SHOWN.some((pattern) => pattern.test(line)))
  return ['Some of the metrics (GET /metrics):', ...shown.map((line) => `  ${line}`)]
}
