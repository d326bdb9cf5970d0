/**
 * FreeSWITCH's static directory, one file a phone (`freeswitch-conf/directory.xml` includes them). Files that don't bear
 * our mark are never touched, whatever their names.
 */
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Credential, DirectoryChanges, PhoneDirectory } from '../../runtime/endpoints.ts'

const MARK = 'cti-bridge writes this file'
const FILE = /^([0-9]{2,10})\.xml$/
/** A file is a few hundred bytes; what is longer isn't ours. */
const MOST_BYTES = 4_096

export function createPhoneDirectory(folder: string): PhoneDirectory {
  const fileOf = (extension: string) => join(folder, `${extension}.xml`)

  /** Undefined: there is none. Null: it isn't ours. */
  async function own(extension: string): Promise<string | null | undefined> {
    try {
      const text = await readFile(fileOf(extension), 'utf8')
      return text.length <= MOST_BYTES && text.includes(MARK) ? text : null
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      // A folder of that name, or a file that can't be read: somebody else's.
      return null
    }
  }

  return {
    isForeign: async (extension) => (await own(extension)) === null,
    async bring(credentials, keep = new Set()) {
      const wanted = new Map(credentials.map((each) => [each.extension, textOf(each)]))
      const names = await readdir(folder)
      const changes = { written: [] as string[], removed: [] as string[], foreign: [] as string[] }
      for (const [extension, text] of wanted) {
        const there = await own(extension)
        if (there === null) changes.foreign.push(extension)
        else if (there !== text) {
          await writeWhole(folder, `${extension}.xml`, text)
          changes.written.push(extension)
        }
      }
      for (const name of names) {
        const extension = FILE.exec(name)?.[1]
        if (extension === undefined || wanted.has(extension) || keep.has(extension)) continue
        if (!(await own(extension))) continue
        await rm(fileOf(extension), { force: true })
        changes.removed.push(extension)
      }
      if (changes.written.length + changes.removed.length > 0) await syncFolder(folder)
      return changes satisfies DirectoryChanges
    },
  }
}

/** Values are digits, hex and a checked domain: nothing in them means anything to XML or to the preprocessor. */
function textOf({ extension, a1Hash }: Credential): string {
  if (!/^[0-9]{2,10}$/.test(extension) || !/^[0-9a-f]{32}$/.test(a1Hash)) throw new RangeError('not a phone')
  return `<include>
  <!-- ${MARK}: change the phone by the API -->
  <user id="${extension}">
    <params><param name="a1-hash" value="${a1Hash}"/></params>
    <variables><variable name="effective_caller_id_number" value="${extension}"/></variables>
  </user>
</include>
`
}

/** Whole or not at all; the switch includes `*.xml`, which a draft isn't. Its group may read it, nobody else. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const draft = join(folder, `.${name}.${process.pid}.new`)
  try {
    const file = await open(draft, 'w', 0o640)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, join(folder, name))
  } finally {
    await rm(draft, { force: true })
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
