/** Files whose facts can't be brought into the journal: kept for the operator, under names that none takes twice. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** Below a site's own. */
export const FOLDER = 'set-aside'
const NAME = /^(\d{16})-[0-9a-f]{8}\.log$/

/** The first position that such a name tells; undefined for files of others. */
export function positionAside(name: string): number | undefined {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export async function moveAside(directory: string, names: readonly string[]): Promise<void> {
  const folder = join(directory, FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const mark = randomBytes(4).toString('hex')
  for (const name of names)
    await rename(join(directory, name), join(folder, name.replace(/\.log$/, `-${mark}.log`)))
}

/** How many; undefined when the folder can't be read. */
export async function namesAside(directory: string): Promise<number | undefined> {
  try {
    return (await readdir(join(directory, FOLDER))).filter((name) => name.endsWith('.log')).length
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 0 : undefined
  }
}
