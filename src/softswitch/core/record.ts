import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Frame } from '../ports.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { isTrue } from './text.ts'
import { wavHeader } from './wav-header.ts'

interface Recording {
  readonly path: string
  readonly stereo: boolean
  readonly wav: boolean
  masked: boolean
  bytes: number
  stop(cause: string): void
}

const MAX_PER_CHANNEL = 8
/** What FreeSWITCH says of a recording that was told to end, and of one whose leg has ended. */
const STOPPED = 'success-maxtime'
const HUNG_UP = 'success-silence'
const RECORDINGS = new WeakMap<Channel, Map<string, Recording>>()

/**
 * uuid_record start (switch_ivr_record_session): 16-bit samples at 8 kHz, `.wav` or headerless otherwise; with
 * `RECORD_STEREO` what the far end says is on the left and what it hears on the right. A second start of the same
 * path changes nothing; a leg whose far end holds isn't recorded (switch_core_io.c reads no frame then).
 */
export function startRecording(core: Core, channel: Channel, path: string, limitSeconds: number): boolean {
  const media = channel.leg?.media
  const running = RECORDINGS.get(channel) ?? new Map<string, Recording>()
  if (media === undefined || !channel.up || !channel.mediaUp) return false
  if (running.has(path)) return true
  if (running.size >= MAX_PER_CHANNEL || !path.startsWith('/')) return false
  const wav = /\.wav$/i.test(path)
  const stereo = isTrue(channel.get('RECORD_STEREO'))
  let file: number
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    file = openSync(path, 'w', 0o600)
    if (wav) writeSync(file, wavHeader(0, stereo ? 2 : 1))
  } catch (error) {
    core.log.error({ uuid: channel.uuid, err: error }, 'cannot record')
    return false
  }
  let untap = (): void => {}
  let limit: NodeJS.Timeout | undefined
  const recording: Recording = {
    path,
    stereo,
    wav,
    masked: false,
    bytes: 0,
    stop: (cause) => {
      if (!running.delete(path)) return
      untap()
      clearTimeout(limit)
      try {
        if (wav) writeSync(file, wavHeader(recording.bytes, stereo ? 2 : 1), 0, 44, 0)
        closeSync(file)
      } catch (error) {
        core.log.error({ uuid: channel.uuid, err: error }, 'recording not closed well')
      }
      announceStop(channel, recording, cause)
    },
  }
  untap = media.tap((read, written) => {
    if (channel.has('LEG_HOLDING')) return
    const chunk = mix(read, written, recording)
    try {
      writeSync(file, chunk)
      recording.bytes += chunk.length
    } catch (error) {
      core.log.error({ uuid: channel.uuid, err: error }, 'recording stopped: cannot write')
      recording.stop('write-error')
    }
  })
  if (limitSeconds > 0) limit = setTimeout(() => recording.stop(STOPPED), limitSeconds * 1000)
  running.set(path, recording)
  RECORDINGS.set(channel, running)
  channel.fire('RECORD_START', (event) => event.add('Record-File-Path', path))
  return true
}

/** The paths of what runs. */
export function recordingsOf(channel: Channel): readonly string[] {
  return [...(RECORDINGS.get(channel)?.keys() ?? [])]
}

/** The leg has ended. */
export function endRecordings(channel: Channel): void {
  for (const recording of [...(RECORDINGS.get(channel)?.values() ?? [])]) recording.stop(HUNG_UP)
}

/** uuid_record stop; `all` ends every one. */
export function stopRecording(channel: Channel, path: string): boolean {
  const running = RECORDINGS.get(channel)
  if (running === undefined || running.size === 0) return false
  if (path === 'all') {
    for (const recording of [...running.values()]) recording.stop(STOPPED)
    return true
  }
  const recording = running.get(path)
  recording?.stop(STOPPED)
  return recording !== undefined
}

/** uuid_record mask and unmask: silence is written, the time line is kept. */
export function changeRecording(channel: Channel, path: string, what: 'mask' | 'unmask'): boolean {
  const recording = RECORDINGS.get(channel)?.get(path)
  if (recording === undefined) return false
  recording.masked = what === 'mask'
  return true
}

function mix(read: Frame, written: Frame, recording: Recording): Buffer {
  const out = Buffer.alloc(read.length * (recording.stereo ? 4 : 2))
  if (recording.masked) return out
  for (let i = 0; i < read.length; i++) {
    const left = read[i] ?? 0
    const right = written[i] ?? 0
    if (recording.stereo) {
      out.writeInt16LE(left, i * 4)
      out.writeInt16LE(right, i * 4 + 2)
    } else {
      out.writeInt16LE(Math.max(-32768, Math.min(32767, left + right)), i * 2)
    }
  }
  return out
}

function announceStop(channel: Channel, recording: Recording, cause: string): void {
  const samples = recording.bytes / (recording.stereo ? 4 : 2)
  channel.set('record_samples', samples)
  channel.set('record_seconds', Math.floor(samples / 8000))
  channel.set('record_ms', Math.floor(samples / 8))
  if (cause) channel.set('record_completion_cause', cause)
  channel.fire('RECORD_STOP', (event) => {
    event.add('Record-File-Path', recording.path).add('Record-Completion-Cause', cause)
  })
}
