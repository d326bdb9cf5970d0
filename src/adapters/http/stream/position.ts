/** From where on a reader wants to hear. */

import { positionOf } from '../../../runtime/cloud-event.ts'
import type { HttpDeps } from '../deps.ts'
import { type Reached, reach } from '../reach.ts'
import { type Problem, problem } from '../reply.ts'
import { invalid } from '../validate.ts'

const EXPECTED = 'an event’s id of this site, not beyond the end of its journal; else read GET /v1/snapshot'

/**
 * What `Last-Event-ID` says, which a browser sends when it comes back by itself, else `after`, else from now on.
 * A position that the journal hasn't reached is refused: its holder has seen a journal that is no longer there.
 */
export async function startOf(
  deps: HttpDeps,
  after: string | undefined,
  lastEventId: string | undefined,
): Promise<Reached<number>> {
  const { feed } = deps.stream
  if (!(await feed.begun(deps.config.readTimeoutMs)) || feed.pos === undefined)
    return { ok: false, problem: problem('store-unavailable') }
  const given = lastEventId ?? after
  if (given === undefined) return { ok: true, value: feed.pos }
  const refused = refusal(lastEventId !== undefined)
  const pos = positionOf(deps.config.siteId, given)
  if (pos === undefined) return { ok: false, problem: refused }
  const reached = await reach(deps, 'head', () => feed.reaches(pos))
  if (!reached.ok) return reached
  return reached.value ? { ok: true, value: pos } : { ok: false, problem: refused }
}

function refusal(inHeader: boolean): Problem {
  return invalid([
    inHeader
      ? { in: 'header', pointer: '#/Last-Event-ID', detail: EXPECTED }
      : { in: 'query', pointer: '#/after', detail: EXPECTED },
  ])
}
