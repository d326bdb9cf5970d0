/**
 * The REST API and the operators' pages on one listener. Exported for the composition root: `createHttp` is all
 * it needs of this folder, with `createTokens` to make the verifier.
 *
 *     /v1, /healthz, /readyz, …      the first site's, and the process's own
 *     /sites/SITE/v1, …/readyz, …    each site's
 */
import express, { type Express } from 'express'
import { createApp } from './app.ts'
import type { HttpDeps, Readiness } from './deps.ts'
import { createListener, type Listener } from './listener.ts'

export interface Http extends Listener {
  readonly app: Express
}

export interface HttpOptions {
  /** All sites but the first. */
  readonly others?: readonly HttpDeps[]
  /** Of the whole process; the first site's unless told. */
  readonly readiness?: () => Promise<Readiness>
}

/** @param first the site whose address needs no name; where it listens, and how, is taken from it */
export function createHttp(first: HttpDeps, { others = [], readiness }: HttpOptions = {}): Http {
  const { host, port, limits } = first.config
  const sites = [first, ...others]
  const app = express()
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  for (const site of sites) app.use(`/sites/${site.config.siteId}`, createApp(site))
  app.use(createApp(readiness ? { ...first, readiness } : first))
  const listener = createListener(app, { host, port, limits, log: first.log })
  let closing: Promise<void> | undefined
  return {
    app,
    listen: () => listener.listen(),
    close() {
      closing ??= listener
        .close()
        .then(() => Promise.all(sites.map(({ access }) => access.close())))
        .then(() => undefined)
      return closing
    },
  }
}
