import { Histogram, type Registry } from 'prom-client'

/** RFC 9110's methods; a client may send any word as a method, and each would be a series of its own. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export interface MeasuredRequest {
  readonly method: string
  /** The route's template. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

export interface HttpMeter {
  request(request: MeasuredRequest): void
}

export function createHttpMeter(registry: Registry): HttpMeter {
  const duration = new Histogram({
    name: 'cti_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    request({ method, route, status, durationMs }) {
      const known = METHODS.has(method) ? method : 'other'
      duration.observe({ method: known, route, status: String(status) }, durationMs / 1000)
    },
  }
}
