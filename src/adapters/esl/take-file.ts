/** Which of our takes a file is. */
import { basename } from 'node:path'
import { parseRecordingId } from '../../domain/ids.ts'
import type { TakeRef } from '../../domain/site/inputs.ts'
import { parseSpoolFileName } from '../../runtime/recording.ts'

/** Undefined for other recordings of the house: the file's name tells. @param path as the switch was told it */
export function takeOfFile(path: string): TakeRef | undefined {
  const { recordingId = '', take = 0 } = parseSpoolFileName(basename(path)) ?? {}
  const parsed = parseRecordingId(recordingId)
  return parsed.ok ? { recordingId: parsed.id, take } : undefined
}
