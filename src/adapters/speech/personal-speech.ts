/**
 * Files of texts that say something of a caller. They are memory (a folder within the spool of recordings, which is a
 * tmpfs that the switch sees), readable for the spool's group, and go as soon as they have been heard; what nobody
 * says that of goes by its age.
 */
import { randomUUID } from 'node:crypto'
import { chmod, lstat, mkdir, open, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export interface PersonalSpeech {
  /** Undefined: there is no memory to write it to. Throws what the file system throws. */
  write(wav: Uint8Array): Promise<string | undefined>
  remove(file: string): Promise<void>
  /** Removes what is too old to be still needed. */
  sweep(): Promise<void>
  /** Removes what this process has written. */
  close(): Promise<void>
}

export interface PersonalSpeechOptions {
  /** `<spool>/speech`. */
  readonly directory: string
  /** False: a disk will do, as for recordings. */
  readonly mustBeTmpfs: boolean
  /** Milliseconds since the epoch. */
  now(): number
}

const NAME = /^[0-9a-f-]{36}\.wav$/
/** Longer than any order talks. */
const OLDEST_MS = 600_000
/** linux/magic.h */
const MEMORY: ReadonlySet<number> = new Set([0x0102_1994, 0x8584_58f6])

export function createPersonalSpeech({ directory, mustBeTmpfs, now }: PersonalSpeechOptions): PersonalSpeech {
  const written = new Set<string>()
  let preparing: Promise<boolean> | undefined

  function prepared(): Promise<boolean> {
    preparing ??= prepare(directory, mustBeTmpfs).then(
      (isFit) => {
        if (!isFit) preparing = undefined
        return isFit
      },
      (error: unknown) => {
        preparing = undefined
        throw error
      },
    )
    return preparing
  }

  async function remove(file: string): Promise<void> {
    written.delete(file)
    await rm(file, { force: true })
  }

  return {
    async write(wav) {
      if (!(await prepared())) return undefined
      const file = join(directory, `${randomUUID()}.wav`)
      const handle = await open(file, 'wx', 0o640)
      written.add(file)
      try {
        // Whatever this process's umask says, the switch's group must be able to read it.
        await handle.chmod(0o640)
        await handle.writeFile(wav)
        return file
      } catch (error) {
        await remove(file)
        throw error
      } finally {
        await handle.close()
      }
    },
    remove: async (file) => {
      if (dirname(file) === directory && NAME.test(basename(file))) await remove(file)
    },
    async sweep() {
      const names = await readdir(directory).catch(() => [])
      for (const name of names) {
        const file = join(directory, name)
        const found = NAME.test(name) ? await stat(file).catch(() => undefined) : undefined
        if (found && now() - found.mtimeMs > OLDEST_MS) await remove(file).catch(() => undefined)
      }
    },
    async close() {
      for (const file of written) await remove(file).catch(() => undefined)
      // It is the spool's owner who expects to find that empty at the end.
      await rmdir(directory).catch(() => undefined)
    },
  }
}

/** Makes the folder with the spool's own rights, less the group's to write. False: not fit for what is personal. */
async function prepare(directory: string, mustBeTmpfs: boolean): Promise<boolean> {
  const spool = dirname(directory)
  await mkdir(spool, { recursive: true, mode: 0o770 })
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(directory)
  // Somebody else may have made it, where everybody may write.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false
  if (mustBeTmpfs && !MEMORY.has((await statfs(directory)).type)) return false
  await chmod(directory, (await stat(spool)).mode & 0o2750)
  return true
}
