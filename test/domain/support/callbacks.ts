/** Callers who wish to be called back, and whoever answers their phones. */
import type { LegId } from '../../../src/domain/ids.ts'
import type { Step } from '../../../src/domain/ivr/flow.ts'
import { ends, siteWith, waiting } from './flows.ts'
import { hangsUp, heard, tokenOf } from './given.ts'
import { agentId, agentLeg, callerLeg, type Happened, queueId, type Site } from './story.ts'

export const GENERAL = queueId('general')
export const POLICY = { ringMs: 30_000, attempts: 2, pauseMs: 600_000, keepMs: 3_600_000, atOnce: 1, most: 2 }

export const steps: Record<string, Step> = {
  first: waiting('routine', { keys: { '2': { name: 'callback', next: 'promise' } } }),
  promise: { kind: 'callback', queueId: GENERAL, accepted: 'bye', notYet: 'sorry' },
  bye: { kind: 'hangUp', prompts: ['goodbye'], cause: 'NORMAL_CLEARING' },
  ...ends('sorry'),
}

/** Callers of 8100 may have themselves called back with key 2; `li` is on, and not ready. */
export function calling(policy: object | null = POLICY, more: object = {}): Site {
  const site = siteWith(steps)
  const queue = { queueId: GENERAL, names: { en: 'x' }, ringMs: 20_000, wrapUpMs: 0, ...more }
  site.when({ type: 'defineQueue', queue: { ...queue, ...(policy && { callback: policy }) } })
  site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
  return site
}

export const ready = (site: Site, name = 'li') =>
  site.when({ type: 'makeAgentReady', agentId: agentId(name) })

/** Caller n wishes to be called back, hears goodbye, and is hung up. */
export function promised(site: Site, n: number): Happened {
  site.arrives(n, '8100')
  site.leg('legAnswered', callerLeg(n))
  site.now += 1_000
  const wished = site.leg('keyPressed', callerLeg(n), { key: '2' })
  heard(site, n)
  hangsUp(site, callerLeg(n))
  return wished
}

/** Whoever answers the phone of caller n presses this. */
export function presses(site: Site, n: number, legId: LegId, result: object): Happened {
  return site.leg('digitsCollected', legId, { token: tokenOf(site, n), result })
}
export const ONE = { kind: 'digits', digits: '1' }

/** Caller n is rung, answers, and says by key 1 who it is. */
export function confirms(site: Site, n: number, nth = 1): Happened {
  site.leg('legAnswered', agentLeg(n, nth))
  return presses(site, n, agentLeg(n, nth), ONE)
}

/** Call n, from the number of the caller of call `as`. */
export function ringsAgain(site: Site, n: number, as: number): Happened {
  const { calling } = site.arrival(as)
  return site.when({ type: 'legParked', arrival: { ...site.arrival(n, '8100'), calling } })
}
