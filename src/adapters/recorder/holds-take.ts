/** Whether this machine still has anything of a take. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { spoolFileName } from '../../runtime/recording.ts'
import { diskFaultOf } from './disk.ts'
import { takeOf } from './stage.ts'

/** Looks into spool and stage. Rejects when the disk doesn't tell, so that nobody takes a fault for an absence. */
export async function holdsTake(
  { spoolDir, stageDir }: { readonly spoolDir: string; readonly stageDir: string },
  recordingId: string,
  take: number,
): Promise<boolean> {
  const inSpool = await unlessMissing(stat(join(spoolDir, spoolFileName(recordingId, take))))
  if (inSpool !== undefined) return true
  const staged = await unlessMissing(readdir(join(stageDir, recordingId)))
  return staged?.some((name) => takeOf(Number.parseInt(name, 10)) === take) ?? false
}

async function unlessMissing<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking
  } catch (error) {
    if (diskFaultOf(error)?.code === 'ENOENT') return undefined
    throw error
  }
}
