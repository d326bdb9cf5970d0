/** The listener of a process without the API: how it does, and its metrics. */
import { createApp } from './app.ts'
import type { HttpDeps } from './deps.ts'
import { createListener, type Listener } from './listener.ts'
import { operation } from './routes/operation.ts'

/** What these routes need, and what stands before all routes. */
export type OperationDeps = Pick<
  HttpDeps,
  'config' | 'readiness' | 'metrics' | 'log' | 'tokens' | 'tickets' | 'access'
>

export function createOperations(deps: OperationDeps): Listener {
  const { host, port, limits } = deps.config
  // No other route is mounted, so nothing else is asked for.
  const app = createApp(deps as HttpDeps, operation)
  const listener = createListener(app, { host, port, limits, log: deps.log })
  return {
    listen: () => listener.listen(),
    close: () => listener.close().then(() => deps.access.close()),
  }
}
