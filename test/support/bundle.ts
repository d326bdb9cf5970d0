/**
 * A program of ours in one file, packages and all: it starts in a quarter of the time that tsx needs, which counts where
 * a test starts it again and again. Kept under a name that says what is in it, and used by whoever needs the same.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Within the project, so that what can't be bundled is found. */
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/cti-bridge/programs', import.meta.url))
/** Of one that nobody has asked for since. */
const KEEP_MS = 86_400_000
const NATIVE = ['koffi', 'pg-native']
/** Packages of the older kind ask for Node's modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** @param entry the program's source @returns the file for `node` */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: NATIVE,
    banner: { js: REQUIRE },
    logLevel: 'silent',
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  const digest = createHash('sha256').update(code).digest('hex').slice(0, 16)
  const file = join(KEPT, `${basename(dirname(entry))}-${basename(entry, '.ts')}-${digest}.mjs`)
  mkdirSync(KEPT, { recursive: true })
  if (existsSync(file)) utimesSync(file, new Date(), new Date())
  else {
    removeOld()
    // Another test process may be doing the same.
    const draft = `${file}.${process.pid}.${Math.random()}`
    writeFileSync(draft, code)
    renameSync(draft, file)
  }
  return file
}

function removeOld(): void {
  for (const name of readdirSync(KEPT)) {
    const path = join(KEPT, name)
    const { mtimeMs = Number.POSITIVE_INFINITY } = statSync(path, { throwIfNoEntry: false }) ?? {}
    if (mtimeMs < Date.now() - KEEP_MS) rmSync(path, { recursive: true, force: true })
  }
}
