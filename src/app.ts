/** The composition root: builds the adapters, wires them to the runtime, starts and stops them in order. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { createCallSealing, parseMasterKey } from './adapters/crypto/call-private.ts'
import { createPhoneDirectory } from './adapters/directory/phone-directory.ts'
import { createMetrics } from './adapters/metrics/metrics.ts'
import { gaugesOf } from './adapters/metrics/site-gauges.ts'
import { createRedisStore } from './adapters/redis/create-redis.ts'
import { createStore } from './adapters/store/create-store.ts'
import { type AllowList, parseAllowList } from './adapters/webhook/allow-list.ts'
import type { Config } from './config.ts'
import { type Definitions, loadDefinitions, openingOf } from './configuration/definitions.ts'
import { recordingFaults } from './configuration/recording-files.ts'
import { readSecretFiles } from './configuration/secret-files.ts'
import { readTunnelFiles } from './configuration/tunnel-files.ts'
import type { NodeId } from './domain/ids.ts'
import { deferred } from './lib/deferred.ts'
import { type Checked, type Fault, faultLine } from './lib/fault.ts'
import type { Log } from './lib/log.ts'
import { pause } from './lib/pause.ts'
import { createLiveFeed } from './runtime/live-feed.ts'
import { localGateway } from './runtime/local-gateway.ts'
import { SiteOwner } from './runtime/site-owner.ts'
import { alarmTeller } from './wiring/alarm-teller.ts'
import { apiDeps } from './wiring/api-deps.ts'
import { type FlowServices, wireFlowServices } from './wiring/flow-services.ts'
import { openKeptClock } from './wiring/kept-clock.ts'
import { createPhones } from './wiring/phones.ts'
import { createReloading } from './wiring/reloading.ts'
import type { Serving } from './wiring/serving.ts'
import { migrated } from './wiring/start-up.ts'
import { makeSwitches } from './wiring/switches.ts'
import { createTunnels, endedTunnels } from './wiring/tunnels.ts'

export interface App {
  /**
   * Begins to take the site, whose lease is held under this name; resolves when the API listens, with undefined when
   * told to stop before.
   */
  start(holder: string): Promise<{ readonly address: string; readonly port: number } | undefined>
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
  const definitions = loadDefinitions(config)
  const secrets = readSecretFiles({
    ...config.secrets,
    ...(config.database.passwordFile === null ? {} : { database: config.database.passwordFile }),
    ...(config.redis.passwordFile === null ? {} : { redis: config.redis.passwordFile }),
    ...(config.keyService.url === null ? {} : { keyService: config.keyService.passphraseFile }),
    ...Object.fromEntries(config.switches.map((node) => [node.nodeId, node.passwordFile])),
  })
  const faults: Fault[] = [definitions, secrets].flatMap((part) => (part.ok ? [] : part.faults))
  const tunnelFiles = readTunnelFiles(config)
  faults.push(...recordingFaults(config), ...tunnelFiles.faults)
  const allow = parseAllowList(config.webhooks.allow)
  if (!allow.ok) {
    const message = `neither a host name, *.DOMAIN, an address nor a CIDR block: ${allow.wrong.join(', ')}`
    faults.push({ place: 'configuration', path: 'webhooks.allow', message })
  }
  if (!definitions.ok || !secrets.ok || !allow.ok || faults.length > 0) return { ok: false, faults }
  for (const fault of definitions.value.doubts) {
    log.warn({ fault: faultLine(fault) }, 'a fault, unless the site has queues that its seed lacks')
  }
  for (const file of [...secrets.value.openToOthers, ...tunnelFiles.openToOthers]) {
    log.warn({ file }, 'this secret can be read by everybody on this machine: chmod 600')
  }
  const secret = (name: string) => secrets.value.values.get(name) ?? ''
  const masterKey = parseMasterKey(secret('masterKeyFile'))
  if (!masterKey) {
    const message = 'must hold 32 bytes in hex (64 digits)'
    return {
      ok: false,
      faults: [{ place: config.secrets.masterKeyFile, path: 'secrets.masterKeyFile', message }],
    }
  }
  return { ok: true, value: wire(config, definitions.value, secret, masterKey, allow.list, log) }
}

function wire(
  config: Config,
  definitions: Definitions,
  secret: (name: string) => string,
  masterKey: Buffer,
  allow: AllowList,
  log: Log,
): App {
  const kept = openKeptClock(join(config.dataDir, 'site-clock.json'), log)
  const { clock } = kept
  const metrics = createMetrics({
    gauges: () => {
      const state = owner.state
      return state && gaugesOf(state)
    },
    nodes: () => owner.nodes(),
    recordingGauges: () => serving?.recordingGauges(),
    clockOffsetMs: () => clock.now() - clock.wall(),
  })
  let serving: Serving | undefined
  const unrecorded = new Set<NodeId>()
  const { host, port, user, database } = config.database
  const store = createStore({
    address: { host, port, user, database, password: secret('database') },
    sealing: createCallSealing([masterKey]),
    log,
    appendTimeoutMs: config.database.appendTimeoutMs,
    maxReaders: config.database.poolSize,
  })
  const redis = createRedisStore({
    address: { host: config.redis.host, port: config.redis.port, password: secret('redis') },
    log,
  })
  const hashNumber = (number: string) =>
    createHmac('sha256', secret('hashKeyFile')).update(number).digest('hex').slice(0, 32)
  const { promise: firstConnected, resolve: connected } = deferred()
  const flowServices: FlowServices = wireFlowServices({
    config,
    definitions,
    privateFields: store.privateFields,
    state: () => owner.state,
    observer: metrics.flows,
    clock,
    log,
  })
  const owner: SiteOwner = new SiteOwner({
    siteId: config.siteId,
    controllerId: config.controllerId,
    address: `http://${config.http.address}:${config.http.port}`,
    leaseTtlMs: config.lease.ttlMs,
    leaseRenewMs: config.lease.renewMs,
    journal: store.journal,
    privateFields: store.privateFields,
    ...flowServices,
    snapshots: store.snapshots,
    lease: redis.lease,
    doorbell: redis.doorbell,
    clock,
    observer: {
      ...metrics.observer,
      ownership: (siteId, owned) => {
        metrics.observer.ownership(siteId, owned)
        // Calls that an earlier owner accepted: their ends are counted with the direction that they began with.
        if (owned) metrics.followCalls(owner.state?.calls.values() ?? [])
      },
    },
    log,
    newUlid: () => ulid(),
    hashNumber,
    healthLimits: config.switchHealth,
    makeSwitches: (mayCommand) =>
      makeSwitches({ config, secret, tunnels, metrics, clock, log, onConnected: connected }, mayCommand),
    opening: (state) => {
      const inputs = openingOf(definitions, config, state, () => clock.now(), unrecorded)
      const faulty = inputs.some((one) => one.type === 'raiseAlarm' && one.alarm === 'flowsInvalid')
      metrics.reloads.reloaded(faulty ? 'faults' : 'done', clock.wall())
      return [...inputs, ...endedTunnels(state.alarms.values(), config.switches, clock.now())]
    },
  })
  const feed = createLiveFeed({
    siteId: config.siteId,
    journal: store.journal,
    doorbell: redis.doorbell,
    clock,
    observer: metrics.stream,
    maxReaders: config.stream.maxReaders,
    log,
  })
  const gateway = localGateway(new Map([[config.siteId, owner]]), clock)
  const alarm = alarmTeller(gateway, config.siteId)
  const tunnels = createTunnels({
    metric: metrics.switches.tunnel,
    alarm: (nodeId, detail) => alarm('tunnelDown', nodeId, detail),
  })
  const phones = createPhones({
    siteId: config.siteId,
    domain: config.endpoints.domain,
    store: store.endpoints,
    directory:
      config.endpoints.directory === null ? undefined : createPhoneDirectory(config.endpoints.directory),
    tell: (forgotten) => owner.phonesChanged(forgotten),
    alarm: (on, detail) => alarm('phonesNotWritten', null, on ? detail : undefined),
    log,
  })
  const reloading = createReloading({
    siteId: config.siteId,
    definitions,
    directory: config.flows.directory,
    gateway,
    state: () => owner.state,
    observer: metrics.reloads,
    clock,
    log,
  })
  const http = apiDeps({
    config,
    version: packageVersion(),
    secret,
    gateway,
    owner,
    store,
    redis,
    flows: reloading.desk,
    endpoints: phones.desk,
    feed,
    metrics,
    clock,
    hashNumber,
    log,
  })
  const stopping = new AbortController()
  let taking: Promise<void> | undefined
  return {
    async start(holder) {
      kept.start()
      taking = migrated(store, log, stopping.signal).then((ready) => {
        if (!ready) return
        owner.start(holder)
        feed.start()
      })
      // Callers first: what the API needs is loaded once they are looked after, or it is seen that this takes long.
      const lookedAfter = firstConnected.then(() => pause(SETTLING_MS, stopping.signal))
      await Promise.race([lookedAfter, pause(API_WAITS_MS, stopping.signal)])
      const { createServing } = await import('./wiring/serving.ts')
      if (stopping.signal.aborted) return undefined
      serving = createServing({
        config,
        secret,
        allow,
        gateway,
        store,
        redis,
        metrics,
        clock,
        log,
        http,
        flows: () => owner.state?.flows.values(),
        unrecorded,
      })
      reloading.start()
      phones.start()
      return serving.start()
    },
    reload: () => void reloading.reload('signal'),
    async stop() {
      stopping.abort()
      // Its readers' answers have no end of their own, for which closing the listener would wait.
      await feed.close()
      await reloading.close()
      await phones.close()
      // While the owner still takes what the recorder has to say.
      await serving?.close()
      await tunnels.close()
      await taking
      await owner.stop()
      await flowServices.speech.close()
      await redis.close()
      await store.close()
      await kept.close()
    },
  }
}

/** Read from here: the bundle of the whole program lies as deep as this file. */
function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
