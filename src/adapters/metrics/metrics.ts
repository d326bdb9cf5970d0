/**
 * The service's metrics for Prometheus: `cti_*`, base units, labels from closed lists, beside prom-client's figures
 * of the process. What is measured of a site carries its id as `site`. Every `createMetrics` has registries of its own.
 */
import { collectDefaultMetrics, Registry } from 'prom-client'
import { createClockGauge } from './clock-metrics.ts'
import { createHttpMeter, type HttpMeter } from './http-metrics.ts'
import { createSiteMetrics, type SiteMetrics } from './site-metrics.ts'

export interface Metrics {
  readonly contentType: string
  /** Everything in the exposition format. */
  render(): Promise<string>
  readonly http: HttpMeter
  /** Those of one site: the same for the same site. */
  site(siteId: string): SiteMetrics
}

export interface MetricsOptions {
  /** Milliseconds that site time is ahead of the wall clock. */
  readonly clockOffsetMs?: () => number
}

export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const http = createHttpMeter(registry)
  if (options.clockOffsetMs) createClockGauge(registry, options.clockOffsetMs)
  const sites = new Map<string, SiteMetrics>()
  return {
    contentType: registry.contentType,
    async render() {
      for (const site of sites.values()) site.refresh()
      return [await registry.metrics(), ...(await families([...sites.values()]))].join('\n')
    },
    http,
    site(siteId) {
      const known = sites.get(siteId)
      if (known) return known
      const made = createSiteMetrics()
      made.registry.setDefaultLabels({ site: siteId })
      sites.set(siteId, made)
      return made
    },
  }
}

/** Each metric of all sites: a name may appear in one place of the text only. Every site has the same ones. */
async function families(sites: readonly SiteMetrics[]): Promise<string[]> {
  const names = sites[0]?.registry.getMetricsAsArray().map(({ name }) => name) ?? []
  return Promise.all(
    names.map(async (name) => {
      const texts = await Promise.all(sites.map(({ registry }) => registry.getSingleMetricAsString(name)))
      const lines = texts.map((text, n) => (n === 0 ? text : withoutComments(text)))
      return `${lines.filter((text) => text !== '').join('\n')}\n`
    }),
  )
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
}
