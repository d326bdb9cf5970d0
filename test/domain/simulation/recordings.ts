/** What the simulated switch writes, and a recorder that sees the files and reports them, some of it late or twice. */
import type { Command } from '../../../src/domain/site/commands.ts'
import { type SiteInput, type TakeRef, takeToken } from '../../../src/domain/site/inputs.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import type { Channel } from './channel.ts'
import type { FaultySwitch, SwitchEvent } from './faulty-switch.ts'
import type { Random } from './random.ts'

type OfTake = Extract<Command, { type: 'startRecording' | 'stopRecording' | 'maskRecording' }>
type Fail = (reason: 'refused' | 'timedOut') => void

export class Spool {
  readonly #files = new Map<string, { readonly since: number; until: number | undefined }>()

  get names(): string[] {
    return [...this.#files.keys()]
  }

  has(file: string): boolean {
    return this.#files.has(file)
  }

  began(file: string, at: number): void {
    this.#files.set(file, { since: at, until: undefined })
  }

  ended(file: string, at: number): void {
    const known = this.#files.get(file)
    if (known) known.until ??= at
  }

  /** Undefined while it grows; 0 when it isn't there. */
  samplesOf(file: string): number | undefined {
    const known = this.#files.get(file)
    if (!known) return 0
    return known.until === undefined ? undefined : (known.until - known.since) * 8
  }
}

export function fileOf({ recordingId, take }: OfTake): string {
  return takeToken(recordingId, take)
}

export function startFile(sw: FaultySwitch, leg: Channel, command: OfTake, fail: Fail): void {
  const file = fileOf(command)
  const { random, faults } = sw
  if (random.chance(faults.refused)) {
    fail('refused')
    return
  }
  const unanswered = random.chance(faults.unanswered)
  if (unanswered) fail('timedOut')
  if (unanswered && random.chance(0.5)) return
  if (leg.file !== undefined) sw.wrongs.push(`${leg.id} is recorded into ${leg.file} and ${file} at once`)
  if (sw.spool.has(file)) sw.wrongs.push(`${file} is written over`)
  const { recordingId, take } = command
  leg.file = file
  sw.spool.began(file, sw.time.now)
  sw.say({ type: 'recordingBegan', legId: leg.id, recordingId, take })
  if (!random.chance(faults.recordingBreaks)) return
  sw.later(leg, random.between(0, 20_000), () => {
    if (leg.file !== file) return
    if (random.chance(0.5)) sw.say({ type: 'legCodecChanged', legId: leg.id })
    else stopFile(sw, leg, file)
  })
}

export function takeOf(file: string): TakeRef {
  const [recordingId = '', take = ''] = file.split('.')
  return { recordingId: recordingId as OfTake['recordingId'], take: Number(take) }
}

export function stopFile(sw: FaultySwitch, leg: Channel, file: string): void {
  leg.file = undefined
  sw.spool.ended(file, sw.time.now)
  sw.say({ type: 'recordingStopped', legId: leg.id, ...takeOf(file), cause: 'success-maxtime' })
}

export function maskFile(
  sw: FaultySwitch,
  leg: Channel,
  command: Extract<OfTake, { type: 'maskRecording' }>,
  fail: Fail,
  reply: (event: SwitchEvent) => void,
): void {
  if (leg.file !== fileOf(command)) {
    fail('refused')
    return
  }
  if (sw.random.chance(sw.faults.unanswered)) {
    fail('timedOut')
    return
  }
  const { recordingId, take, masked } = command
  reply({ type: 'recordingMaskChanged', legId: leg.id, recordingId, take, masked })
}

type Report = Record<string, unknown> & { readonly type: SiteInput['type'] }

/** What the recorder says now: files that no longer grow are sealed, takes without a file are accounted for. */
export function reports(state: SiteState, spool: Spool, random: Random): Report[] {
  const said: Report[] = []
  for (const { id: recordingId, takes, segments } of state.recordings.values()) {
    takes.forEach(({ ended, samples }, take) => {
      const file = takeToken(recordingId, take)
      const sealed = spool.samplesOf(file)
      if (ended === null && spool.has(file) && sealed !== undefined) {
        said.push({ type: 'noteTakeStalled', recordingId, take })
      }
      if (ended === null || samples !== null || sealed === undefined || random.chance(0.3)) return
      const segment = take * 1_000
      if (spool.has(file) && !segments.some((one) => one.segment === segment)) {
        const object = { objectKey: file, byteLength: sealed * 4, sha256: 'x', truncated: false }
        const report = { type: 'noteSegmentStored', recordingId, take, segment, startedAt: 0 } as const
        said.push({ ...report, samples: sealed, ...object })
        if (random.chance(0.2)) said.push({ ...report, samples: sealed, ...object })
      }
      said.push({ type: 'noteTakeAccounted', recordingId, take, samples: sealed })
      if (random.chance(0.1)) said.push({ type: 'noteTakeAccounted', recordingId, take, samples: sealed })
    })
  }
  return said
}
