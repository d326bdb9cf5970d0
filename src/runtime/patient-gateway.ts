/**
 * A gateway that waits for the next owner of a site that is on its way from here to there: what is asked meanwhile was
 * certainly not taken by anybody, so it is asked again until its time is over.
 */
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { Clock } from './ports.ts'
import type { Reach } from './remote-gateway.ts'
import type { AskSite, SiteQuestion } from './site-questions.ts'

export interface PatientOptions {
  readonly isMoving: (siteId: string) => boolean
  readonly clock: Pick<Clock, 'monotonic'>
  readonly timers?: Timers
  /** For questions. */
  readonly askTimeoutMs?: number
}

const AGAIN_MS = 100

export function patient({ gateway, ask }: Reach, options: PatientOptions): Reach {
  const { isMoving, clock, timers = machineTimers, askTimeoutMs = 5_000 } = options

  /** Asks until somebody owns the site, or the time is over, or it isn't on its way any more. */
  async function until<T>(
    siteId: string,
    timeoutMs: number,
    once: (leftMs: number) => Promise<T>,
    isNobody: (answer: T) => boolean,
  ): Promise<T> {
    const end = clock.monotonic() + timeoutMs
    for (;;) {
      const answer = await once(Math.max(0, end - clock.monotonic()))
      if (!isNobody(answer) || !isMoving(siteId) || clock.monotonic() + AGAIN_MS >= end) return answer
      await timers.sleep(AGAIN_MS)
    }
  }

  const question = <T>(siteId: string, asking: () => Promise<T | undefined>) =>
    until(siteId, askTimeoutMs, asking, (answer) => answer === undefined)
  const answers = <Q extends SiteQuestion>(siteId: string, asked: Q) =>
    question(siteId, () => ask(siteId, asked))
  return {
    gateway: {
      dispatch: (siteId, command, given) =>
        until(
          siteId,
          given.timeoutMs,
          (timeoutMs) => gateway.dispatch(siteId, command, { ...given, timeoutMs }),
          ({ type }) => type === 'notOwner',
        ),
      figures: (siteId) => question(siteId, () => gateway.figures(siteId)),
      flows: (siteId) => question(siteId, () => gateway.flows(siteId)),
      flow: (siteId, flowId, version) => question(siteId, () => gateway.flow(siteId, flowId, version)),
      numbers: (siteId) => question(siteId, () => gateway.numbers(siteId)),
      callbacks: (siteId, queueId) => question(siteId, () => gateway.callbacks(siteId, queueId)),
      plans: (siteId) => question(siteId, () => gateway.plans(siteId)),
      broadcast: (siteId, broadcastId) => question(siteId, () => gateway.broadcast(siteId, broadcastId)),
      nodes: (siteId) => question(siteId, () => gateway.nodes(siteId)),
      wait: (siteId, asked) => question(siteId, () => gateway.wait(siteId, asked)),
      waitAgent: (siteId, callId, agentId) =>
        question(siteId, () => gateway.waitAgent(siteId, callId, agentId)),
    },
    ask: answers as AskSite,
  }
}
