/**
 * What is on a switch right now. `show channels` is read from a database that lags behind, so it only says whom to
 * ask, and legs that are held to be there are asked for besides: each leg is taken as its own `uuid_dump` has it, and
 * one that doesn't answer isn't there.
 */
import type { LegId, NodeId } from '../../domain/ids.ts'
import type { TakeRef } from '../../domain/site/inputs.ts'
import type { RawLegSnapshot } from '../../runtime/switch.ts'
import type { EslClient } from './client.ts'
import { PlainEvent } from './event.ts'
import { isComingUp, snapshotOf } from './leg.ts'
import type { CommandResult } from './results.ts'
import { takeOfFile } from './take-file.ts'

export type SnapshotOutcome =
  | {
      readonly type: 'taken'
      readonly legs: readonly RawLegSnapshot[]
      /** Those of the legs whose `originate`, ordered over an earlier connection, is still under way. */
      readonly comingUp: ReadonlySet<LegId>
    }
  /** A command of it failed otherwise than by a leg that is gone; `reason` is fit for a log. */
  | { readonly type: 'failed'; readonly reason: string }

const SHOW_MS = 10_000
const DUMP_MS = 10_000
/** Dumps under way at once: commands of the core may come between. */
const AT_ONCE = 50

/** @param moreUuids legs that events have named meanwhile, or that ought to be there: the database may not have them yet */
export async function takeSnapshot(
  client: EslClient,
  nodeId: NodeId,
  moreUuids: () => Iterable<string>,
): Promise<SnapshotOutcome> {
  const ask = (command: string, timeoutMs: number) =>
    new Promise<CommandResult>((resolve) => client.api(command, { timeoutMs }, resolve))

  const shown = await ask('show channels as json', SHOW_MS)
  if (shown.type !== 'ok') return { type: 'failed', reason: `show channels: ${shown.type}` }
  const uuids = [...new Set([...uuidsIn(shown.body), ...moreUuids()])]
  const legs: RawLegSnapshot[] = []
  const comingUp = new Set<LegId>()
  for (let from = 0; from < uuids.length; from += AT_ONCE) {
    const dumps = await Promise.all(
      uuids.slice(from, from + AT_ONCE).map((uuid) => ask(`uuid_dump ${uuid}`, DUMP_MS)),
    )
    const found: RawLegSnapshot[] = []
    for (const dump of dumps) {
      // `-ERR No such channel!`: it has ended since.
      if (dump.type === 'refused') continue
      if (dump.type !== 'ok') return { type: 'failed', reason: `uuid_dump: ${dump.type}` }
      // Percent-encoded, like an event: names in any encoding come through whole.
      const event = new PlainEvent(Buffer.from(dump.body, 'latin1'))
      const leg = snapshotOf(event, nodeId)
      if (leg === undefined) continue
      found.push(leg)
      if (isComingUp(event)) comingUp.add(leg.legId)
    }
    const recorded = await Promise.all(
      found.map(async (leg) => {
        // Nothing is recorded for us on a leg that we haven't marked.
        if (leg.callId === undefined || !leg.answered) return leg
        const bugs = await ask(`uuid_buglist ${leg.legId}`, DUMP_MS)
        const recordings = bugs.type === 'ok' ? takesIn(bugs.body) : undefined
        return recordings === undefined ? leg : { ...leg, recordings }
      }),
    )
    legs.push(...recorded)
  }
  return { type: 'taken', legs, comingUp }
}

/**
 * The uuids of the rows. Not by a JSON parser: names in it are raw bytes of any encoding, and one damaged name must
 * not hide all legs. A quote inside a value is escaped, so no value can look like this.
 */
function uuidsIn(json: string): string[] {
  return [...json.matchAll(/"uuid":\s*"([0-9A-Za-z-]{8,64})"/g)].flatMap((match) => match[1] ?? [])
}

/** switch_core_media_bug.c, `switch_core_media_bug_enumerate`; undefined where the switch doesn't say. */
const RECORDED = /<function>session_record<\/function>\s*<target>([^<]*)<\/target>/g

function takesIn(bugs: string): TakeRef[] | undefined {
  if (!bugs.includes('<media-bugs>')) return undefined
  return [...bugs.matchAll(RECORDED)].flatMap(([, path = '']) => takeOfFile(path) ?? [])
}
