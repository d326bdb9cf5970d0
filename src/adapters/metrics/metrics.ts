/**
 * The service's metrics for Prometheus: `cti_*`, base units, labels from closed lists, beside prom-client's figures
 * of the process. Every `createMetrics` has a registry of its own.
 */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Call } from '../../domain/call/state.ts'
import type { RuntimeObserver } from '../../runtime/observer.ts'
import type { ReloadObserver } from '../../runtime/reload.ts'
import type { SourceObserver } from '../../runtime/sources.ts'
import type { SpeechObserver } from '../../runtime/speech.ts'
import type { StreamObserver } from '../../runtime/stream.ts'
import type { WebhookObserver } from '../../runtime/webhooks.ts'
import { createCallMeter } from './call-metrics.ts'
import { createClockGauge } from './clock-metrics.ts'
import { createFlowMeter } from './flow-metrics.ts'
import { createHttpMeter, type HttpMeter } from './http-metrics.ts'
import { createJournalMeter } from './journal-metrics.ts'
import { createNodeGauges, type NodeSource } from './node-gauges.ts'
import { createRecordingMeter, type RecordingGauges, type RecordingMeter } from './recording-metrics.ts'
import { createReloadMeter } from './reload-metrics.ts'
import { createSiteGauges, type GaugeSource } from './site-gauges.ts'
import { createStreamMeter } from './stream-metrics.ts'
import { createSwitchMeter, type SwitchMeter } from './switch-metrics.ts'
import { createWebhookMeter } from './webhook-metrics.ts'

export interface Metrics {
  readonly registry: Registry
  readonly contentType: string
  /** Everything in the exposition format. */
  render(): Promise<string>
  readonly http: HttpMeter
  readonly switches: Pick<SwitchMeter, 'connected' | 'tunnel' | 'event' | 'commandFailed'>
  readonly stream: StreamObserver
  readonly recordings: RecordingMeter
  readonly webhooks: WebhookObserver
  /** What flows ask and say. */
  readonly flows: SourceObserver & SpeechObserver
  readonly reloads: ReloadObserver
  /** What the runtime tells. */
  readonly observer: RuntimeObserver
  /** To be told of the calls found when a site is taken over, so that they are counted with their direction. */
  followCalls(calls: Iterable<Call>): void
}

export interface MetricsOptions {
  readonly gauges?: GaugeSource
  readonly nodes?: NodeSource
  /** Milliseconds that site time is ahead of the wall clock. */
  readonly clockOffsetMs?: () => number
  /** Undefined while there is nothing to say. */
  readonly recordingGauges?: () => RecordingGauges | undefined
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { gauges = () => undefined, nodes = () => undefined, recordingGauges = () => undefined } = options
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const http = createHttpMeter(registry)
  const calls = createCallMeter(registry)
  const journal = createJournalMeter(registry)
  const switches = createSwitchMeter(registry)
  const recordings = createRecordingMeter(registry)
  if (options.clockOffsetMs) createClockGauge(registry, options.clockOffsetMs)
  const readGauges = createSiteGauges(registry, gauges)
  const readNodes = createNodeGauges(registry, nodes)
  const owner = new Gauge({
    name: 'cti_site_owner',
    help: '1 while this process owns the site',
    labelNames: ['site'],
    registers: [registry],
  })
  const stale = new Counter({
    name: 'cti_inputs_stale_total',
    help: 'Inputs that came too late to mean anything',
    labelNames: ['type'],
    registers: [registry],
  })
  return {
    registry,
    contentType: registry.contentType,
    render() {
      readGauges()
      readNodes()
      const now = recordingGauges()
      if (now) recordings.read(now)
      return registry.metrics()
    },
    http,
    switches,
    stream: createStreamMeter(registry),
    recordings,
    webhooks: createWebhookMeter(registry),
    flows: createFlowMeter(registry),
    reloads: createReloadMeter(registry),
    observer: {
      factsDurable(rows) {
        for (const row of rows) calls.fact(row)
        const newest = rows.at(-1)
        if (newest) journal.position(newest.pos)
      },
      batchWritten: (batch) => journal.batch(batch),
      inputStale: (type) => stale.inc({ type }),
      commandReleased: (type, fate) => switches.command(type, fate),
      beatAnswered: (node, ms) => switches.beat(node, ms),
      ownership: (site, owned) => owner.set({ site }, owned ? 1 : 0),
    },
    followCalls: (live) => calls.follow(live),
  }
}
