/** The metrics of one site alone, as they are before somebody says which site it is. */
import {
  createSiteMetrics,
  type SiteMetrics,
  type SiteSources,
} from '../../../src/adapters/metrics/site-metrics.ts'

export interface OneSite extends SiteMetrics {
  render(): Promise<string>
}

export function oneSite(sources: Partial<SiteSources> = {}): OneSite {
  const metrics = createSiteMetrics()
  metrics.watch(sources)
  return {
    ...metrics,
    async render() {
      metrics.refresh()
      return metrics.registry.metrics()
    },
  }
}
