/** What is named is there: contexts, scripts, access lists, gateways. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../check.ts'
import { around, type Element } from '../document.ts'
import type { Fault } from '../fault.ts'

export function checkReferences(context: Context): Fault[] {
  const names = (element: string) =>
    context.elements.filter(({ name }) => name === element).map(({ attributes }) => attributes['name'] ?? '')
  const params = context.elements.filter(({ name }) => name === 'param')
  const contexts = names('context')
  return [
    ...params
      .flatMap((param) => contextOf(param))
      .concat(transfers(context))
      .flatMap(missing('context', contexts)),
    ...params.flatMap((param) => accessListOf(param)).flatMap(missing('access list', names('list'))),
    ...scripts(context, params),
    ...(context.site === undefined ? [] : ofSite(context, names('gateway'))),
    ...emergencyNumbers(context),
  ]
}

interface Reference {
  readonly name: string
  readonly place: string
}

function missing(kind: string, there: readonly string[]): (reference: Reference) => Fault[] {
  return ({ name, place }) =>
    there.includes(name) ? [] : [{ place, text: `the ${kind} ${name} is not there` }]
}

function contextOf({ attributes, place }: Element): Reference[] {
  return attributes['name'] === 'context' ? [{ name: attributes['value'] ?? '', place }] : []
}

/** `EXTENSION DIALPLAN CONTEXT` after transfer; the last word after sched_transfer. */
function transfers({ elements, variables }: Context): Reference[] {
  const forced = variables.get('force_transfer_context')
  const found = elements.flatMap(({ name, attributes, place }) => {
    if (name !== 'action' || !/^(sched_)?transfer$/.test(attributes['application'] ?? '')) return []
    const [, last] = /\bXML (\S+)$/.exec(attributes['data'] ?? '') ?? []
    return last === undefined ? [] : [{ name: last, place }]
  })
  return forced === undefined ? found : [...found, { name: forced, place: 'force_transfer_context' }]
}

/** `NAME.auto` are the core's own. */
function accessListOf({ attributes, place }: Element): Reference[] {
  const value = attributes['value'] ?? ''
  const isList = /^apply-.*-acl$/.test(attributes['name'] ?? '')
  return isList && !value.endsWith('.auto') ? [{ name: value, place }] : []
}

function scripts({ conf }: Context, params: readonly Element[]): Fault[] {
  const folder = join(conf, 'scripts')
  const fromXml = params
    .filter((param) => around(param, 'configuration')?.attributes['name'] === 'lua.conf')
    .filter(({ attributes }) => attributes['name'] === 'startup-script')
    .map(({ attributes, place }) => ({ name: attributes['value'] ?? '', place }))
  const there = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.lua')) : []
  const fromScripts = there.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\b([a-z0-9_]+\.lua)\b/g)].map(([, name = '']) => ({
      name,
      place: `scripts/${file}`,
    })),
  )
  return [...fromXml, ...fromScripts].flatMap(missing('script', there))
}

function ofSite({ variables, site, elements }: Context, gateways: readonly string[]): Fault[] {
  const place = 'SITE/site.xml'
  const faults: Fault[] = ['trunk_gateway', 'emergency_gateway'].flatMap((variable) => {
    const name = variables.get(variable) ?? 'none'
    if (name === 'none' || gateways.includes(name)) return []
    return [{ place, text: `${variable} names ${name}, but no file in gateways/ has it` }]
  })
  const files = (variables.get('agents_tls') === 'true' ? ['agent.pem', 'cafile.pem'] : []).concat(
    elements.some(({ attributes }) => attributes['name'] === 'wss-binding' && attributes['value'] !== '')
      ? ['wss.pem']
      : [],
  )
  for (const file of files) {
    if (!existsSync(join(site ?? '', 'tls', file))) {
      faults.push({
        place,
        text: `tls/${file} is not there: phones would see a certificate that nobody issued`,
      })
    }
  }
  return faults
}

/** Whoever changes the expression must not lose an emergency number. */
function emergencyNumbers({ variables }: Context): Fault[] {
  const text = variables.get('emergency_numbers')
  if (text === undefined) return []
  const place = 'emergency_numbers'
  let pattern: RegExp
  try {
    pattern = new RegExp(text)
  } catch {
    return [{ place, text: 'it is no regular expression' }]
  }
  return ['110', '119', '120'].flatMap((number) =>
    pattern.exec(number)?.[1] === number
      ? []
      : [{ place, text: `${number} is not dialled: the first group of ${text} must match it` }],
  )
}
