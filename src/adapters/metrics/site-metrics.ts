/** What is measured of one site, in a registry of its own: whoever shows it says which site it is. */
import { Counter, Gauge, Registry } from 'prom-client'
import type { Call } from '../../domain/call/state.ts'
import type { FiguresObserver } from '../../runtime/figures/counting.ts'
import type { RuntimeObserver } from '../../runtime/observer.ts'
import type { ReloadObserver } from '../../runtime/reload.ts'
import type { SourceObserver } from '../../runtime/sources.ts'
import type { SpeechObserver } from '../../runtime/speech.ts'
import type { StreamObserver } from '../../runtime/stream.ts'
import type { WebhookObserver } from '../../runtime/webhooks.ts'
import { createCallMeter } from './call-metrics.ts'
import { type BoardSource, createFigureMeter } from './figure-metrics.ts'
import { createFlowMeter } from './flow-metrics.ts'
import { createJournalMeter } from './journal-metrics.ts'
import { createLocalJournalMeter } from './local-journal-metrics.ts'
import { createNodeGauges, type NodeSource } from './node-gauges.ts'
import { createRecordingMeter, type RecordingGauges, type RecordingMeter } from './recording-metrics.ts'
import { createReloadMeter } from './reload-metrics.ts'
import { createSiteGauges, type GaugeSource } from './site-gauges.ts'
import { createStreamMeter } from './stream-metrics.ts'
import { createSwitchMeter, type SwitchMeter } from './switch-metrics.ts'
import { createWebhookMeter } from './webhook-metrics.ts'

/** What is read when somebody scrapes. */
export interface SiteSources {
  readonly gauges: GaugeSource
  readonly nodes: NodeSource
  readonly board: BoardSource
  /** Undefined while there is nothing to say. */
  readonly recordings: () => RecordingGauges | undefined
}

export interface SiteMetrics {
  readonly registry: Registry
  /** Has these read from now on; others stay as they are. */
  watch(sources: Partial<SiteSources>): void
  /** Reads the sources. */
  refresh(): void
  readonly switches: Pick<SwitchMeter, 'connected' | 'tunnel' | 'event' | 'commandFailed'>
  readonly stream: StreamObserver
  readonly recordings: RecordingMeter
  readonly webhooks: WebhookObserver
  /** What flows ask and say. */
  readonly flows: SourceObserver & SpeechObserver
  readonly reloads: ReloadObserver
  /** What is counted of queues and agents. */
  readonly figures: FiguresObserver
  /** What the runtime tells. */
  readonly observer: RuntimeObserver
  /** To be told of the calls found when a site is taken over, so that they are counted with their direction. */
  followCalls(calls: Iterable<Call>): void
}

const NOTHING: SiteSources = {
  gauges: () => undefined,
  nodes: () => undefined,
  board: () => undefined,
  recordings: () => undefined,
}

export function createSiteMetrics(): SiteMetrics {
  const registry = new Registry()
  let sources = NOTHING
  const calls = createCallMeter(registry)
  const journal = createJournalMeter(registry)
  const switches = createSwitchMeter(registry)
  const recordings = createRecordingMeter(registry)
  const readGauges = createSiteGauges(registry, () => sources.gauges())
  const readNodes = createNodeGauges(registry, () => sources.nodes())
  const figures = createFigureMeter(registry, () => sources.board())
  const owner = new Gauge({
    name: 'cti_site_owner',
    help: '1 while this process owns the site',
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
    watch(more) {
      sources = { ...sources, ...more }
    },
    refresh() {
      readGauges()
      readNodes()
      figures.read()
      const now = sources.recordings()
      if (now) recordings.read(now)
    },
    switches,
    stream: createStreamMeter(registry),
    recordings,
    webhooks: createWebhookMeter(registry),
    flows: createFlowMeter(registry),
    reloads: createReloadMeter(registry),
    figures: figures.observer,
    observer: {
      factsDurable(rows) {
        for (const row of rows) calls.fact(row)
        const newest = rows.at(-1)
        if (newest) journal.position(newest.pos)
      },
      batchWritten: (batch) => journal.batch(batch),
      localJournal: createLocalJournalMeter(registry),
      inputStale: (type) => stale.inc({ type }),
      commandReleased: (type, fate) => switches.command(type, fate),
      beatAnswered: (node, ms) => switches.beat(node, ms),
      ownership: (_siteId, owned) => owner.set(owned ? 1 : 0),
    },
    followCalls: (live) => calls.follow(live),
  }
}
