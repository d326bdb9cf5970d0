/** Each module that is needed is loaded and there, and no other. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../check.ts'
import { around, type Element } from '../document.ts'
import type { Fault } from '../fault.ts'
import { type Kind, MODULES, moduleOf } from '../modules.ts'

interface Need {
  readonly module: string
  readonly what: string
  readonly place: string
}

export function checkModules(context: Context): Fault[] {
  const loads = context.elements.filter(({ name }) => name === 'load')
  const loaded = new Map(loads.map((element) => [element.attributes['module'] ?? '', element]))
  const faults: Fault[] = []
  const needs: Need[] = []
  for (const element of context.elements) needs.push(...needsOf(element, faults))
  for (const line of context.lines) needs.push(...needsOfText(line.text, line.place))
  for (const name of ['mod_dialplan_xml', 'mod_sndfile']) {
    needs.push({ module: name, what: 'every configuration', place: 'freeswitch.xml' })
  }
  for (const { module, what, place } of needs) {
    if (!loaded.has(module)) faults.push({ place, text: `${what} needs ${module}, which isn't loaded` })
  }
  const needed = new Set(needs.map(({ module }) => module))
  for (const [name, { place }] of loaded) {
    if (!needed.has(name)) faults.push({ place, text: `${name} is loaded, but nothing here uses it` })
    if (context.prefix !== undefined && !existsSync(join(context.prefix, 'mod', `${name}.so`))) {
      faults.push({ place, text: `${name} is not built: there is no mod/${name}.so in the installation` })
    }
  }
  if (loads.length === 0) faults.push({ place: 'freeswitch.xml', text: 'no module is loaded' })
  return faults
}

/** Of an element: whose configuration it is, which application it runs. */
function needsOf(element: Element, faults: Fault[]): Need[] {
  const { name, attributes, place } = element
  if (name === 'configuration') {
    const file = attributes['name'] ?? ''
    const module = Object.entries(MODULES).find(([, { configuration }]) => configuration === file)?.[0]
    if (module !== undefined) return [{ module, what: file, place }]
    if (!OF_THE_CORE.includes(file))
      faults.push({ place, text: `${file} belongs to no module that is known here` })
  }
  if ((name === 'action' || name === 'anti-action') && around(element, 'context') !== undefined) {
    const application = attributes['application'] ?? ''
    const module = moduleOf('applications', application)
    if (module !== undefined) return [{ module, what: `the application ${application}`, place }]
    faults.push({ place, text: `the application ${application} belongs to no module that is known here` })
  }
  return []
}

const OF_THE_CORE = ['switch.conf', 'modules.conf', 'acl.conf', 'post_load_switch.conf', 'timezones.conf']

const IN_TEXT: readonly (readonly [Kind, RegExp, (name: string) => string])[] = [
  ['commands', /(?<!\$)\$\{([a-z_]+)\(/g, (name) => `\${${name}(…)}`],
  ['prefixes', /\b([a-z_]+):\/\//g, (name) => `${name}://`],
  ['prefixes', /\b(sofia|user|group|loopback|error|pickup)\//g, (name) => `${name}/`],
]

/** Anywhere in a line: API commands in braces, streams, dial strings. */
function needsOfText(text: string, place: string): Need[] {
  return IN_TEXT.flatMap(([kind, pattern, show]) =>
    [...text.matchAll(pattern)].flatMap(([, name = '']) => {
      const module = moduleOf(kind, name)
      return module === undefined ? [] : [{ module, what: show(name), place }]
    }),
  )
}
