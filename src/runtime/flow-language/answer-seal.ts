/**
 * Takes out of an answer's steps what may be about a patient: each text, fixed value or part of a query becomes a
 * value to be sealed, and the step reads it as attached data. The steps are journaled; the values are not.
 */
import { templateNames } from '../../lib/template.ts'
import { MAX_TEXT } from './speech.ts'
import { asList, asMap, SPEECH_LISTS } from './uses.ts'

const MOST_SEALED = 30
const SEALED_NAME = 'answerText'

export type DataValue = string | number | boolean

export interface Sealing {
  /** By the names that the steps read them by: `answerText1` to `answerText30`. */
  readonly values: Map<string, DataValue>
  /** Where something is that can't be sealed and may not be journaled. */
  readonly faults: string[]
}

type Raw = Readonly<Record<string, unknown>>

/** The answer with its steps changed so; what has a wrong shape stays, for the schema to find. */
export function sealAnswer(answer: unknown): { readonly answer: unknown; readonly sealing: Sealing } {
  const sealing: Sealing = { values: new Map(), faults: [] }
  if (!Object.hasOwn(asMap(answer), 'steps')) return { answer, sealing }
  const { steps } = asMap(answer)
  if (Object.keys(asMap(steps)).length === 0) return { answer, sealing }
  const sealed = mapValues(asMap(steps), (step, name) =>
    sealStep(asMap(step), `steps.${shownName(name)}`, sealing),
  )
  for (const name of Object.keys(asMap(asMap(answer)['data'])))
    if (name.startsWith(SEALED_NAME))
      sealing.faults.push(`data.${shownName(name)}: a name that is kept for texts`)
  return { answer: { ...asMap(answer), steps: sealed }, sealing }
}

/** Faults go to a log, and keys come from outside: one that is no name of ours may be a person's. */
export function shownName(name: string): string {
  return /^[a-z][A-Za-z0-9-]*$/.test(name) ? name : '…'
}

function sealStep(step: Raw, at: string, sealing: Sealing): Raw {
  if (step['kind'] === 'say') return sealSay(step, sealing)
  if (step['kind'] === 'set') return sealSet(step, at, sealing)
  if (step['kind'] === 'lookUp') {
    impersonal(step['path'], `${at}.path`, sealing)
    const query = (value: unknown, name: string) =>
      sealQuery(value, `${at}.query.${shownName(name)}`, sealing)
    return {
      ...sealSpeeches(step, sealing),
      ...changed(step, 'query', (all) => mapValues(asMap(all), query)),
    }
  }
  asList(step['cases']).forEach((one, index) => {
    impersonal(asMap(one)['when'], `${at}.cases[${index}].when`, sealing)
  })
  if (Object.hasOwn(asMap(step['to']), 'number'))
    sealing.faults.push(`${at}.to.number: an answer may not name a number outside`)
  return sealSpeeches(step, sealing)
}

function sealSay(step: Raw, sealing: Sealing): Raw {
  const { text, kind: _, ...rest } = step
  return { ...rest, kind: 'announce', prompts: [sealSpeech({ say: text }, sealing)] }
}

/** A fixed value is read back from where it is sealed; an expression that reads one name can't fail. */
function sealSet(step: Raw, at: string, sealing: Sealing): Raw {
  const values = mapValues(asMap(step['values']), (value, name) => {
    const { expression } = asMap(value)
    if (expression !== undefined) {
      impersonal(expression, `${at}.values.${shownName(name)}.expression`, sealing)
      return value
    }
    const fixed = Object.hasOwn(asMap(value), 'value') ? asMap(value)['value'] : value
    const sealed = seal(fixed, 2000, sealing)
    return sealed === undefined ? value : { expression: `data.${sealed}` }
  })
  return { otherwise: step['next'], ...step, values }
}

function sealQuery(value: unknown, at: string, sealing: Sealing): unknown {
  if (typeof value !== 'string') return value
  if (templateNames(value).names.length > 0) {
    impersonal(value, at, sealing)
    return value
  }
  const sealed = seal(value, MAX_TEXT, sealing)
  return sealed === undefined ? value : `{{${sealed}}}`
}

function sealSpeeches(step: Raw, sealing: Sealing): Raw {
  const lists = (of: Raw): Raw => {
    const sealed = (speeches: unknown) =>
      Array.isArray(speeches) ? speeches.map((one) => sealSpeech(one, sealing)) : speeches
    return mapValues(of, (value, key) => (SPEECH_LISTS.includes(key) ? sealed(value) : value))
  }
  return {
    ...lists(step),
    ...changed(step, 'announcements', (one) => ({
      ...lists(asMap(one)),
      ...changed(asMap(one), 'comfort', (all) => asList(all).map((each) => lists(asMap(each)))),
    })),
    ...changed(step, 'dimensions', (all) => asList(all).map((one) => lists(asMap(one)))),
    ...changed(step, 'variants', (all) => mapValues(asMap(all), (one) => lists(asMap(one)))),
  }
}

/** A text in one language may be given without naming it: the endpoint knows in which language it was asked. */
function sealSpeech(one: unknown, sealing: Sealing): unknown {
  const { say } = asMap(one)
  if (say === undefined) return one
  if (typeof say === 'string') {
    const sealed = seal(say, MAX_TEXT, sealing)
    return sealed === undefined ? one : { dataText: sealed }
  }
  const texts = mapValues(asMap(say), (text) => {
    const sealed = typeof text === 'string' ? seal(text, MAX_TEXT, sealing) : undefined
    return sealed === undefined ? text : `{{${sealed}}}`
  })
  return { ...asMap(one), say: texts }
}

/** The name under which the value is sealed; undefined: it isn't a value that can be. */
function seal(value: unknown, longest: number, { values, faults }: Sealing): string | undefined {
  if (typeof value === 'string' && (value === '' || value.length > longest)) {
    faults.push(`a text of ${value.length} characters, expected 1 to ${longest}`)
    return undefined
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  if (values.size >= MOST_SEALED) {
    faults.push(`more than ${MOST_SEALED} texts and values in the steps`)
    return undefined
  }
  const name = `${SEALED_NAME}${values.size + 1}`
  values.set(name, value)
  return name
}

/** No name, and no number long enough to be somebody's. */
function impersonal(text: unknown, at: string, { faults }: Sealing): void {
  if (typeof text === 'string' && (/[^\x20-\x7e]/.test(text) || /\d{5}/.test(text)))
    faults.push(`${at}: may hold neither long numbers nor letters beyond ASCII: put them into data`)
}

function changed(of: Raw, key: string, change: (value: unknown) => unknown): Raw {
  return Object.hasOwn(of, key) ? { [key]: change(of[key]) } : {}
}

function mapValues(of: Raw, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]))
}
