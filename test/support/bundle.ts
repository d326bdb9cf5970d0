/**
 * A program of ours in one file, packages and all: it starts in a quarter of the time that tsx needs, which counts where
 * a test kills it again and again.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Within the project, so that what can't be bundled is found. */
const KEPT = fileURLToPath(new URL('../../node_modules/.cache/cti-bridge/programs', import.meta.url))
const NATIVE = ['koffi', 'pg-native']
/** Packages of the older kind ask for Node's modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

export interface Bundle {
  /** For `node`. */
  readonly file: string
  remove(): void
}

/** @param entry the program's source */
export async function bundle(entry: string): Promise<Bundle> {
  mkdirSync(KEPT, { recursive: true })
  const folder = mkdtempSync(join(KEPT, `${basename(entry, '.ts')}-`))
  const file = join(folder, 'program.mjs')
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: NATIVE,
    banner: { js: REQUIRE },
    logLevel: 'silent',
  })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
