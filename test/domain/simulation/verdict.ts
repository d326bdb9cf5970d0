/** What must be true when a history has come to rest. */
import { JournalCheck } from '../support/invariants.ts'
import type { Connection } from './connection.ts'
import type { Controller } from './controller.ts'
import type { FaultySwitch } from './faulty-switch.ts'

/** What a history leaves behind. */
export interface Rest {
  readonly controller: Pick<Controller, 'state' | 'journal' | 'sealed' | 'foldsAlike'>
  readonly connection: Pick<Connection, 'ordered'>
  readonly switch: FaultySwitch
}

/** Why a call ends of which the caller has been told. */
const MEANT = ['flowEnded', 'cleared', 'overloaded']

export function endFaults(world: Rest): string[] {
  const { controller, switch: sw } = world
  const faults: string[] = []
  for (const call of controller.state.calls.values())
    faults.push(`${call.id} never ends (${call.phase.name}, ${[...call.legs.keys()].join(' ')})`)
  for (const leg of sw.channels.values()) faults.push(`${leg.role} ${leg.id} is still up`)
  for (const { id, phase } of controller.state.agents.values()) {
    if (phase.name === 'reserved' || phase.name === 'busy') faults.push(`${id} is ${phase.name} for ever`)
  }
  const journal = new JournalCheck()
  for (const row of controller.journal) journal.add(row)
  faults.push(...journal.faults)
  const begun = controller.journal.filter((row) => row.type === 'callAccepted' || row.type === 'callPlaced')
  if (begun.length !== journal.ended) faults.push(`${begun.length} calls began, ${journal.ended} ended`)
  faults.push(...recordingFaults(world))
  faults.push(...keyedFaults(world))
  if (!controller.foldsAlike) faults.push('the journal folds to another state')
  return [...faults, ...lostCallers(world)]
}

/** What people have keyed in is handed out to be sealed, and is nowhere else. */
function keyedFaults({ controller, connection, switch: sw }: Rest): string[] {
  const open = JSON.stringify(controller.journal) + connection.ordered
  const faults = [...sw.keyed].filter((keys) => open.includes(keys)).map((keys) => `${keys} can be read`)
  for (const { name } of controller.sealed) if (!name.startsWith('data:')) faults.push(`${name} was sealed`)
  return faults
}

/** Every take that was ordered has ended, every recording is complete, once. */
function recordingFaults({ controller, switch: sw }: Rest): string[] {
  const count = (type: string) => controller.journal.filter((row) => row.type === type).length
  const faults = [...controller.state.recordings.keys()].map((id) => `${id} is never complete`)
  const [ordered, ended] = [count('recordingTakeOrdered'), count('recordingTakeEnded')]
  if (ordered !== ended) faults.push(`${ordered} takes were ordered, ${ended} ended`)
  const [recorded, complete] = [count('callRecorded'), count('recordingCompleted')]
  if (recorded !== complete)
    faults.push(`${recorded} calls were recorded, ${complete} recordings are complete`)
  const sealed = controller.journal.flatMap(({ type, data }) =>
    type === 'recordingSegmentStored' ? [(data as { objectKey: string }).objectKey] : [],
  )
  for (const file of sw.spool.names) if (!sealed.includes(file)) faults.push(`${file} was never sealed`)
  if (new Set(sealed).size !== sealed.length) faults.push('a file was sealed twice')
  return faults
}

/** Callers who stayed on the line and met nobody, though nothing told them so. */
function lostCallers({ controller, switch: sw }: Rest): string[] {
  const callOf = new Map<string, string>()
  const endOf = new Map<string, { by: string; why: string }>()
  const promised = new Set<string | undefined>()
  for (const row of controller.journal) {
    if (row.type === 'callbackAwaited') promised.add(row.subject)
    if (row.type === 'callAccepted' || row.type === 'callbackDialled')
      callOf.set((row.data as { legId: string }).legId, row.subject)
    if (row.type === 'callEnded') endOf.set(row.subject, row.data as { by: string; why: string })
  }
  const faults: string[] = []
  for (const caller of sw.callers.values()) {
    if (caller.end === undefined) faults.push(`${caller.legId} is on the line for ever`)
    if (caller.end !== 'ended' || caller.talked || caller.metFallback) continue
    const callId = callOf.get(caller.legId)
    const ending = endOf.get(callId ?? '')
    // Has been told that we call back; what becomes of that is another leg's.
    if (promised.has(callId) && isFirst(caller.legId)) continue
    const isMeant = MEANT.includes(ending?.why ?? '')
    if (!isMeant) faults.push(`${caller.legId} was cut off: ${ending?.by} ${ending?.why}`)
  }
  return faults
}

/** Not one of ours, which bear the call's id: the caller's own call. */
function isFirst(legId: string): boolean {
  return legId.startsWith('caller-leg-')
}
