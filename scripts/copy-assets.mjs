/**
 * What comes after the compiler: copies what it doesn't (Lua scripts, JSON, …) from src to the same place in dist,
 * and makes the service one file. A controller that has died is to be back before its callers are given to the
 * fallback group, and reading one file takes a third of the time that a thousand modules take.
 */
import { cpSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
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

await build({
  entryPoints: [folder('src/main.ts')],
  outfile: folder('dist/main.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // Optional natives of pg and ioredis' debug colours, which nobody installs.
  external: ['pg-native', 'supports-color'],
  // CommonJS packages inside call require for Node's own modules.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [ownPlace],
  logLevel: 'warning',
})
