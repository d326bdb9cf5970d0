/** No password that comes with the software, none in clear where a hash does, and no digits in the log. */
import { readFileSync } from 'node:fs'
import type { Context } from '../check.ts'
import { around, type Element } from '../document.ts'
import type { Fault } from '../fault.ts'
import { shownPath, UNKNOWN } from '../preprocess.ts'

const SECRET = /passw(or)?d|passphrase|secret|vm-password/i
/** What FreeSWITCH's own samples and their copies on the web use. */
const WELL_KNOWN = /^(cluecon|works|1234|12345|123456|password|secret|changeme|change-me|admin|test|0000)$/i
const LEAST = 12
const HASH = /^[0-9a-f]{32}$/
/** Lines of these levels hold numbers and dialled digits. */
const TELLING = /\b(all|debug|info|notice|console)\b/i

export function checkSecrets(context: Context, samples: readonly string[]): Fault[] {
  const params = context.elements.filter(({ name }) => name === 'param' || name === 'variable')
  return [
    ...params.flatMap((param) => ofParam(param)),
    ...[...context.variables].flatMap(([name, value]) => ofVariable(name, value)),
    ...samples.flatMap((path) => ofSample(path, context)),
    ...logLevels(context),
  ]
}

function ofParam(param: Element): Fault[] {
  const { name = '', value = '' } = param.attributes
  const { place } = param
  if (name === 'a1-hash' && !HASH.test(value)) {
    return [{ place, text: 'the a1-hash is not 32 hexadecimal digits in lower case' }]
  }
  if (!SECRET.test(name)) return []
  if (around(param, 'user') !== undefined) {
    return [{ place, text: `${name} of an extension stands here in clear: use a1-hash` }]
  }
  return weak(name, value, place)
}

function ofVariable(name: string, value: string): Fault[] {
  return SECRET.test(name) ? weak(name, value, name) : []
}

function weak(name: string, value: string, place: string): Fault[] {
  if (value === UNKNOWN) return []
  if (value === '') return [{ place, text: `${name} is empty` }]
  if (WELL_KNOWN.test(value)) return [{ place, text: `${name} is one that everybody knows` }]
  return value.length < LEAST ? [{ place, text: `${name} is shorter than ${LEAST} characters` }] : []
}

/** Samples are copied as they are: a password in one would be everybody's. */
function ofSample(path: string, { conf, site }: Context): Fault[] {
  const shown = shownPath(path, conf, site)
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, at) => {
      const [, name = '', value = ''] = /name="([^"]*)"\s+value="([^"]*)"/.exec(text) ?? []
      if (!SECRET.test(name) || /^\$\$\{\w+\}$/.test(value)) return []
      return [{ place: `${shown}:${at + 1}`, text: `${name} stands in a sample, which is copied as it is` }]
    })
}

function logLevels({ elements }: Context): Fault[] {
  const maps = elements.filter(
    (element) =>
      element.name === 'map' && around(element, 'configuration')?.attributes['name'] === 'logfile.conf',
  )
  const levels = elements.filter(
    ({ name, attributes }) => name === 'param' && attributes['name'] === 'loglevel',
  )
  return [...maps, ...levels].flatMap(({ attributes, place }) =>
    TELLING.test(attributes['value'] ?? '')
      ? [{ place, text: 'below warning, the log holds numbers and dialled digits' }]
      : [],
  )
}
