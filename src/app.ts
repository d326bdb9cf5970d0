/** The composition root: builds the adapters, wires them to the runtime, starts and stops them in order. */
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ulid } from 'ulid'
import { createCallSealing, parseMasterKey } from './adapters/crypto/call-private.ts'
import { createPhoneDirectory } from './adapters/directory/phone-directory.ts'
import type { EslObserver } from './adapters/esl/observer.ts'
import { createEslSwitch } from './adapters/esl/switch.ts'
import type { HttpDeps, Readiness } from './adapters/http/deps.ts'
import { createKeyVerifier } from './adapters/http/key-verifier.ts'
import { DEFAULT_LIMITS } from './adapters/http/listener.ts'
import { createTokens } from './adapters/http/tokens.ts'
import { createMetrics, type Metrics } from './adapters/metrics/metrics.ts'
import { gaugesOf } from './adapters/metrics/site-gauges.ts'
import { playableFile } from './adapters/prompts/playable-file.ts'
import { createRedisStore } from './adapters/redis/create-redis.ts'
import { createStore, type Store } from './adapters/store/create-store.ts'
import { type AllowList, parseAllowList } from './adapters/webhook/allow-list.ts'
import type { Config } from './config.ts'
import { type Definitions, loadDefinitions, openingOf } from './configuration/definitions.ts'
import { recordingFaults } from './configuration/recording-files.ts'
import { readSecretFiles } from './configuration/secret-files.ts'
import { readTunnelFiles, tunnelOf } from './configuration/tunnel-files.ts'
import { accessIdFrom, callIdFrom, keyIdFrom, type NodeId } from './domain/ids.ts'
import { backoffMs } from './lib/backoff.ts'
import { deferred } from './lib/deferred.ts'
import { type Checked, type Fault, faultLine } from './lib/fault.ts'
import type { Log } from './lib/log.ts'
import { createAccessNotes } from './runtime/access-notes.ts'
import { createLiveFeed } from './runtime/live-feed.ts'
import { localGateway } from './runtime/local-gateway.ts'
import { SiteOwner } from './runtime/site-owner.ts'
import { type FlowServices, wireFlowServices } from './wiring/flow-services.ts'
import { openKeptClock } from './wiring/kept-clock.ts'
import { createPhones } from './wiring/phones.ts'
import { createReloading } from './wiring/reloading.ts'
import type { Serving } from './wiring/serving.ts'
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

/** How long a command of the API may take until its facts are durable. */
const COMMAND_TIMEOUT_MS = 5_000
const READ_TIMEOUT_MS = 5_000
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
    makeSwitches: (mayCommand) => {
      tunnels.afresh()
      return config.switches.map(({ tunnel: named, ...node }) => {
        const tunnel = tunnelOf({ host: node.host, tunnel: named })
        return createEslSwitch({
          ...node,
          ...(tunnel && { tunnel, onTunnel: (state) => tunnels.seen(node.nodeId, state) }),
          password: secret(node.nodeId),
          promptFile: (prompt) => playableFile(config.prompts.directory, prompt),
          clock,
          metrics: eslObserver(metrics, connected),
          log,
          mayCommand,
        })
      })
    },
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
  const tunnels = createTunnels({
    metric: metrics.switches.tunnel,
    async alarm(nodeId, detail) {
      const about = { alarm: 'tunnelDown', nodeId } as const
      const command =
        detail === undefined
          ? { type: 'clearAlarm' as const, ...about }
          : { type: 'raiseAlarm' as const, ...about, detail }
      const outcome = await gateway.dispatch(config.siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })
      return outcome.type === 'accepted'
    },
  })
  const phones = createPhones({
    siteId: config.siteId,
    domain: config.endpoints.domain,
    store: store.endpoints,
    directory:
      config.endpoints.directory === null ? undefined : createPhoneDirectory(config.endpoints.directory),
    tell: (forgotten) => owner.phonesChanged(forgotten),
    async alarm(on, detail) {
      const about = { alarm: 'phonesNotWritten', nodeId: null } as const
      const command = on
        ? { type: 'raiseAlarm' as const, ...about, detail }
        : { type: 'clearAlarm' as const, ...about }
      const outcome = await gateway.dispatch(config.siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })
      return outcome.type === 'accepted'
    },
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
  const httpDeps: Omit<HttpDeps, 'playback' | 'webhooks' | 'prompts'> = {
    config: {
      siteId: config.siteId,
      host: config.http.address,
      port: config.http.port,
      version: packageVersion(),
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
      readTimeoutMs: READ_TIMEOUT_MS,
      maxKeyDays: config.access.maxKeyDays,
      rateLimits: config.http.rateLimits,
      limits: {
        requestTimeoutMs: config.http.requestTimeoutMs,
        maxConnections: DEFAULT_LIMITS.maxConnections + config.stream.maxReaders,
      },
    },
    gateway,
    views: store.views,
    journal: store.journal,
    idempotency: store.idempotency,
    flows: reloading.desk,
    endpoints: phones.desk,
    stream: { feed, present: store.present, ticketTtlMs: config.stream.ticketTtlMs },
    tickets: redis.tickets,
    callRecords: store.callRecords,
    readiness: () => readiness(owner, store, redis),
    metrics,
    log,
    tokens: createKeyVerifier({
      siteId: config.siteId,
      keys: store.keys,
      fixed: createTokens([{ principalId: 'api', token: secret('apiTokenFile') }]),
      clock,
      log,
    }),
    keys: store.keys,
    access: createAccessNotes({
      gateway,
      siteId: config.siteId,
      timeoutMs: COMMAND_TIMEOUT_MS,
      newAccessId: () => accessIdFrom(ulid()),
      log,
    }),
    accessLog: store.accessLog,
    privateFields: store.privateFields,
    ids: { newCallId: () => callIdFrom(ulid()), newKeyId: () => keyIdFrom(ulid()) },
    hashNumber,
  }
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
        http: httpDeps,
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

/** The event socket's figures, in the words of the metrics. */
function eslObserver({ switches }: Metrics, onConnected: () => void): EslObserver {
  return {
    event: (_nodeId, name, fate) => switches.event(fate === 'translated' ? name : undefined),
    connected: (nodeId, connected) => {
      switches.connected(nodeId, connected)
      if (connected) onConnected()
    },
    commandFailed: (_nodeId, command, reason) => switches.commandFailed(command, reason),
  }
}

async function readiness(
  owner: SiteOwner,
  store: Store,
  redis: ReturnType<typeof createRedisStore>,
): Promise<Readiness> {
  const [database, lease] = await Promise.all([store.ready(), redis.ready()])
  const check = (ok: boolean, detail: string) => (ok ? { ok } : { ok, detail })
  return {
    owner: check(owner.owned, 'this process does not own the site at the moment'),
    database: check(database.type === 'ready', 'the database does not answer, or has another shape'),
    redis: check(lease.type === 'ready', 'Redis does not answer'),
    switch: check(owner.switchesReady, 'no switch is connected'),
  }
}

/** Brings the database to this program's shape, for as long as that takes. False when told to stop meanwhile. */
async function migrated(store: Store, log: Log, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const outcome = await store.migrate()
    if (outcome.type === 'migrated') {
      if (outcome.applied.length > 0) log.info({ applied: outcome.applied }, 'the database was migrated')
      return true
    }
    const reason = outcome.type === 'fromFuture' ? outcome.message : outcome.reason
    log.error({ reason }, 'the database is not to be used yet; trying again')
    await pause(backoffMs(attempt, { firstMs: 100, capMs: 5_000 }, Math.random), signal)
  }
  return false
}

/** Resolves after `ms`, or at once when told to stop. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
