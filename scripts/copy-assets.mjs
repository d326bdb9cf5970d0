/** Copies what the compiler doesn't (Lua scripts, JSON, …) from src to the same place in dist. */
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))

cpSync(folder('src'), folder('dist'), {
  recursive: true,
  filter: (source) => !/\.m?ts$/.test(source),
})
