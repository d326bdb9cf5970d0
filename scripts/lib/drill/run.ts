/** A whole drill: a system under load, the plan's faults one after another, and what was seen of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { pause } from '../../../src/lib/pause.ts'
import { eventually } from '../../../test/support/eventually.ts'
import { SITE_ID, type System } from '../../../test/support/system.ts'
import { type Receiver, startReceiver } from '../webhook-receiver.ts'
import type { Controllers } from './arguments.ts'
import { positionSetAside } from './checks/sealed.ts'
import type { Evidence, FaultSeen, JournalFact } from './evidence.ts'
import { inject } from './faults.ts'
import { type Follower, followJournal } from './follower.ts'
import { atRest, readRecords } from './gather.ts'
import { KINDS } from './kinds.ts'
import { type Load, startLoad } from './load/load.ts'
import type { PlannedFault } from './plan.ts'
import { type Rig, startRig } from './rig.ts'
import { queuesOf } from './site.ts'
import { watchSpool } from './spool-watch.ts'
import { type State, statesAt } from './states.ts'

export interface DrillOptions {
  readonly switchKind: System['switchKind']
  readonly controllers: Controllers
  readonly seed: number
  readonly plan: readonly PlannedFault[]
  /** Ends the drill early: what was started is stopped, and it rejects. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** How often somebody is sent into the state that is aimed at, and how long each has; then the fault meets what is there. */
const AIMS = 3
const AIM_MS = 2_500
/** A limit for what never comes back. */
const RECOVERED_WITHIN_MS = 120_000
const LOOK_EVERY_MS = 100
/** Until somebody talks, at most. */
const WARM_UP_MS = 20_000

/** Runs it; resolves with what was seen from outside. Rejects when the system can't be started, or when told to stop. */
export async function runDrill(options: DrillOptions): Promise<Evidence> {
  const { say, signal } = options
  const releasers: (() => Promise<unknown> | unknown)[] = []
  try {
    say('starting PostgreSQL, Redis, the key service, the switch and the service …')
    const rig = await startRig(options.switchKind, options.controllers)
    releasers.push(() => rig.close())
    signal.throwIfAborted()
    return await drillOn(rig, options, releasers)
  } finally {
    for (const release of releasers.reverse()) await release()
  }
}

async function drillOn(
  rig: Rig,
  { seed, plan, controllers, say, signal }: DrillOptions,
  releasers: (() => Promise<unknown> | unknown)[],
): Promise<Evidence> {
  const { system } = rig
  const { host, port, user, password, database } = rig.postgres
  const follower = followJournal({ host, port, user, password, database })
  releasers.push(() => follower.close())
  const spool = watchSpool(system.trial.spoolDir)
  releasers.push(() => spool.close())
  const webhooks: { -readonly [K in keyof Evidence['webhooks']]: Evidence['webhooks'][K] } & {
    received: { id: string; subject: string; sequence: number }[]
  } = { fromPos: 0, received: [], refused: 0 }
  const receiver = await receive(system, webhooks)
  releasers.push(() => receiver.close())
  const [newest] = await system.sql('select max(pos)::int as pos from journal')
  webhooks.fromPos = Number(newest?.['pos'])
  const load = await startLoad(system, seed, signal)
  releasers.push(() => load.close())
  say(`everything runs; calls come (${system.switchKind}, seed ${seed})`)
  await follower.seen('connected', WARM_UP_MS, signal)

  const seen: FaultSeen[] = []
  for (const [index, planned] of plan.entries()) {
    signal.throwIfAborted()
    const fault = await oneFault(rig, follower, load, planned, signal)
    signal.throwIfAborted()
    seen.push(fault)
    say(line(index + 1, plan.length, fault, load.made))
    if (fault.recoveredAt === null) break
  }
  say('no further calls; waiting until the last have ended and all is sealed and told …')
  await load.finish()
  await atRest(
    follower,
    webhooks,
    () => rig.left().filter((path) => positionSetAside(path) === undefined),
    signal,
  )
  signal.throwIfAborted()
  return {
    siteId: SITE_ID,
    controllers,
    turns: [...rig.turns],
    queuesOf,
    ...load.seen(),
    faults: seen,
    facts: [...follower.facts],
    // Where the service never came back there are none, and the checks say so.
    records: await eventually(async () => ({ found: await readRecords(system) })).catch(() => []),
    webhooks,
    takes: spool.takes(follower.facts),
    objects: rig.objects(),
    left: rig.left(),
  }
}

async function oneFault(
  rig: Rig,
  follower: Follower,
  load: Load,
  { kind, state, pauseMs }: PlannedFault,
  signal: AbortSignal,
): Promise<FaultSeen> {
  if (!follower.states().includes(state)) load.send(state)
  await pause(pauseMs, signal)
  await aimed(state, follower, load, signal)
  const at = Date.now()
  await inject(kind, rig, ownerBy(follower.facts, rig.controllers), signal)
  const undoneAt = Date.now()
  if (kind === 'switchKilled') await load.register()
  const recoveredAt = await served(rig, signal)
  return { kind, aimedAt: state, met: statesAt(follower.facts, at), at, undoneAt, recoveredAt }
}

async function aimed(state: State, follower: Follower, load: Load, signal: AbortSignal): Promise<void> {
  for (let nth = 0; nth < AIMS && !follower.states().includes(state); nth += 1) {
    load.send(state)
    if (await follower.seen(state, AIM_MS, signal)) return
  }
}

/** Who has taken the site last; a controller that is alone goes by the name of the host. */
function ownerBy(facts: readonly JournalFact[], controllers: Rig['controllers']): string {
  const [only] = controllers.keys()
  if (controllers.size === 1 && only !== undefined) return only
  return String(facts.findLast(({ type }) => type === 'siteTaken')?.data['controllerId'])
}

/** When it was served in two looks in a row; null: not in time. */
async function served(rig: Rig, signal: AbortSignal): Promise<number | null> {
  const deadline = performance.now() + RECOVERED_WITHIN_MS
  let looks = 0
  while (!signal.aborted && performance.now() < deadline) {
    looks = (await rig.isServed()) ? looks + 1 : 0
    if (looks === 2) return Date.now()
    await sleep(LOOK_EVERY_MS)
  }
  return null
}

async function receive(
  { api }: System,
  webhooks: { received: { id: string; subject: string; sequence: number }[]; refused: number },
): Promise<Receiver> {
  let secret = ''
  const receiver = await startReceiver({
    secrets: () => [secret],
    answer({ event: { id, subject, sequence } }) {
      webhooks.received.push({ id, subject, sequence: Number(sequence) })
      return 204
    },
    refused: () => {
      webhooks.refused += 1
    },
  })
  const { status, body } = await api('POST', '/v1/webhooks', { url: receiver.url, description: 'drill' })
  if (status !== 201) throw new Error(`POST /v1/webhooks: ${status}`)
  secret = body.secret
  return receiver
}

function line(
  nth: number,
  of: number,
  { kind, aimedAt, met, at, recoveredAt }: FaultSeen,
  calls: number,
): string {
  const how = met.includes(aimedAt) ? '' : ' (none came)'
  const back = recoveredAt === null ? 'NOT served again' : `served again after ${recoveredAt - at} ms`
  return `${String(nth).padStart(3)}/${of}  ${KINDS[kind].what}, at ${aimedAt}${how}: ${back}; ${calls} calls so far`
}
