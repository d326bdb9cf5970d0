/**
 * What comes after the compiler: copies what it doesn't (Lua scripts, JSON, …) from src to the same place in dist,
 * and packs the service with its packages into a few files: what it needs to look after callers, and what can wait.
 * A controller that has died is to be back before its callers are given to the fallback group, and a few files are
 * read in a third of the time that a thousand modules take.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const SOURCES = folder('src')

cpSync(SOURCES, folder('dist'), {
  recursive: true,
  filter: (source) => !/\.m?ts$/.test(source),
})

/** A module that looks for a file beside itself finds it where it would lie unbundled. */
const ownPlace = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!path.startsWith(SOURCES) || !text.includes('import.meta.url')) return undefined
      const place = `./${relative(SOURCES, path).split(sep).join('/')}`
      const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' }
    })
  },
}

const built = await build({
  entryPoints: [folder('src/main.ts')],
  outdir: folder('dist'),
  bundle: true,
  splitting: true,
  chunkNames: 'part-[name]-[hash]',
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // Optional natives of pg and ioredis' debug colours, which nobody installs; koffi's own native part lies beside it.
  external: ['pg-native', 'supports-color', 'koffi'],
  // CommonJS packages inside call require for Node's own modules.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [ownPlace],
  logLevel: 'warning',
})

// Parts of earlier builds: their names hold a hash of their content.
const present = new Set(Object.keys(built.metafile.outputs).map((path) => basename(path)))
for (const name of readdirSync(folder('dist'))) {
  if (name.startsWith('part-') && !present.has(name)) rmSync(join(folder('dist'), name))
}
