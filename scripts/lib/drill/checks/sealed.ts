/**
 * All that the switch wrote is sealed: each recording is complete, each take has at least the bytes that its file was
 * seen to have, the store has each segment, nothing is left in clear. What a killed switch lost is at most 0.1 s a take.
 */
import type { Evidence, Finding, JournalFact } from '../evidence.ts'
import { whileCutOff } from './windows.ts'

const BYTES_PER_MS = 32
const BYTES_PER_SAMPLE = 4
/** What a killed switch may cost (DESIGN: steps of 20 ms, and its file buffering off). */
const LOST_WITH_SWITCH_MS = 100

export type SealedSeen = Pick<Evidence, 'facts' | 'takes' | 'objects' | 'left' | 'faults'>

export function allSealed(evidence: SealedSeen): readonly Finding[] {
  const { facts, faults, takes, objects, left } = evidence
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number | null = null) =>
    findings.push({ check: 'all sealed', what, subject, at })
  const samples = accountedOf(facts)
  const accountedAt = new Map(
    facts
      .filter(({ type }) => type === 'recordingTakeAccounted')
      .map(({ subject, data, at }) => [`${subject}.${data['take']}`, at]),
  )
  /** Between the take’s first sound and what the journal says of it. */
  const wasCutOff = (key: string, from: number) =>
    faults.some(
      ({ kind, at }) => kind === 'controllerCutOff' && at >= from && at <= (accountedAt.get(key) ?? 0),
    )
  const known = new Set(facts.map(({ subject }) => subject))
  for (const { recordingId, take, bytes, firstSeenAt } of takes) {
    // Sealed as what no call knows (alarm unknownTake).
    if (!known.has(recordingId) && whileCutOff(firstSeenAt, faults)) continue
    const key = `${recordingId}.${take}`
    const sealed = samples.get(key)
    const written = Math.floor(bytes / BYTES_PER_SAMPLE)
    if (sealed === undefined) found(`take ${take} is not accounted for`, recordingId)
    // Its sound is in the store; that it is, was told to an owner whose facts were set aside.
    else if (sealed < written && isStored(recordingId, bytes, objects) && wasCutOff(key, firstSeenAt))
      continue
    else if (sealed < written) found(`take ${take}: ${sealed} of ${written} samples sealed`, recordingId)
  }
  const complete = subjectsOf(facts, 'recordingCompleted')
  for (const fact of facts) {
    if (fact.type === 'recordingClosed' && !complete.has(fact.subject))
      found('is not complete', fact.subject, fact.at)
    if (fact.type !== 'recordingSegmentStored') continue
    const key = String(fact.data['objectKey'])
    if (objects[key] !== Number(fact.data['byteLength']))
      found(`the store lacks ${key}`, fact.subject, fact.at)
  }
  for (const name of left) {
    const pos = positionSetAside(name)
    // Until the site was taken by the one that still had the stores.
    const taken = facts.find((fact) => fact.type === 'siteTaken' && pos !== undefined && fact.pos >= pos)
    if (!taken || !whileCutOff(taken.at, faults)) found('was left behind', name)
  }
  for (const { recordingId, take, lostMs, at } of lossesOfSwitches(evidence))
    if (lostMs > LOST_WITH_SWITCH_MS)
      found(`take ${take}: a killed switch lost ${lostMs} ms`, recordingId, at)
  return findings
}

function isStored(recordingId: string, bytes: number, objects: SealedSeen['objects']): boolean {
  const sizes = Object.entries(objects).map(([key, size]) => (key.includes(`/${recordingId}/`) ? size : 0))
  return sizes.reduce((sum, size) => sum + size, 0) >= bytes
}

/** From which position on its facts were to stand, of a file of facts that have no place in the journal; undefined of others. */
export function positionSetAside(path: string): number | undefined {
  const [, pos] = /\/set-aside\/(\d+)-/.exec(path) ?? []
  return pos === undefined ? undefined : Number(pos)
}

export interface Loss {
  readonly recordingId: string
  readonly take: number
  readonly at: number
  readonly lostMs: number
}

/** Of takes that ran when a switch was killed: how much less is sealed than the file would have had by then. */
export function lossesOfSwitches({ facts, takes, faults }: SealedSeen): readonly Loss[] {
  const samples = accountedOf(facts)
  const started = new Map<string, number>()
  // Only what was 'lost' ran until the switch died: a dead one ends no take otherwise.
  const endedByItself = new Map<string, number>()
  for (const { type, subject, data, at } of facts) {
    if (type === 'recordingTakeStarted') started.set(`${subject}.${data['take']}`, at)
    if (type === 'recordingTakeEnded' && data['why'] !== 'lost')
      endedByItself.set(`${subject}.${data['take']}`, at)
  }
  const losses: Loss[] = []
  for (const { recordingId, take, behindMs, stoodStillMs, lastSeenAt } of takes) {
    const key = `${recordingId}.${take}`
    const [sealed, since, endedAt] = [samples.get(key), started.get(key), endedByItself.get(key)]
    const kill = faults.find(({ kind, at, undoneAt }) => {
      return (
        kind === 'switchKilled' &&
        since !== undefined &&
        at > since &&
        lastSeenAt >= at - 500 &&
        lastSeenAt <= undoneAt &&
        (endedAt === undefined || endedAt > undoneAt)
      )
    })
    if (!kill || since === undefined || sealed === undefined) continue
    const sealedMs = (sealed * BYTES_PER_SAMPLE) / BYTES_PER_MS
    const lostMs = Math.max(0, Math.round(kill.at - since - sealedMs - behindMs - stoodStillMs))
    losses.push({ recordingId, take, at: kill.at, lostMs })
  }
  return losses
}

function accountedOf(facts: readonly JournalFact[]): ReadonlyMap<string, number> {
  return new Map(
    facts
      .filter(({ type }) => type === 'recordingTakeAccounted')
      .map(({ subject, data }) => [`${subject}.${data['take']}`, Number(data['samples'])]),
  )
}

function subjectsOf(facts: readonly JournalFact[], type: string): ReadonlySet<string> {
  return new Set(facts.filter((fact) => fact.type === type).map(({ subject }) => subject))
}
