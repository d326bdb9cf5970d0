/**
 * Delivers what waits for one endpoint of one subject, in order. While an event is being retried, the subject's later
 * ones wait; an event whose last try fails is marked as a dead letter and passed.
 *
 *     claim → rows → deliver ┬ delivered → passed ┬ more → deliver the next
 *                            │                    └ finished, lost → end
 *                            ├ failed → retryLater → end; after the last try: bury → passed
 *                            └ 410 → disable the endpoint → end
 */
import type { JournalRow } from '../../domain/fact.ts'
import type { Log } from '../../lib/log.ts'
import type { Clock } from '../../runtime/ports.ts'
import type {
  ClaimedPair,
  DeliveryOutcome,
  WebhookObserver,
  WebhookOutbox,
  WebhookPair,
  WebhookRegistry,
} from '../../runtime/webhooks.ts'
import type { ComingBack } from './coming-back.ts'
import { queueNamedBy, wants } from './matching.ts'
import { messageOf } from './message.ts'
import type { Sender } from './sender.ts'
import { nextDelayMs } from './timetable.ts'

export interface DrainOptions {
  readonly siteId: string
  readonly outbox: WebhookOutbox
  readonly registry: Pick<WebhookRegistry, 'setState'>
  readonly sender: Sender
  readonly observer: WebhookObserver
  readonly log: Log
  readonly clock: Clock
  readonly delaysMs: readonly number[]
  readonly random: () => number
  readonly comingBack: ComingBack
  /** What waits for a receiver that is back waits no longer than this, and comes spread over it. */
  readonly awakenWithinMs: number
  /** How long a claim outlives the last sign of its holder; longer than one try. */
  readonly holdMs: number
  /** Names one holder among all processes. */
  readonly newHolder: () => string
  /** Ends tries under way; they count as not made. */
  readonly stopping: AbortSignal
}

/** `more`: it has had its turn, and there is more to deliver. */
export type Drained = 'done' | 'more'

/** Deliveries in one turn, so that a subject with a long past doesn't hold up the others. */
const MOST_IN_TURN = 50
/** A pair that was let go of with more to deliver is found by the sweep after this, should its job get lost. */
const LOOK_AFTER_MS = 5_000

export function createDrain(options: DrainOptions): (pair: WebhookPair) => Promise<Drained> {
  const { siteId, outbox, holdMs, newHolder, log } = options
  return async (pair) => {
    if (options.stopping.aborted) return 'done'
    const holder = newHolder()
    const claim = await outbox.claim(siteId, pair, holder, holdMs)
    if (!claim) return 'done'
    try {
      return await turn(options, claim, holder)
    } catch (error) {
      // Otherwise it would wait until the claim runs out. Where the database is away, it does.
      await outbox.release(siteId, pair, holder, LOOK_AFTER_MS).catch(() => undefined)
      log.warn({ err: error, webhookId: pair.webhookId, subject: pair.subject }, 'a delivery was broken off')
      return 'done'
    }
  }
}

async function turn(options: DrainOptions, claim: ClaimedPair, holder: string): Promise<Drained> {
  const { siteId, outbox, holdMs, stopping } = options
  const { endpoint, subject } = claim
  let { doneSeq, wantedSeq, attempts } = claim
  let queueId = endpoint.queueIds === null ? undefined : await outbox.queueAt(siteId, subject, doneSeq)
  for (let delivered = 0; delivered < MOST_IN_TURN && !stopping.aborted; ) {
    const rows = await outbox.rows(siteId, subject, doneSeq, wantedSeq, MOST_IN_TURN)
    for (const [index, row] of rows.entries()) {
      const named = queueNamedBy(row)
      if (named !== undefined) queueId = named ?? undefined
      const wanted = wants(endpoint, row, queueId)
      // What isn't wanted is passed together with what follows it.
      if (!wanted && index < rows.length - 1) continue
      if (wanted && !(await settle(options, claim, holder, row, attempts))) return 'done'
      if (wanted) delivered += 1
      const done = { seq: row.subjectSeq, at: row.at, holdMs }
      const passed = await outbox.passed(siteId, claim, holder, done)
      if (passed.type !== 'more') return 'done'
      doneSeq = row.subjectSeq
      wantedSeq = passed.wantedSeq
      attempts = 0
      if (stopping.aborted) break
    }
    if (rows.length === 0) throw new Error(`facts after ${doneSeq} are wanted and not there`)
  }
  await outbox.release(siteId, claim, holder, stopping.aborted ? 0 : LOOK_AFTER_MS)
  return stopping.aborted ? 'done' : 'more'
}

const AWAKEN_AT_ONCE = 5_000

/** What waits for a receiver that is back is tried soon. Failing that, the timetable goes on, and the next delivery sees to it. */
async function awaken(options: DrainOptions, webhookId: string): Promise<void> {
  const { siteId, outbox, comingBack, awakenWithinMs, log } = options
  try {
    for (let woken = AWAKEN_AT_ONCE, all = 0; woken === AWAKEN_AT_ONCE; ) {
      woken = await outbox.awaken(siteId, webhookId, awakenWithinMs, AWAKEN_AT_ONCE)
      all += woken
      if (woken > 0)
        log.info({ webhookId, subjects: all }, 'a receiver is back: what waits for it is tried soon')
    }
  } catch (error) {
    comingBack.again(webhookId)
    log.warn({ err: error, webhookId }, 'a receiver is back, and what waits for it was not told')
  }
}

/** One try. True when the fact is dealt with: delivered, or given up. Otherwise the pair has been let go of. */
async function settle(
  options: DrainOptions,
  claim: ClaimedPair,
  holder: string,
  row: JournalRow,
  attempts: number,
): Promise<boolean> {
  const { siteId, outbox, registry, sender, observer, log, clock, stopping, comingBack } = options
  const { endpoint, secrets, webhookId } = claim
  const message = messageOf(row)
  if (!message) return true
  const outcome: DeliveryOutcome = await sender.deliver(endpoint.url, secrets, message, stopping)
  if (outcome.type === 'delivered') {
    observer.tried(webhookId, 'delivered', outcome.durationMs)
    observer.delivered(webhookId, clock.now() - row.at)
    if (comingBack.tried(webhookId, true)) await awaken(options, webhookId)
    return true
  }
  if (stopping.aborted) {
    await outbox.release(siteId, claim, holder, 0)
    return false
  }
  comingBack.tried(webhookId, false)
  const { why, status } = outcome
  observer.tried(webhookId, why, outcome.durationMs)
  const about = { webhookId, event: message.id, why, status, tries: attempts + 1 }
  if (why === 'gone') {
    log.error(about, 'a receiver is gone (410): its webhook is disabled')
    const disabled = await registry.setState(siteId, webhookId, 'disabled', 'gone', endpoint.url)
    // Its address has been changed meanwhile: the new one hasn't said so.
    if (!disabled) await outbox.release(siteId, claim, holder, 0)
    return false
  }
  const delayMs = nextDelayMs(options.delaysMs, attempts + 1, options.random)
  if (delayMs !== undefined) {
    log.info({ ...about, delayMs }, 'a delivery failed; it will be tried again')
    await outbox.retryLater(siteId, claim, holder, delayMs)
    return false
  }
  log.warn(about, 'a delivery failed for the last time: a dead letter')
  await outbox.bury(row, claim, { attempts: attempts + 1, why, status })
  observer.deadLettered(webhookId)
  return true
}
