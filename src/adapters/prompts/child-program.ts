/** Where the programs lie that are run as children, beside this file. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface ChildProgram {
  readonly file: string
  readonly execArgv: readonly string[]
}

/** Compiled beside this file, or, when this file runs from its source, its source. */
export function childProgram(name: string): ChildProgram {
  const compiled = fileURLToPath(new URL(`./${name}.js`, import.meta.url))
  if (existsSync(compiled)) return { file: compiled, execArgv: [] }
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return { file: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), execArgv: ['--import', loader] }
}
