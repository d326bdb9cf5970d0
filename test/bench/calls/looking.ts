/** Did every call of a rate go all its way? Asked again and again until the answer is yes, or time is up. */
import type { System } from '../../support/system.ts'
import type { Callcenter } from '../callcenter.ts'

type Look = (calls: number) => Promise<string | undefined>

/** What is wrong with calls through mod_callcenter: each must have been taken by an agent. */
export async function takers(callcenter: Callcenter): Promise<Look> {
  const before = await callcenter.taken()
  return async (calls) => {
    const taken = (await callcenter.taken()) - before
    return taken === calls ? undefined : `${calls - taken} calls reached no agent`
  }
}

/**
 * What is wrong with the calls that are made from now on, by their facts; undefined: nothing. `received`: how many
 * webhooks have come, where calls are recorded and told of.
 */
export async function lookAtFacts(system: System, received: (() => number) | undefined): Promise<Look> {
  const from = (await counts(system)).pos
  const before = received?.() ?? 0
  return async (calls) => {
    const { ended, talked, offersEnded, complete } = await counts(system, from)
    if (ended !== calls) return `${ended} of ${calls} calls have ended`
    if (talked !== calls) return `${calls - talked} calls reached no agent`
    if (offersEnded > 0) return `${offersEnded} offers came to nothing`
    if (!received) return undefined
    if (complete !== calls) return `${complete} of ${calls} recordings are complete`
    const came = received() - before
    return came === calls ? undefined : `${came} of ${calls} webhooks came`
  }
}

async function counts(system: System, from = 0) {
  const [row = {}] = await system.sql(`
    select coalesce(max(pos), 0)::int as pos,
           count(*) filter (where type = 'callEnded')::int as ended,
           count(*) filter (where type = 'callEnded' and (data->>'talkedMs')::int > 0)::int as talked,
           count(*) filter (where type = 'callOfferEnded')::int as offers,
           count(*) filter (where type = 'recordingCompleted')::int as complete
    from journal where pos > ${from}`)
  const n = (name: string) => Number(row[name] ?? 0)
  return {
    pos: Math.max(from, n('pos')),
    ended: n('ended'),
    talked: n('talked'),
    offersEnded: n('offers'),
    complete: n('complete'),
  }
}
