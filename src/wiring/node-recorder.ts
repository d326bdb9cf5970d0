/** One place's recorder: started, tried again until it runs, and what keeps it from that told as alarms. */

import type { Recorder } from '../adapters/recorder/recorder.ts'
import { checkSpool } from '../adapters/recorder/spool-check.ts'
import type { AlarmName } from '../domain/site/alarms.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import { pause } from '../lib/pause.ts'
import type { RecorderPlace } from './recorder-places.ts'

export interface NodeRecorderOptions {
  readonly place: RecorderPlace
  readonly recorder: Recorder
  readonly mustBeTmpfs: boolean
  readonly alarm: (name: AlarmName, on: boolean, detail: string) => void
  /** Whether what its switch writes is sealed: said after the first try, and when that changes. */
  readonly seals: (does: boolean) => void
  readonly closing: AbortSignal
  readonly log: Log
}

export interface NodeRecorder {
  readonly place: RecorderPlace
  readonly recorder: Recorder
  readonly runs: boolean
  /** Resolves after the first try. */
  start(): Promise<void>
  close(): Promise<void>
}

export function createNodeRecorder(options: NodeRecorderOptions): NodeRecorder {
  const { place, recorder, mustBeTmpfs, alarm, seals, closing, log } = options
  let runs = false
  let trying: Promise<void> | undefined

  /** True once it runs. What keeps it from that becomes an alarm, and calls go on. */
  async function tryToStart(isFirst: boolean): Promise<boolean> {
    const started = await recorder.start()
    const inMemory = spoolInMemory(place.spoolDir)
    if (inMemory !== undefined) alarm('spoolNotTmpfs', !inMemory, '')
    if (started.type === 'started') {
      runs = true
      // An earlier try, or an earlier process, may have said so.
      alarm('storageUnavailable', false, '')
      seals(true)
      return true
    }
    if (!isFirst) return false
    log.error({ reason: started.reason }, 'NOTHING IS RECORDED: the recorder could not be started')
    seals(false)
    if (inMemory !== false || !mustBeTmpfs)
      alarm('storageUnavailable', true, 'the recorder could not be started')
    return false
  }

  /** A disk may come late, and a predecessor may be just ending. */
  async function keepTrying(): Promise<void> {
    for (let failures = 0; !closing.aborted; failures += 1) {
      const pauseMs = backoffMs(failures, { firstMs: 1_000, capMs: 30_000 }, Math.random)
      await pause(pauseMs, closing)
      if (closing.aborted) return
      if (await tryToStart(false)) return log.info({}, 'the recorder runs now')
    }
  }

  return {
    place,
    recorder,
    get runs() {
      return runs
    },
    async start() {
      if (!(await tryToStart(true))) trying = keepTrying()
    },
    async close() {
      await recorder.close()
      await trying
    },
  }
}

/** Undefined: there is no such folder, or it can't be looked at. */
function spoolInMemory(spoolDir: string): boolean | undefined {
  try {
    return checkSpool(spoolDir).inMemory
  } catch {
    return undefined
  }
}
