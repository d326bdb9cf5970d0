/**
 * The configuration: one frozen, validated object, or all that is wrong with it.
 *
 *     config/cti-bridge.yaml  <  the file of --config or CTI_CONFIG  <  CTI_* variables  <  --role
 *
 * Secrets stand in files of their own, and the configuration holds those files' names.
 */
import { homedir, hostname } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CONFIG_FILE_VARIABLE, type Environment, environmentLayer } from './configuration/environment.ts'
import { type Layer, overlay } from './configuration/layers.ts'
import { type Machine, resolveValues } from './configuration/resolve.ts'
import { type ConfigValues, configSchema } from './configuration/schema.ts'
import { sharedBySites, siteValues } from './configuration/sites.ts'
import { type Fault, inOrder } from './lib/fault.ts'
import { readYaml } from './lib/yaml-source.ts'
import { validate } from './lib/yaml-validate.ts'

export { loadSeed, type Seed, type SeedQueue } from './configuration/seed.ts'
export { type Fault, faultLine, faultLines } from './lib/fault.ts'

/** What one site goes by: what is the whole process's is the same for all of its sites. */
export type Config = DeepReadonly<ConfigValues>

/** The first site's, with all of them: at least one. */
export interface ProcessConfig extends Config {
  readonly sites: readonly Config[]
}

type DeepReadonly<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [Key in keyof T]: DeepReadonly<T[Key]> }

export type ConfigOutcome =
  | { readonly ok: true; readonly config: ProcessConfig }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export interface ConfigSources {
  /** Arguments after the program's name; `--config FILE` and `--role ROLE,…` are known. */
  readonly argv?: readonly string[]
  readonly env: Environment
  /** Lowest first; by default the file with the commented defaults. */
  readonly files?: readonly string[]
  /** For tests; by default the machine that this runs on. */
  readonly machine?: Machine
}

/** The file with the commented defaults, wherever the service is installed. */
export const DEFAULT_CONFIG_FILE = fileURLToPath(new URL('../config/cti-bridge.yaml', import.meta.url))

/** Reads all sources, and reports the faults of all of them together. Opens no secret. */
export function loadConfig(sources: ConfigSources): ConfigOutcome {
  const faults: Fault[] = []
  const layers: Layer[] = []
  const args = argumentsOf(sources.argv ?? [], faults)
  for (const file of filesOf(sources, args.config)) {
    const read = readYaml(file)
    if (read.ok) layers.push(read.value)
    else faults.push(...read.faults)
  }
  const environment = environmentLayer(sources.env)
  faults.push(...environment.faults)
  layers.push(environment.layer)
  if (args.role !== undefined) layers.push(rolesLayer(args.role))
  const { value, places } = overlay(layers, configSchema)
  const checked = validate(value, configSchema, places)
  if (!checked.ok) faults.push(...checked.faults)
  const several = siteValues(value, places)
  faults.push(...several.faults.filter((fault) => !isAmong(faults, fault)))
  if (!checked.ok || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  const machine = sources.machine ?? thisMachine()
  const { sites: _, ...alone } = checked.value
  const sites = (several.sites.length > 0 ? several.sites : [{ values: alone, places }]).map((site) => ({
    ...site,
    values: resolveValues(site.values, site.places, machine, dirname(DEFAULT_CONFIG_FILE)),
  }))
  faults.push(...sharedBySites(sites))
  const [first] = sites
  if (!first || faults.length > 0) return { ok: false, faults: inOrder(faults) }
  return { ok: true, config: freeze({ ...first.values, sites: sites.map(({ values }) => values) }) }
}

/** Whether it has been told, of the whole configuration or of one of its sites. */
function isAmong(told: readonly Fault[], { place, path, message }: Fault): boolean {
  return told.some(
    (one) =>
      one.place === place &&
      (one.path === path || (path.endsWith(`.${one.path}`) && one.message === message)),
  )
}

function filesOf(sources: ConfigSources, named = sources.env[CONFIG_FILE_VARIABLE]): string[] {
  const files = [...(sources.files ?? [DEFAULT_CONFIG_FILE])]
  if (named !== undefined && named !== '') files.push(named)
  return files
}

interface Arguments {
  readonly config?: string | undefined
  readonly role?: string | undefined
}

function argumentsOf(argv: readonly string[], faults: Fault[]): Arguments {
  try {
    return parseArgs({
      args: [...argv],
      options: { config: { type: 'string' }, role: { type: 'string' } },
      allowPositionals: false,
    }).values
  } catch (error) {
    const known = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
    if (!known) throw error
    const message = 'expected nothing but --config FILE and --role ROLE,…'
    faults.push({ place: 'command line', path: '', message })
    return {}
  }
}

function rolesLayer(text: string): Layer {
  const roles = text.split(',').map((one) => one.trim())
  return { value: { roles }, placeOf: () => '--role', placeOfKey: () => '--role' }
}

function thisMachine(): Machine {
  return { uid: process.getuid?.() ?? -1, homeDirectory: home(), hostName: hostname() }
}

/** A container may run under a user that the machine has no entry of. */
function home(): string {
  try {
    return homedir()
  } catch {
    return '/'
  }
}

function freeze<T>(value: T): DeepReadonly<T> {
  if (typeof value === 'object' && value !== null) {
    for (const one of Object.values(value)) freeze(one)
    Object.freeze(value)
  }
  return value as DeepReadonly<T>
}
