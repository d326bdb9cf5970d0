/** One site as its controller has it: owner, switches, flows, phones, and the files that are read again. */
import { join } from 'node:path'
import { ulid } from 'ulid'
import { createPhoneDirectory } from '../adapters/directory/phone-directory.ts'
import { gaugesOf } from '../adapters/metrics/site-gauges.ts'
import { type Definitions, openingOf } from '../configuration/definitions.ts'
import { internalAddress } from '../configuration/internal-address.ts'
import { openPublishedFlows } from '../configuration/published-flows.ts'
import type { NodeId, SiteId } from '../domain/ids.ts'
import { plansSaying } from '../domain/plan/check.ts'
import { deferred } from '../lib/deferred.ts'
import { placesByPath } from '../runtime/asked-desks.ts'
import { createCounting } from '../runtime/figures/counting.ts'
import { wallboardOf } from '../runtime/figures/wallboard.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import { flowsSaying } from '../runtime/prompt-uses.ts'
import { SiteOwner } from '../runtime/site-owner.ts'
import type { SiteDesk } from '../runtime/site-questions.ts'
import { alarmTeller } from './alarm-teller.ts'
import { type FlowServices, wireFlowServices } from './flow-services.ts'
import { createLocalAlarms, type LocalAlarms } from './local-alarms.ts'
import { createLocalKeeping } from './local-keeping.ts'
import { createPhones } from './phones.ts'
import { createReloading } from './reloading.ts'
import type { Shared } from './shared.ts'
import { makeSwitches } from './switches.ts'
import { createTunnels, endedTunnels } from './tunnels.ts'

export interface SiteOptions {
  readonly shared: Shared
  readonly definitions: Definitions
  /** To this process's own owners. */
  readonly gateway: SiteGateway
  /** To the owner, wherever it is. */
  readonly everywhere: () => SiteGateway
  /** Nodes whose recorder doesn't run. */
  readonly unrecorded: ReadonlySet<NodeId>
  /** Whether this process is to ask for the site now. */
  readonly turn: () => Promise<boolean>
}

export interface Site {
  readonly siteId: SiteId
  readonly owner: SiteOwner
  readonly desk: SiteDesk
  /** A switch has been connected for the first time. */
  readonly connected: Promise<void>
  /** Begins to take the site, whose lease is held under this name. */
  start(holder: string | undefined): void
  /** Begins what can wait until callers are looked after. */
  settle(): void
  /** Reads flows and calendars again. */
  reload(): void
  /** Changes nothing more by itself; the site is still ours. */
  quiet(): Promise<void>
  /** Makes durable what was accepted, and lets go of the site. */
  stop(): Promise<void>
}

/** Wires the site of `shared.config`, and enters its owner among those of the process. */
export function wireSite(options: SiteOptions): Site {
  const { shared, definitions, gateway, everywhere, unrecorded, turn } = options
  const { config, secret, clock, store, redis, hashNumber, log, owners } = shared
  const { siteId } = config
  const metrics = shared.metrics.site(siteId)
  const published = openPublishedFlows(join(config.dataDir, `published-flows-${siteId}.json`))
  const { promise: connected, resolve: onConnected } = deferred()
  const alarm = alarmTeller(gateway, siteId)
  const local = createLocalKeeping({
    config,
    siteId,
    sealing: shared.sealing,
    privateFields: store.privateFields,
  })
  let localAlarms: LocalAlarms | undefined
  const flowServices: FlowServices = wireFlowServices({
    config,
    definitions,
    privateFields: local.privateFields,
    state: () => owner.state,
    observer: metrics.flows,
    clock,
    log,
  })
  const owner: SiteOwner = new SiteOwner({
    siteId,
    controllerId: config.controllerId,
    address: internalAddress(config) ?? `http://${config.http.address}:${config.http.port}`,
    leaseTtlMs: config.lease.ttlMs,
    leaseRenewMs: config.lease.renewMs,
    journal: store.journal,
    localJournal: local.keeping,
    privateFields: local.privateFields,
    ...flowServices,
    snapshots: store.snapshots,
    lease: redis.lease,
    turn,
    doorbell: redis.doorbell,
    clock,
    observer: {
      ...metrics.observer,
      ownership: (ofSite, owned) => {
        metrics.observer.ownership(ofSite, owned)
        // Calls that an earlier owner accepted: their ends are counted with the direction that they began with.
        if (owned) metrics.followCalls(owner.state?.calls.values() ?? [])
        // Another process may have changed them meanwhile.
        if (owned && settled) phones.start()
        if (settled) counting.owned(owned)
      },
    },
    log,
    newUlid: () => ulid(),
    hashNumber,
    healthLimits: config.switchHealth,
    loadLimits: config.admission,
    loopDelayMs: shared.loopDelayMs,
    makeSwitches: (mayCommand) =>
      makeSwitches({ config, secret, tunnels, metrics, clock, log, onConnected }, mayCommand),
    opening: (state) => {
      const inputs = openingOf(
        definitions,
        config,
        state,
        () => clock.now(),
        unrecorded,
        published,
        hashNumber,
      )
      if (inputs.some((one) => one.type === 'raiseAlarm' && one.alarm === 'flowsDiffer'))
        log.warn(
          { siteId },
          'this controller’s flow files say otherwise than what runs: SIGHUP publishes them',
        )
      const faulty = inputs.some((one) => one.type === 'raiseAlarm' && one.alarm === 'flowsInvalid')
      metrics.reloads.reloaded(faulty ? 'faults' : 'done', clock.wall())
      return [...inputs, ...endedTunnels(state.alarms.values(), config.switches, clock.now())]
    },
  })
  owners.set(siteId, owner)
  let settled = false
  const counting = createCounting({
    siteId,
    journal: store.journal,
    doorbell: redis.doorbell,
    store: store.figures,
    clock,
    keepDays: { intervals: config.figures.keepIntervalDays, days: config.figures.keepDailyDays },
    observer: metrics.figures,
    log,
  })
  const board = () => (owner.state ? wallboardOf(owner.state, counting.ledger, clock.now()) : undefined)
  metrics.watch({ gauges: () => owner.state && gaugesOf(owner.state), nodes: () => owner.nodes(), board })
  const tunnels = createTunnels({
    metric: metrics.switches.tunnel,
    alarm: (nodeId, detail) => alarm('tunnelDown', nodeId, detail),
  })
  const phones = createPhones({
    siteId,
    domain: config.endpoints.domain,
    store: store.endpoints,
    directory:
      config.endpoints.directory === null ? undefined : createPhoneDirectory(config.endpoints.directory),
    isOurs: () => owner.owned,
    tell: (forgotten) => owner.phonesChanged(forgotten),
    alarm: (on, detail) => alarm('phonesNotWritten', null, on ? detail : undefined),
    log,
  })
  const reloading = createReloading({
    siteId,
    definitions,
    published,
    directory: config.flows.directory,
    gateway,
    state: () => owner.state,
    observer: metrics.reloads,
    clock,
    log,
  })
  return {
    siteId,
    owner,
    desk: {
      checkFlow: (value) => reloading.desk.check(value, placesByPath),
      flowOfFile: (flowId) => reloading.desk.ofFile(flowId),
      checkPlan: (plan) => reloading.desk.checkPlan(plan),
      missingPrompts: (prompts) => reloading.desk.missingPrompts(prompts),
      filesChanged() {
        if (!owner.owned) return undefined
        reloading.desk.readAgain()
        return true
      },
      promptUses(prompt) {
        const { state } = owner
        return state && [...flowsSaying(state.flows.values(), prompt), ...plansSaying(state, prompt)]
      },
      wallboard: board,
      phones: () => (owner.owned ? phones.keeper : undefined),
    },
    connected,
    start(holder = config.controllerId) {
      owner.start(holder)
      localAlarms = createLocalAlarms({
        siteId,
        gateway: everywhere(),
        whose: holder,
        aside: () => local.keeping.local.aside(),
        fault: () => owner.localFault,
        clock,
        log,
      })
    },
    settle() {
      settled = true
      localAlarms?.start()
      reloading.start()
      phones.start()
      counting.owned(owner.owned)
    },
    reload: () => void reloading.reload('signal'),
    async quiet() {
      await reloading.close()
      await phones.close()
    },
    async stop() {
      await tunnels.close()
      await localAlarms?.close()
      await counting.close()
      await owner.stop()
      await local.keeping.local.close()
      await flowServices.speech.close()
    },
  }
}
