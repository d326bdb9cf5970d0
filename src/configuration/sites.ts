/**
 * Several sites of one process: each is the whole configuration with what its entry in `sites` says laid over it.
 *
 *     cti-bridge.yaml  <  the operator's file  <  CTI_* variables  <  sites[n]
 */
import { isAbsolute, join } from 'node:path'
import { type Fault, type Path, pathText } from '../lib/fault.ts'
import { type Places, validate } from '../lib/yaml-validate.ts'
import { type Layer, overlay } from './layers.ts'
import { type ConfigValues, configSchema } from './schema.ts'

export interface SiteValues {
  readonly values: ConfigValues
  readonly places: Places
}

type Raw = Readonly<Record<string, unknown>>

/** Where a file's name means the folder of the file in which it stands; a variable stands in none. */
const BESIDE_A_FILE: readonly Path[] = [
  ['seedFile'],
  ['prompts', 'textsFile'],
  ['flows', 'directory'],
  ['flows', 'calendarsFile'],
]

/**
 * The values of each entry, or what is wrong with them; none where there are no entries. What is wrong with the rest
 * of the configuration is among the faults once more.
 *
 * @param value the configuration as it was written, of all layers
 */
export function siteValues(value: unknown, places: Places): { sites: SiteValues[]; faults: Fault[] } {
  const { sites: entries, ...top } = isMap(value) ? value : { sites: undefined }
  const sites: SiteValues[] = []
  const faults: Fault[] = []
  for (const [n, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    if (!isMap(entry)) continue
    const at = ['sites', n] as const
    const own: Layer = {
      value: entry,
      placeOf: (path) => places.placeOf([...at, ...path]),
      placeOfKey: (path) => places.placeOfKey([...at, ...path]),
    }
    const laid = overlay([{ value: top, ...places }, own], configSchema)
    const checked = validate(laid.value, configSchema, laid.places)
    if (checked.ok) {
      const { sites: _, ...values } = checked.value
      sites.push({ values: n === 0 ? values : apart(values, entry), places: laid.places })
    } else faults.push(...checked.faults.map((fault) => within(fault, at)))
    faults.push(...relativeToNothing(entry, own).map((fault) => within(fault, at)))
  }
  return { sites, faults }
}

/** What two sites must not have both, in values whose paths are resolved. */
export function sharedBySites(sites: readonly SiteValues[]): Fault[] {
  const faults: Fault[] = []
  const users = new Map<string, string>()
  const use = (
    what: string,
    { values, places }: SiteValues,
    path: Path,
    message: (other: string) => string,
  ) => {
    const other = users.get(what)
    users.set(what, other ?? values.siteId)
    if (other === undefined) return
    faults.push({ place: places.placeOf(path), path: pathText(path), message: message(other) })
  }
  for (const site of sites) {
    const { siteId, switches, endpoints, recording } = site.values
    use(`site ${siteId}`, site, ['siteId'], () => `two sites are called ${siteId}`)
    for (const [n, { nodeId, host, port }] of switches.entries()) {
      const at = ['switches', n]
      use(`node ${nodeId}`, site, [...at, 'nodeId'], (other) => `${nodeId} is a switch of ${other} too`)
      use(`socket ${host}:${port}`, site, at, (other) => `${host}:${port} is a switch of ${other} too`)
    }
    if (endpoints.directory !== null)
      use(
        `phones ${endpoints.directory}`,
        site,
        ['endpoints', 'directory'],
        (other) => `the phones of ${other} are written there too: each site needs a directory of its own`,
      )
    for (const key of ['spoolDir', 'stageDir'] as const)
      use(
        `${key} ${recording[key]}`,
        site,
        ['recording', key],
        (other) => `recordings of ${other} are there too: each site needs a directory of its own`,
      )
  }
  return faults
}

/** All sites but the first have folders of their own in what is common, unless they name one. */
function apart(values: ConfigValues, entry: Raw): ConfigValues {
  const named = isMap(entry['recording']) ? entry['recording'] : {}
  const { recording, siteId } = values
  const own = (key: 'spoolDir' | 'stageDir') =>
    named[key] === undefined ? join(recording[key], siteId) : recording[key]
  return { ...values, recording: { ...recording, spoolDir: own('spoolDir'), stageDir: own('stageDir') } }
}

function relativeToNothing(entry: Raw, { placeOf }: Pick<Places, 'placeOf'>): Fault[] {
  return BESIDE_A_FILE.flatMap((path) => {
    const [group = '', key] = path.map(String)
    const found = key === undefined ? entry[group] : (entry[group] as Raw | undefined)?.[key]
    const place = placeOf(path)
    if (typeof found !== 'string' || isAbsolute(found) || /:\d+:\d+$/.test(place)) return []
    const message = 'found a relative path, expected one that begins with /'
    return [{ place, path: pathText(path), message }]
  })
}

function within(fault: Fault, at: Path): Fault {
  return { ...fault, path: fault.path === '' ? pathText(at) : `${pathText(at)}.${fault.path}` }
}

function isMap(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
