/** What the API of one site is made of before it is loaded: the live feed, the desks, who may come in. */
import type { Config } from '../config.ts'
import type { Role } from '../configuration/schema.ts'
import { askedFlowDesk, askedPhoneKeeper } from '../runtime/asked-desks.ts'
import { createBoardFeed } from '../runtime/figures/board-feed.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import { createLiveFeed, type LiveFeed } from '../runtime/live-feed.ts'
import type { SiteOwner } from '../runtime/site-owner.ts'
import type { AskSite } from '../runtime/site-questions.ts'
import { type ApiDeps, apiDeps } from './api-deps.ts'
import { createPhoneDesk } from './phone-desk.ts'
import { readinessOf } from './readiness.ts'
import type { Shared } from './shared.ts'

export interface SiteApiOptions {
  /** With the configuration of this site. */
  readonly shared: Shared
  readonly version: string
  readonly gateway: SiteGateway
  readonly ask: AskSite
  /** This process's own; undefined without the role of a controller. */
  readonly owner: SiteOwner | undefined
  readonly roles: ReadonlySet<Role>
  /** Whether another process may be the owner, and can be asked. */
  readonly hasOthers: boolean
  /** How many sites share the listener. */
  readonly siteCount: number
}

export interface SiteApi {
  readonly config: Config
  readonly feed: LiveFeed
  readonly deps: ApiDeps
}

export function wireSiteApi(options: SiteApiOptions): SiteApi {
  const { shared, version, gateway, ask, owner, roles, hasOthers, siteCount } = options
  const { config, secret, store, redis, metrics, clock, hashNumber, log } = shared
  const { siteId } = config
  const feed = createLiveFeed({
    siteId,
    journal: store.journal,
    doorbell: redis.doorbell,
    clock,
    observer: metrics.site(siteId).stream,
    maxReaders: config.stream.maxReaders,
    log,
  })
  const board = createBoardFeed({ ask: () => ask(siteId, { what: 'wallboard' }), log })
  const deps = apiDeps({
    config,
    version,
    secret,
    gateway,
    readiness: readinessOf({ siteId, roles, owner, hasOthers, ask, store, redis }),
    store,
    redis,
    flows: askedFlowDesk(ask, siteId),
    endpoints: createPhoneDesk({
      siteId,
      domain: config.endpoints.domain,
      store: store.endpoints,
      keeper: askedPhoneKeeper(ask, siteId),
    }),
    feed,
    board,
    metrics,
    clock,
    hashNumber,
    log,
    siteCount,
  })
  return { config, feed, deps }
}
