/** The composition root: builds the adapters, wires them to the runtime, starts and stops them in order. */
import { readFileSync } from 'node:fs'
import type { ProcessConfig } from './config.ts'
import { speaksToOthers } from './configuration/internal-address.ts'
import type { NodeId } from './domain/ids.ts'
import type { Checked } from './lib/fault.ts'
import type { Log } from './lib/log.ts'
import { pause } from './lib/pause.ts'
import type { SiteGateway } from './runtime/gateway.ts'
import { localGateway } from './runtime/local-gateway.ts'
import { patient } from './runtime/patient-gateway.ts'
import { localAnswers } from './runtime/site-questions.ts'
import { createSpreader } from './runtime/spreader.ts'
import { type Inputs, readInputs } from './wiring/inputs.ts'
import { wireInternal } from './wiring/internal.ts'
import { createReachWatch } from './wiring/reach-watch.ts'
import { readinessOfAll } from './wiring/readiness.ts'
import type { Serving } from './wiring/serving.ts'
import { createShared } from './wiring/shared.ts'
import { wireSite } from './wiring/site.ts'
import { wireSiteApi } from './wiring/site-api.ts'
import { migrated } from './wiring/start-up.ts'

export interface App {
  /**
   * Begins the work of all roles; a controller takes the sites, whose leases are held under this name. Resolves when the API
   * listens, with undefined when told to stop before.
   */
  start(holder: string | undefined): Promise<{ readonly address: string; readonly port: number } | undefined>
  /** Reads flows and calendars again, without a restart. */
  reload(): void
  /** Finishes requests, makes durable what was accepted, lets go of the sites; calls on the switches go on. */
  stop(): Promise<void>
}

/** How long the API waits for a takeover, and for the orders that follow on it. */
const API_WAITS_MS = 1_000
const SETTLING_MS = 100

/** Builds everything and opens nothing that needs waiting for. Faults are the configuration's, all at once. */
export function createApp(config: ProcessConfig, log: Log): Checked<App> {
  const inputs = readInputs(config, log)
  return inputs.ok ? { ok: true, value: wire(config, inputs.value, log) } : inputs
}

function wire(config: ProcessConfig, inputs: Inputs, log: Log): App {
  const shared = createShared(config, inputs, log)
  const { secret, clock, metrics, store, redis, owners } = shared
  const roles = new Set(config.roles)
  const isOwned = (siteId: string) => owners.get(siteId)?.owned === true
  const reach = createReachWatch({ sites: inputs.sites.map((site) => site.config), isOwned, log })
  const { canReach } = reach
  const paces = pacesOf(config)
  const spreader = createSpreader({ controllers: redis.controllers, owners, canReach, ...paces, clock, log })
  const own = localGateway(owners, clock)
  let everywhere: SiteGateway = own
  const rooms = inputs.sites.map(({ config: ofSite, definitions }) => {
    const room = { shared: { ...shared, config: ofSite }, unrecorded: new Set<NodeId>() }
    const turn = () => spreader.isTurn(ofSite.siteId)
    const ways = { gateway: own, everywhere: () => everywhere }
    return { ...room, site: definitions && wireSite({ ...room, definitions, ...ways, turn }) }
  })
  const sites = rooms.flatMap(({ site }) => site ?? [])
  const ownAnswers = localAnswers(own, new Map(sites.map((site) => [site.siteId, site.desk])))
  const internal = speaksToOthers(config)
    ? wireInternal({ shared, gateway: own, ask: ownAnswers })
    : undefined
  const { gateway, ask } = internal
    ? patient(internal, { isMoving: (siteId) => spreader.isMoving(siteId), clock })
    : { gateway: own, ask: ownAnswers }
  everywhere = gateway
  const hasOthers = internal !== undefined
  const api = { version: packageVersion(), gateway, ask, roles, hasOthers, siteCount: rooms.length }
  const [first, ...others] = rooms.map(({ shared: ofSite, unrecorded, site }) => {
    const { feed, deps } = wireSiteApi({ ...api, shared: ofSite, owner: site?.owner })
    return { config: ofSite.config, feed, http: deps, unrecorded }
  })
  if (!first) throw new Error('a process without a site')
  const served = [first, ...others] as const
  const stopping = new AbortController()
  let serving: Serving | undefined
  let taking: Promise<void> | undefined
  return {
    async start(holder) {
      shared.start()
      // Before a site is ours: its first fact says where it is to be asked.
      await internal?.listen()
      taking = migrated(store, log, stopping.signal).then((ready) => {
        if (!ready) return
        if (sites.length > 0) spreader.start(holder ?? config.controllerId)
        if (sites.length > 0) reach.start()
        for (const site of sites) site.start(holder)
        if (roles.has('api')) for (const { feed } of served) feed.start()
      })
      // Callers first: what the API needs is loaded once they are looked after, or it is seen that this takes long.
      const connected = Promise.all(sites.map((site) => site.connected))
      const lookedAfter =
        sites.length > 0 ? connected.then(() => pause(SETTLING_MS, stopping.signal)) : undefined
      await Promise.race([lookedAfter, pause(API_WAITS_MS, stopping.signal)])
      const { createServing } = await import('./wiring/serving.ts')
      if (stopping.signal.aborted) return undefined
      serving = createServing({
        sites: served,
        secret,
        allow: inputs.allow,
        gateway,
        store,
        redis,
        metrics,
        clock,
        log,
        ask,
        roles,
        readiness: readinessOfAll(
          served.map(({ config: { siteId }, http: { readiness } }) => ({ siteId, readiness })),
          hasOthers && roles.has('api'),
        ),
      })
      for (const site of sites) site.settle()
      return serving.start()
    },
    reload() {
      for (const site of sites) site.reload()
    },
    async stop() {
      stopping.abort()
      // Others go on with these while what was begun here is finished; the rest is kept until then.
      const moving = sites.filter(({ siteId }) => hasOthers && spreader.hasOther(siteId))
      await Promise.all([spreader.leave(), reach.close()])
      // Their readers' answers have no end of their own, for which closing the listener would wait.
      await Promise.all(served.map(({ feed }) => feed.close()))
      await Promise.all(sites.map((site) => site.quiet()))
      // Takes nothing new from here on.
      const finished = serving?.close()
      await taking
      await Promise.all(moving.map((site) => site.stop()))
      await finished
      await Promise.all(sites.filter((site) => !moving.includes(site)).map((site) => site.stop()))
      await internal?.close()
      await shared.close()
    },
  }
}

/** Over before a lease that was renewed with it, so that a dead controller keeps nobody from its sites. */
function pacesOf({ lease: { ttlMs, renewMs } }: ProcessConfig): { everyMs: number; ttlMs: number } {
  return { everyMs: renewMs, ttlMs: Math.max(ttlMs - renewMs, renewMs) }
}

/** Read from here: the bundle of the whole program lies as deep as this file. */
function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
