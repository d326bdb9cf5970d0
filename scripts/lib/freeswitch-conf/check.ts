/** All checks of a configuration, in one pass over what its preprocessor leaves. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Element, parseDocument } from './document.ts'
import { byPlace, type Fault } from './fault.ts'
import { type Line, type Options, preprocess, shownPath, UNKNOWN } from './preprocess.ts'
import { checkListeners } from './rules/listeners.ts'
import { checkModules } from './rules/modules.ts'
import { checkReferences } from './rules/references.ts'
import { checkSecrets } from './rules/secrets.ts'
import { checkTunnels } from './rules/tunnels.ts'

export interface CheckOptions extends Options {
  /** Prefix of an installation, whose modules are then looked for. */
  readonly prefix: string | undefined
}

/** What the rules see. */
export interface Context extends CheckOptions {
  readonly elements: readonly Element[]
  readonly lines: readonly Line[]
  readonly variables: ReadonlyMap<string, string>
}

export interface Checked {
  readonly faults: readonly Fault[]
  readonly files: number
}

export function checkConfiguration(options: CheckOptions): Checked {
  const { conf, site } = options
  const { lines, variables, files, faults } = preprocess(options)
  const samples = xmlFiles(conf).filter((path) => !files.includes(path))
  const illFormed = [...new Set([...files, ...samples])].flatMap((path) => wellFormed(path, conf, site))
  const unused = samples
    .map((path) => shownPath(path, conf, site))
    .filter((path) => !path.startsWith('samples/'))
    .map((place) => ({ place, text: 'nothing includes it' }))
  // Of a document that can't be parsed, the rest would only be followed by faults that aren't there.
  if (illFormed.length > 0) return { faults: [...illFormed, ...faults].sort(byPlace), files: files.length }
  // A placeholder between elements is text, and harmless.
  const whole = parseDocument(lines)
  const context: Context = { ...options, elements: whole.elements, lines, variables }
  const found = [
    ...faults,
    ...unused,
    ...whole.faults,
    ...checkModules(context),
    ...checkReferences(context),
    ...checkListeners(context),
    ...checkSecrets(context, samples),
    ...checkTunnels(context),
  ]
  return { faults: distinct(found).sort(byPlace), files: files.length }
}

function wellFormed(path: string, conf: string, site: string | undefined): readonly Fault[] {
  const shown = shownPath(path, conf, site)
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    // Computed text may stand where an element would.
    .map((text, at) => ({ place: `${shown}:${at + 1}`, text: text.replace(/\$\$\{[^}]*\}/g, UNKNOWN) }))
  return parseDocument(lines).faults
}

function xmlFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.xml')).map((name) => join(folder, name))
}

function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.place} ${fault.text}`, fault])).values()]
}
