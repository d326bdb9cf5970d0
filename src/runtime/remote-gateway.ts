/**
 * The gateway of a process whose sites another process may own: its own owner first, else the one that the journal
 * names. A command that certainly wasn't taken is tried once more where the site is now; one whose connection was lost
 * is asked after once more, with the same key, of the same time of owning. So nothing is ever carried out twice.
 */
import type { ApiCommand, DispatchOptions, DispatchOutcome, SiteGateway } from './gateway.ts'
import type { Called, DispatchReply, DispatchRequest, OwnerCalls } from './owner-calls.ts'
import type { OwnerFinder, SiteOwnerView } from './owner-finder.ts'
import type { Clock } from './ports.ts'
import type { AskSite, SiteQuestion } from './site-questions.ts'

export interface RemoteGatewayOptions {
  /** This process's own. */
  readonly local: SiteGateway
  readonly localAnswers: AskSite
  readonly finder: OwnerFinder
  readonly calls: OwnerCalls
  /** Of this process's own listener, if it has one: nobody else is asked there. */
  readonly ownAddress: string | null
  readonly newKey: () => string
  readonly clock: Pick<Clock, 'monotonic'>
  /** For questions. */
  readonly askTimeoutMs?: number
}

export interface Reach {
  readonly gateway: SiteGateway
  readonly ask: AskSite
}

const NOT_OWNER = { type: 'notOwner', retryAfterMs: 1_000 } as const
const TIMED_OUT = { type: 'timedOut' } as const
const ASK_TIMEOUT_MS = 5_000

export function remoteGateway(options: RemoteGatewayOptions): Reach {
  const { local, localAnswers, finder, calls, ownAddress, newKey, clock } = options
  const { askTimeoutMs = ASK_TIMEOUT_MS } = options

  async function owner(
    siteId: string,
    leftMs: number,
    wrong?: SiteOwnerView,
  ): Promise<SiteOwnerView | undefined> {
    const known = await finder.find(siteId, leftMs, wrong)
    // It was ours, and isn't any more: what was found while nobody had it says nothing of who has it now.
    const wasOurs = ownAddress !== null && known?.address === ownAddress
    const found = wasOurs ? await finder.find(siteId, leftMs, known) : known
    const isElsewhere = found?.address.startsWith('https://') && found.address !== ownAddress
    return isElsewhere ? found : undefined
  }

  async function dispatch(
    siteId: string,
    command: ApiCommand,
    given: DispatchOptions,
  ): Promise<DispatchOutcome> {
    const until = clock.monotonic() + given.timeoutMs
    const left = () => Math.max(0, until - clock.monotonic())
    const here = await local.dispatch(siteId, command, given)
    if (here.type !== 'notOwner') return here
    const first = await owner(siteId, left())
    if (!first) return left() > 0 ? NOT_OWNER : TIMED_OUT
    const key = given.key ?? newKey()
    const call = (to: SiteOwnerView, epoch: number | null) => {
      const request: DispatchRequest = {
        key,
        budgetMs: Math.ceil(left()),
        epoch,
        command,
        privateFields: given.privateFields ?? [],
      }
      return calls.dispatch(to.address, siteId, request)
    }
    const called = await call(first, null)
    if (called.type === 'lost') return afterwards(await call(first, first.epoch))
    if (!wasNotTaken(called)) return outcomeOf(called)
    const second = await owner(siteId, left(), first)
    if (!second || (second.epoch === first.epoch && second.address === first.address))
      return outcomeOf(called)
    return outcomeOf(await call(second, null))
  }

  async function ask(siteId: string, question: SiteQuestion): Promise<unknown> {
    const until = clock.monotonic() + askTimeoutMs
    const left = () => Math.max(0, until - clock.monotonic())
    const here = await localAnswers(siteId, question)
    if (here !== undefined) return here
    const first = await owner(siteId, left())
    if (!first) return undefined
    const called = await calls.query(first.address, siteId, question, left())
    if (called.type === 'answered' && called.value) return called.value.answer
    if (called.type === 'timedOut' || called.type === 'refused') return undefined
    // A question may be put twice.
    const second = called.type === 'lost' ? first : await owner(siteId, left(), first)
    if (!second || (second === first && called.type !== 'lost')) return undefined
    const again = await calls.query(second.address, siteId, question, left())
    return again.type === 'answered' ? again.value?.answer : undefined
  }

  const asked = ask as AskSite
  return {
    ask: asked,
    gateway: {
      dispatch,
      figures: (siteId) => asked(siteId, { what: 'figures' }),
      flows: (siteId) => asked(siteId, { what: 'flows' }),
      flow: (siteId, flowId, version) =>
        asked(siteId, { what: 'flow', flowId, ...(version === undefined ? {} : { version }) }),
      numbers: (siteId) => asked(siteId, { what: 'numbers' }),
      callbacks: (siteId, queueId) => asked(siteId, { what: 'callbacks', queueId }),
      plans: (siteId) => asked(siteId, { what: 'plans' }),
      broadcast: (siteId, broadcastId) => asked(siteId, { what: 'broadcast', broadcastId }),
      nodes: (siteId) => asked(siteId, { what: 'nodes' }),
      wait: (siteId, question) => asked(siteId, { what: 'wait', ...question }),
      waitAgent: (siteId, callId, agentId) => asked(siteId, { what: 'waitAgent', callId, agentId }),
    },
  }
}

function wasNotTaken(called: Called<DispatchReply>): boolean {
  return (
    called.type === 'notReached' ||
    called.type === 'refused' ||
    (called.type === 'answered' && called.value.type === 'notOwner')
  )
}

function outcomeOf(called: Called<DispatchReply>): DispatchOutcome {
  if (called.type === 'answered') return called.value.type === 'otherEpoch' ? TIMED_OUT : called.value
  return called.type === 'notReached' || called.type === 'refused' ? NOT_OWNER : TIMED_OUT
}

/** Of a command that may have been taken already: where it can't be told, it isn't known. */
function afterwards(called: Called<DispatchReply>): DispatchOutcome {
  const settled = called.type === 'answered' && called.value.type !== 'notOwner'
  return settled ? outcomeOf(called) : TIMED_OUT
}
