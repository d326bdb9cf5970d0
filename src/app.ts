/** The composition root: builds the adapters, wires them to the runtime, starts and stops them in order. */
import { readFileSync } from 'node:fs'
import type { Config } from './config.ts'
import type { NodeId } from './domain/ids.ts'
import type { Checked } from './lib/fault.ts'
import type { Log } from './lib/log.ts'
import { pause } from './lib/pause.ts'
import { askedFlowDesk, askedPhoneKeeper } from './runtime/asked-desks.ts'
import { createLiveFeed } from './runtime/live-feed.ts'
import { localGateway } from './runtime/local-gateway.ts'
import { localAnswers } from './runtime/site-questions.ts'
import { apiDeps } from './wiring/api-deps.ts'
import { type Inputs, readInputs } from './wiring/inputs.ts'
import { speaksToOthers, wireInternal } from './wiring/internal.ts'
import { createPhoneDesk } from './wiring/phone-desk.ts'
import { readinessOf } from './wiring/readiness.ts'
import type { Serving } from './wiring/serving.ts'
import { createShared } from './wiring/shared.ts'
import { wireSite } from './wiring/site.ts'
import { migrated } from './wiring/start-up.ts'

export interface App {
  /**
   * Begins the work of all roles; a controller takes the site, whose lease is held under this name. Resolves when the API
   * listens, with undefined when told to stop before.
   */
  start(holder: string | undefined): Promise<{ readonly address: string; readonly port: number } | undefined>
  /** Reads flows and calendars again, without a restart. */
  reload(): void
  /** Finishes requests, makes durable what was accepted, lets go of the site; calls on the switches go on. */
  stop(): Promise<void>
}

/** How long the API waits for a takeover, and for the orders that follow on it. */
const API_WAITS_MS = 1_000
const SETTLING_MS = 100

/** Builds everything and opens nothing that needs waiting for. Faults are the configuration's, all at once. */
export function createApp(config: Config, log: Log): Checked<App> {
  const inputs = readInputs(config, log)
  return inputs.ok ? { ok: true, value: wire(config, inputs.value, log) } : inputs
}

function wire(config: Config, inputs: Inputs, log: Log): App {
  const shared = createShared(config, inputs, log)
  const { secret, clock, metrics, store, redis, hashNumber, owners } = shared
  const roles = new Set(config.roles)
  const own = localGateway(owners, clock)
  const unrecorded = new Set<NodeId>()
  const { definitions } = inputs
  const site = definitions && wireSite({ shared, definitions, gateway: own, unrecorded })
  const ownAnswers = localAnswers(own, new Map(site ? [[site.siteId, site.desk]] : []))
  const internal = speaksToOthers(config)
    ? wireInternal({ shared, gateway: own, ask: ownAnswers })
    : undefined
  const { gateway, ask } = internal ?? { gateway: own, ask: ownAnswers }
  const feed = createLiveFeed({
    siteId: config.siteId,
    journal: store.journal,
    doorbell: redis.doorbell,
    clock,
    observer: metrics.site(config.siteId).stream,
    maxReaders: config.stream.maxReaders,
    log,
  })
  const http = apiDeps({
    config,
    version: packageVersion(),
    secret,
    gateway,
    readiness: readinessOf({
      siteId: config.siteId,
      roles,
      owner: site?.owner,
      hasOthers: internal !== undefined,
      ask,
      store,
      redis,
    }),
    store,
    redis,
    flows: askedFlowDesk(ask, config.siteId),
    endpoints: createPhoneDesk({
      siteId: config.siteId,
      domain: config.endpoints.domain,
      store: store.endpoints,
      keeper: askedPhoneKeeper(ask, config.siteId),
    }),
    feed,
    metrics,
    clock,
    hashNumber,
    log,
  })
  const stopping = new AbortController()
  let serving: Serving | undefined
  let taking: Promise<void> | undefined
  return {
    async start(holder) {
      shared.start()
      // Before the site is ours: its first fact says where it is to be asked.
      await internal?.listen()
      taking = migrated(store, log, stopping.signal).then((ready) => {
        if (!ready) return
        site?.start(holder)
        if (roles.has('api')) feed.start()
      })
      // Callers first: what the API needs is loaded once they are looked after, or it is seen that this takes long.
      const lookedAfter = site?.connected.then(() => pause(SETTLING_MS, stopping.signal))
      await Promise.race([lookedAfter, pause(API_WAITS_MS, stopping.signal)])
      const { createServing } = await import('./wiring/serving.ts')
      if (stopping.signal.aborted) return undefined
      const made = createServing({
        config,
        secret,
        allow: inputs.allow,
        gateway,
        store,
        redis,
        metrics,
        clock,
        log,
        http,
        ask,
        roles,
        unrecorded,
      })
      serving = made
      site?.settle()
      return made.start()
    },
    reload: () => site?.reload(),
    async stop() {
      stopping.abort()
      // Its readers' answers have no end of their own, for which closing the listener would wait.
      await feed.close()
      await site?.quiet()
      // While the owner still takes what the recorder has to say.
      await serving?.close()
      await taking
      await site?.stop()
      await internal?.close()
      await shared.close()
    },
  }
}

/** Read from here: the bundle of the whole program lies as deep as this file. */
function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
