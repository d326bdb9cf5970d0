/**
 * The REST API and the operators' pages on one listener. Exported for the composition root: `createHttp` is all
 * it needs of this folder, with `createTokens` to make the verifier.
 */
import type { Express } from 'express'
import { createApp } from './app.ts'
import type { HttpDeps } from './deps.ts'
import { createListener, type Listener } from './listener.ts'

export interface Http extends Listener {
  readonly app: Express
}

export function createHttp(deps: HttpDeps): Http {
  const { host, port, limits } = deps.config
  const app = createApp(deps)
  const listener = createListener(app, { host, port, limits, log: deps.log })
  let closing: Promise<void> | undefined
  return {
    app,
    listen: () => listener.listen(),
    close() {
      closing ??= listener.close().then(() => deps.access.close())
      return closing
    },
  }
}
