import { expect, test } from 'vitest'
import { createMetrics } from '../../../src/adapters/metrics/metrics.ts'
import { gaugesOf, type SiteGauges } from '../../../src/adapters/metrics/site-gauges.ts'
import { agentFact } from '../../../src/domain/acd/facts.ts'
import { createCall, evolveCall } from '../../../src/domain/call/evolve.ts'
import { callFact } from '../../../src/domain/call/facts.ts'
import type { Fact } from '../../../src/domain/decision.ts'
import type { AnyFact, JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId, CallId, FlowId, LegId, NodeId, QueueId, SiteId } from '../../../src/domain/ids.ts'
import { evolve } from '../../../src/domain/site/evolve.ts'
import { queueDefined } from '../../../src/domain/site/facts.ts'
import { initialState } from '../../../src/domain/site/state.ts'
import { Deltas } from '../../../src/runtime/figures/deltas.ts'
import { oneSite } from './one-site.ts'

const CALL = 'call_01JD8Z4Q6W3V5T7R9P0N2M4K6H' as CallId
const AGENT = 'agent_li-na' as AgentId
const QUEUE = 'queue_reports' as QueueId
const LEG = 'aaaaaaaa-0000-4000-8000-000000000001' as LegId
const AGENT_LEG = 'aaaaaaaa-0000-4000-8000-000000000002' as LegId
const T0 = 1_700_000_000_000
const PARTY = { masked: '138****5678', hash: 'h' }

const accepted = callFact(CALL, 'callAccepted', T0, {
  nodeId: 'node_a' as NodeId,
  legId: LEG,
  calling: PARTY,
  called: PARTY,
  serviceNumber: '12320',
  flowId: 'flow_hospital' as FlowId,
  flowVersion: 'v1',
})
const queued = callFact(CALL, 'callQueued', T0 + 1_000, {
  queueId: QUEUE,
  priority: 'routine',
  music: 'hold',
  giveUpAt: null,
  otherwise: null,
})
const offered = (at: number) =>
  callFact(CALL, 'callOffered', at, { agentId: AGENT, legId: AGENT_LEG, dueAt: at })
const ended = callFact(CALL, 'callEnded', T0 + 90_000, {
  by: 'caller',
  why: 'hungUp',
  durationMs: 90_000,
  talkedMs: 50_000,
})

function rowsOf(facts: readonly AnyFact[], from = 1): JournalRow[] {
  return facts.map((fact, n) => ({ siteId: 'site_main', pos: from + n, subjectSeq: from + n, ...fact }))
}

/** The lines of one metric, without comments and `_bucket` lines. */
async function shown(metrics: { render(): Promise<string> }, name: string): Promise<string[]> {
  const lines = (await metrics.render()).split('\n')
  return lines.filter((line) => new RegExp(`^${name}(?:_sum|_count)?[ {]`).test(line)).sort()
}

test('a queued call that is offered twice, connected and ended leaves its figures', async () => {
  const metrics = oneSite()
  metrics.observer.factsDurable(
    rowsOf([
      accepted,
      queued,
      offered(T0 + 3_000),
      callFact(CALL, 'callOfferEnded', T0 + 10_000, {
        agentId: AGENT,
        legId: AGENT_LEG,
        why: 'noAnswer',
        legDueAt: null,
      }),
      offered(T0 + 10_500),
      callFact(CALL, 'callConnected', T0 + 15_000, {
        agentId: AGENT,
        legId: AGENT_LEG,
        withLegId: LEG,
        waitedMs: 14_000,
        expectedMs: 20_000,
      }),
      ended,
    ]),
  )
  expect(await shown(metrics, 'cti_calls_total')).toEqual([
    'cti_calls_total{direction="inbound",by="caller",why="hungUp"} 1',
  ])
  expect(await shown(metrics, 'cti_routing_offer_seconds')).toEqual([
    'cti_routing_offer_seconds_count 2',
    'cti_routing_offer_seconds_sum 2.5',
  ])
  expect(await shown(metrics, 'cti_wait_seconds')).toEqual([
    'cti_wait_seconds_count 1',
    'cti_wait_seconds_sum 14',
  ])
  expect(await shown(metrics, 'cti_queue_wait_estimate_error_seconds')).toEqual([
    'cti_queue_wait_estimate_error_seconds_count{queue="queue_reports"} 1',
    'cti_queue_wait_estimate_error_seconds_sum{queue="queue_reports"} -6',
  ])
  expect(await shown(metrics, 'cti_call_facts_total')).toContain('cti_call_facts_total{type="callOffered"} 2')
  expect(await shown(metrics, 'cti_journal_position')).toEqual(['cti_journal_position 7'])
})

test('a call taken over from another owner is counted with its direction, one never seen as unknown', async () => {
  const call = createCall(accepted as Extract<typeof accepted, { type: 'callAccepted' }>)
  evolveCall(call, queued as Extract<typeof queued, { type: 'callQueued' }>, 2)
  const told = oneSite()
  told.followCalls([call])
  told.observer.factsDurable(rowsOf([offered(T0 + 6_000), ended]))
  expect(await shown(told, 'cti_calls_total')).toEqual([
    'cti_calls_total{direction="inbound",by="caller",why="hungUp"} 1',
  ])
  expect(await shown(told, 'cti_routing_offer_seconds')).toContain('cti_routing_offer_seconds_sum 5')
  const untold = oneSite()
  untold.observer.factsDurable(rowsOf([ended]))
  expect(await shown(untold, 'cti_calls_total')).toEqual([
    'cti_calls_total{direction="unknown",by="caller",why="hungUp"} 1',
  ])
})

test('facts of agents move the position and are no facts of calls', async () => {
  const metrics = oneSite()
  metrics.observer.factsDurable(rowsOf([agentFact(AGENT, 'agentReady', T0, { since: T0 })], 12))
  expect(await shown(metrics, 'cti_call_facts_total')).toEqual([])
  expect(await shown(metrics, 'cti_journal_position')).toEqual(['cti_journal_position 12'])
})

test('a clock that steps back makes no negative wait', async () => {
  const metrics = oneSite()
  metrics.observer.factsDurable(rowsOf([accepted, queued, offered(T0 - 5_000)]))
  expect(await shown(metrics, 'cti_routing_offer_seconds')).toContain('cti_routing_offer_seconds_sum 0')
})

test('appends are counted by outcome and timed in seconds', async () => {
  const metrics = oneSite()
  metrics.observer.batchWritten({ facts: 3, durationMs: 4, outcome: 'appended' })
  metrics.observer.batchWritten({ facts: 5, durationMs: 250, outcome: 'unavailable' })
  expect(await shown(metrics, 'cti_journal_appends_total')).toEqual([
    'cti_journal_appends_total{outcome="appended"} 1',
    'cti_journal_appends_total{outcome="conflict"} 0',
    'cti_journal_appends_total{outcome="unavailable"} 1',
  ])
  expect(await shown(metrics, 'cti_journal_append_duration_seconds')).toEqual([
    'cti_journal_append_duration_seconds_count 2',
    'cti_journal_append_duration_seconds_sum 0.254',
  ])
  expect(await shown(metrics, 'cti_journal_batch_facts')).toContain('cti_journal_batch_facts_sum 3')
})

test('requests are timed by method, route and status; a made-up method makes no series of its own', async () => {
  const metrics = createMetrics()
  metrics.http.request({ method: 'GET', route: '/v1/calls', status: 200, durationMs: 20 })
  metrics.http.request({ method: 'PROPFIND', route: 'unmatched', status: 404, durationMs: 1 })
  metrics.http.request({ method: 'SEARCH', route: 'unmatched', status: 404, durationMs: 1 })
  expect(await shown(metrics, 'cti_http_request_duration_seconds')).toEqual([
    'cti_http_request_duration_seconds_count{method="GET",route="/v1/calls",status="200"} 1',
    'cti_http_request_duration_seconds_count{method="other",route="unmatched",status="404"} 2',
    'cti_http_request_duration_seconds_sum{method="GET",route="/v1/calls",status="200"} 0.02',
    'cti_http_request_duration_seconds_sum{method="other",route="unmatched",status="404"} 0.002',
  ])
})

test('the switch’s side: connections, events known, unknown and dropped, commands', async () => {
  const metrics = oneSite()
  metrics.switches.connected('node_a', true)
  metrics.switches.connected('node_b', true)
  metrics.switches.connected('node_b', false)
  metrics.switches.event('CHANNEL_PARK')
  metrics.switches.event('SOMETHING_NEW')
  metrics.switches.event('SOMETHING_ELSE')
  metrics.switches.event(undefined)
  metrics.observer.commandReleased('answer', 'sent')
  metrics.observer.inputStale('legAnswered')
  metrics.observer.ownership('site_main', true)
  expect([
    ...(await shown(metrics, 'cti_switch_connected')),
    ...(await shown(metrics, 'cti_switch_events_total')),
    ...(await shown(metrics, 'cti_switch_events_unmapped_total')),
    ...(await shown(metrics, 'cti_switch_commands_total')),
    ...(await shown(metrics, 'cti_inputs_stale_total')),
    ...(await shown(metrics, 'cti_site_owner')),
  ]).toEqual([
    'cti_switch_connected{node="node_a"} 1',
    'cti_switch_connected{node="node_b"} 0',
    'cti_switch_events_total{name="CHANNEL_PARK"} 1',
    'cti_switch_events_total{name="other"} 2',
    'cti_switch_events_unmapped_total 1',
    'cti_switch_commands_total{command="answer",fate="sent"} 1',
    'cti_inputs_stale_total{type="legAnswered"} 1',
    'cti_site_owner 1',
  ])
})

test('gauges show the site as it is at each scrape, and nothing once it is another’s', async () => {
  const state = initialState('site_main' as SiteId)
  const facts: Fact[] = [
    queueDefined(QUEUE, T0, { queueId: QUEUE, names: {}, ringMs: 1, wrapUpMs: 1 }),
    agentFact(AGENT, 'agentDefined', T0, {
      agent: { agentId: AGENT, name: '李娜', extension: '1001', queueIds: [QUEUE] },
    }),
    accepted,
    queued,
  ]
  const seqs = new Map<string, number>()
  for (const [n, fact] of facts.entries()) {
    const seq = (seqs.get(fact.subject) ?? 0) + 1
    seqs.set(fact.subject, seq)
    evolve(state, fact, n + 1, seq)
  }
  let source: SiteGauges | undefined = gaugesOf(state)
  const metrics = oneSite({ gauges: () => source })
  expect(await shown(metrics, 'cti_calls_active')).toEqual(['cti_calls_active 1'])
  expect(await shown(metrics, 'cti_queue_waiting')).toEqual([`cti_queue_waiting{queue="${QUEUE}"} 1`])
  expect(await shown(metrics, 'cti_agents')).toContain('cti_agents{state="agentNull"} 1')
  source = undefined
  expect(await shown(metrics, 'cti_calls_active')).toEqual(['cti_calls_active 0'])
  expect(await shown(metrics, 'cti_queue_waiting')).toEqual([])
})

test('names keep to the convention, each with a help, and the process’s own figures are there', async () => {
  const metrics = oneSite()
  const own = (await metrics.registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('cti_'))
  expect(own.length).toBeGreaterThan(15)
  for (const { name, help } of own) {
    expect(name).toMatch(/^cti(_[a-z]+)+$/)
    expect(name).not.toMatch(/_(ms|milliseconds|percent)/)
    expect(help).not.toBe('')
  }
  expect(await createMetrics().render()).toContain('process_resident_memory_bytes')
})

test('legs leave how they sounded, by role and node; those of whom too little came leave no marks', async () => {
  const metrics = oneSite()
  const leg = { legId: LEG, role: 'caller', cause: 'NORMAL_CLEARING' } as const
  const good = { receivedPackets: 900, sentPackets: 900, lostPackets: 100, jitterMs: 4, mos: 3.5 }
  const none = { receivedPackets: 0, sentPackets: 900, lostPackets: 0, jitterMs: null, mos: null }
  metrics.observer.factsDurable(
    rowsOf([
      accepted,
      callFact(CALL, 'callLegEnded', T0, { ...leg, quality: good, heard: true }),
      callFact(CALL, 'callLegEnded', T0, { ...leg, role: 'agent', quality: none, heard: false }),
      callFact(CALL, 'callLegEnded', T0, leg),
    ]),
  )
  const caller = '{role="caller",node="node_a"}'
  expect(await shown(metrics, 'cti_leg_mos')).toEqual([
    `cti_leg_mos_count${caller} 1`,
    `cti_leg_mos_sum${caller} 3.5`,
  ])
  expect(await shown(metrics, 'cti_leg_loss_ratio')).toContain(`cti_leg_loss_ratio_sum${caller} 0.1`)
  expect(await shown(metrics, 'cti_leg_jitter_seconds')).toEqual([
    `cti_leg_jitter_seconds_count${caller} 1`,
    `cti_leg_jitter_seconds_sum${caller} 0.004`,
  ])
  expect(await shown(metrics, 'cti_one_way_audio_total')).toEqual([
    'cti_one_way_audio_total{role="agent",node="node_a"} 1',
  ])
})

test('the offset of site time is shown in seconds, as it is at that moment', async () => {
  let offsetMs = -1_500
  const metrics = createMetrics({ clockOffsetMs: () => offsetMs })
  expect(await shown(metrics, 'cti_clock_offset_seconds')).toEqual(['cti_clock_offset_seconds -1.5'])
  offsetMs = 0
  expect(await shown(metrics, 'cti_clock_offset_seconds')).toEqual(['cti_clock_offset_seconds 0'])
})

test('each of several sites has its own figures, under one heading, with its id', async () => {
  const metrics = createMetrics()
  const [a, b] = [metrics.site('site_a'), metrics.site('site_b')]
  expect(metrics.site('site_a')).toBe(a)
  a.watch({ gauges: () => gaugesOf(initialState('site_a' as SiteId)) })
  a.observer.ownership('site_a', true)
  b.observer.factsDurable(rowsOf([accepted, ended], 41))
  const idle = { waiting: 0, behindSince: null, deadLetters: 2 }
  a.webhooks.standings([{ webhookId: 'webhook_a', ...idle }], T0)
  b.webhooks.standings([{ webhookId: 'webhook_b', ...idle }], T0)
  expect(await shown(metrics, 'cti_site_owner')).toEqual([
    'cti_site_owner{site="site_a"} 1',
    'cti_site_owner{site="site_b"} 0',
  ])
  expect(await shown(metrics, 'cti_calls_total')).toEqual([
    'cti_calls_total{direction="inbound",by="caller",why="hungUp",site="site_b"} 1',
  ])
  expect(await shown(metrics, 'cti_journal_position')).toContain('cti_journal_position{site="site_b"} 42')
  // What one site says leaves the other's.
  expect(await shown(metrics, 'cti_webhook_dead_letters')).toEqual([
    'cti_webhook_dead_letters{webhook="webhook_a",site="site_a"} 2',
    'cti_webhook_dead_letters{webhook="webhook_b",site="site_b"} 2',
  ])
  const text = await metrics.render()
  const headings = text.split('\n').filter((line) => line.startsWith('# TYPE '))
  expect(new Set(headings).size).toBe(headings.length)
  expect(text.endsWith('\n')).toBe(true)
  // Every sample stands under its own metric's heading.
  let family = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('# TYPE ')) family = line.split(' ')[2] ?? ''
    else if (line !== '' && !line.startsWith('#')) expect(line.startsWith(family)).toBe(true)
  }
})

test('queues have counters of what was counted as it came, and gauges of the wallboard while it is ours', async () => {
  const metrics = oneSite()
  const added = new Deltas()
  const arrival = { queueId: QUEUE, urgent: false, at: T0 }
  added.queue(arrival, { arrived: 3, answered: 2, answeredInTime: 1, abandoned: 1, callbacksPromised: 1 })
  metrics.figures.counted(40, undefined)
  metrics.figures.counted(41, added)
  expect(await shown(metrics, 'cti_queue_arrivals_total')).toEqual([
    `cti_queue_arrivals_total{queue="${QUEUE}"} 3`,
  ])
  const outcome = (name: string) => `cti_queue_outcomes_total{queue="${QUEUE}",outcome="${name}"} 1`
  expect(await shown(metrics, 'cti_queue_outcomes_total')).toEqual(
    ['abandoned', 'answeredInTime', 'answeredLate'].map(outcome),
  )
  expect(await shown(metrics, 'cti_figures_position')).toEqual(['cti_figures_position 41'])
  const agents = { loggedOn: 2, ready: 1, ringing: 0, talking: 1, wrapUp: 0, notReady: 0 }
  const board = {
    queueId: QUEUE,
    waiting: 0,
    emergenciesWaiting: 0,
    callbacksWaiting: 0,
    longestWaitSince: null,
    agents,
    target: { percent: 80, withinMs: 20_000 },
    today: null,
    lastHalfHour: { answered: 2, abandoned: 1, serviceLevel: 0.5 },
  }
  metrics.watch({ board: () => [board] })
  expect(await shown(metrics, 'cti_queue_service_level_ratio')).toEqual([
    `cti_queue_service_level_ratio{queue="${QUEUE}",window="halfHour"} 0.5`,
  ])
  expect(await shown(metrics, 'cti_queue_agents')).toContain(
    `cti_queue_agents{queue="${QUEUE}",state="talking"} 1`,
  )
  metrics.watch({ board: () => undefined })
  expect(await shown(metrics, 'cti_queue_agents')).toEqual([])
})
