/**
 * FreeSWITCH's preprocessor (switch_xml.c, `preprocess`) as far as it can be followed without running anything: it
 * works line by line, expands `$${names}`, obeys `X-PRE-PROCESS` wherever it stands, and drops every line on which
 * `<include>` stands. What `exec-set` and `stun-set` would find out is unknown here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import type { Fault } from './fault.ts'

export interface Line {
  readonly place: string
  readonly text: string
}

export interface Preprocessed {
  readonly lines: readonly Line[]
  readonly variables: ReadonlyMap<string, string>
  /** Absolute paths of all files that were read. */
  readonly files: readonly string[]
  readonly faults: readonly Fault[]
}

export interface Options {
  /** The folder with freeswitch.xml. */
  readonly conf: string
  /** The site directory; without one, what it would add is passed over. */
  readonly site: string | undefined
}

/** Stands for what only a running node knows. */
export const UNKNOWN = '(known at the start)'

const MAX_DEPTH = 100
/** switch_core.c sets these before it reads the configuration. */
const OF_THE_CORE =
  `base_dir cache_dir certs_dir conf_dir core_uuid data_dir db_dir fonts_dir grammar_dir hostname
htdocs_dir images_dir local_ip_v4 local_ip_v6 local_mask_v4 localstate_dir log_dir mod_dir recordings_dir run_dir
script_dir sound_prefix sounds_dir storage_dir temp_dir`.split(/\s+/)

const DIRECTIVE = /<X-PRE-PROCESS\s+cmd\s*=\s*"([^"]*)"\s+data\s*=\s*"([^"]*)"/i

export function preprocess({ conf, site }: Options): Preprocessed {
  const variables = new Map(OF_THE_CORE.map((name) => [name, UNKNOWN]))
  const [lines, files, faults]: [Line[], string[], Fault[]] = [[], [], []]

  function read(path: string, depth: number): void {
    const shown = shownPath(path, conf, site)
    if (depth > MAX_DEPTH) return void faults.push({ place: shown, text: 'it includes itself' })
    files.push(path)
    let commented = false
    for (const [at, raw] of readFileSync(path, 'utf8').split('\n').entries()) {
      const place = `${shown}:${at + 1}`
      const text = expand(raw, place)
      const inComment = stillCommented(raw.slice(0, Math.max(raw.search(/<X-PRE-PROCESS/i), 0)), commented)
      commented = stillCommented(raw, commented)
      if (/<\/?include>|<\?/.test(raw)) continue
      const directive = DIRECTIVE.exec(text)
      if (directive === null) {
        lines.push({ place, text })
        continue
      }
      if (inComment)
        faults.push({ place, text: 'a directive inside a comment: FreeSWITCH obeys it all the same' })
      obey(directive[1] ?? '', directive[2] ?? '', path, place, depth)
    }
  }

  function expand(raw: string, place: string): string {
    return raw.replace(/\$\$\{([^}]*)\}/g, (_, name: string) => {
      const value = variables.get(name)
      if (value === undefined) {
        faults.push({ place, text: `$\${${name}} is set nowhere before: FreeSWITCH expands it to nothing` })
      }
      return value ?? ''
    })
  }

  function obey(command: string, data: string, path: string, place: string, depth: number): void {
    const [name = '', ...rest] = data.split('=')
    const value = rest.join('=')
    const known = command.toLowerCase()
    if (known === 'set') variables.set(name, value)
    else if (known === 'include') include(data, path, place, depth)
    else if (known === 'exec-set' || known === 'stun-set') variables.set(name, UNKNOWN)
    else if (known !== 'env-set') faults.push({ place, text: `no such directive: ${command}` })
    // From the environment of the node, where it is set; the site directory is the one that we were given.
    else if (name === 'site_dir' && site !== undefined) variables.set(name, site)
    else if (!variables.has(name)) variables.set(name, UNKNOWN)
  }

  function include(wanted: string, from: string, place: string, depth: number): void {
    const path = isAbsolute(wanted) ? wanted : join(dirname(from), wanted)
    const ofSite = path.startsWith(`${variables.get('site_dir')}/`)
    if (ofSite && site === undefined) return
    const found = matching(path)
    // A site may have no extension or gateway yet; a file that is named must be there.
    if (found.length === 0 && !(ofSite && path.includes('*'))) {
      faults.push({ place, text: `${wanted} is not there` })
    }
    for (const file of found) read(file, depth + 1)
  }

  const root = join(conf, 'freeswitch.xml')
  if (existsSync(root)) read(root, 0)
  else faults.push({ place: 'freeswitch.xml', text: 'it is not there' })
  return { lines, variables, files, faults }
}

/** glob(3) with `*` in the last part only, which is all that FreeSWITCH's own configurations use. */
function matching(path: string): string[] {
  if (!path.includes('*')) return existsSync(path) ? [path] : []
  const folder = dirname(path)
  if (!existsSync(folder)) return []
  const pattern = basename(path)
    .split('*')
    .map((part) => part.replace(/[.+?^$()[\]{}|\\]/g, '\\$&'))
    .join('[^/]*')
  const names = readdirSync(folder).filter((name) => new RegExp(`^${pattern}$`).test(name))
  return names.sort().map((name) => join(folder, name))
}

function stillCommented(raw: string, commented: boolean): boolean {
  const [opens, closes] = [raw.lastIndexOf('<!--'), raw.lastIndexOf('-->')]
  if (opens === -1 && closes === -1) return commented
  return opens > closes
}

/** Relative to the configuration; `SITE/…` for the site's. */
export function shownPath(path: string, conf: string, site: string | undefined): string {
  if (site !== undefined && path.startsWith(`${site}/`)) return `SITE/${relative(site, path)}`
  return relative(conf, path)
}
