/**
 * What a step mentions, wherever it stands in it. This reads the step as it was written, not as it was validated, so
 * that a wrong name and a wrong type are reported together.
 */
import type { Path } from '../../lib/fault.ts'

export type Named =
  | 'step'
  | 'queue'
  | 'prompt'
  | 'language'
  | 'profile'
  | 'calendar'
  | 'source'
  | 'flow'
  /** Attached data that is read. */
  | 'data'
export type Written = 'condition' | 'expression' | 'template'

/** `value` is what stands there: usually a text. */
export interface Use {
  readonly path: Path
  readonly what: Named | Written
  readonly value: unknown
}

type Raw = Readonly<Record<string, unknown>>

const NEXT_STEPS = [
  'next',
  'otherwise',
  'confirmed',
  'refused',
  'given',
  'open',
  'closed',
  'holiday',
  'found',
  'several',
  'notFound',
  'failed',
  'accepted',
  'notYet',
  'afterTalk',
]
export const SPEECH_LISTS = ['prompts', 'noInputPrompts', 'invalidPrompts', 'enterPrompts', 'waitPrompts']

export function usesOfStep(raw: unknown): Use[] {
  const step = asMap(raw)
  const kind = step['kind']
  return [
    ...NEXT_STEPS.map((key) => use([key], 'step', step[key])),
    ...usesOfSpeechLists(step),
    ...usesOfOptions(step['options'], ['options']),
    ...usesOfOptions(step['keys'], ['keys']),
    ...Object.entries(asMap(step['variants'])).flatMap(([profile, variant]) => [
      use(['variants', profile], 'profile', profile),
      ...below(['variants', profile], usesOfSpeechLists(asMap(variant))),
      ...usesOfOptions(asMap(variant)['options'], ['variants', profile, 'options']),
    ]),
    ...asList(step['dimensions']).flatMap((one, index) =>
      below(['dimensions', index], usesOfSpeechLists(asMap(one))),
    ),
    ...below(['announcements'], usesOfAnnouncements(asMap(step['announcements']))),
    ...asList(step['cases']).flatMap((one, index) => [
      use(['cases', index, 'when'], 'condition', asMap(one)['when']),
      use(['cases', index, 'next'], 'step', asMap(one)['next']),
    ]),
    ...Object.entries(asMap(step['values'])).map(([name, value]) =>
      use(['values', name, 'expression'], 'expression', asMap(value)['expression']),
    ),
    use(['queueId'], 'queue', step['queueId']),
    use(['calendar'], 'calendar', step['calendar']),
    use(['source'], 'source', step['source']),
    use(['path'], 'template', step['path']),
    ...Object.entries(asMap(step['query'])).map(([name, value]) => use(['query', name], 'template', value)),
    ...asList(step['send']).map((name, index) => use(['send', index], 'data', name)),
    ...(kind === 'profile'
      ? [use(['language'], 'language', step['language']), use(['profile'], 'profile', step['profile'])]
      : []),
    ...(kind === 'transfer' ? [use(['to', 'flowId'], 'flow', asMap(step['to'])['flowId'])] : []),
    ...(kind === 'say' ? usesOfTexts(step['text'], ['text']) : []),
  ].filter((one) => one.value !== undefined)
}

/** The lists of speech among the keys of a map: a step's, a survey dimension's, a flow's defaults. */
export function usesOfSpeechLists(of: Raw): Use[] {
  return SPEECH_LISTS.flatMap((list) =>
    asList(of[list]).flatMap((one, index) => usesOfSpeech(one, [list, index])),
  ).filter((one) => one.value !== undefined)
}

function usesOfAnnouncements(of: Raw): Use[] {
  const comfort = asList(of['comfort']).flatMap((one, index) =>
    below(['comfort', index], usesOfSpeechLists(asMap(one))),
  )
  return [...usesOfSpeechLists(of), ...comfort]
}

/** The attached data that a step sets. */
export function namesSetBy(raw: unknown): string[] {
  const step = asMap(raw)
  const into = step['into']
  return [
    ...(typeof into === 'string' ? [into] : Object.keys(asMap(into))),
    ...Object.keys(asMap(step['values'])),
  ]
}

export function asMap(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function usesOfSpeech(one: unknown, at: Path): Use[] {
  if (typeof one === 'string') return [use(at, 'prompt', one)]
  const speech = asMap(one)
  return [
    use([...at, 'digits'], 'data', speech['digits']),
    use([...at, 'dataText'], 'data', speech['dataText']),
    ...usesOfTexts(speech['say'], [...at, 'say']),
  ]
}

function usesOfTexts(texts: unknown, at: Path): Use[] {
  return Object.entries(asMap(texts)).map(([language, text]) => use([...at, language], 'template', text))
}

function usesOfOptions(options: unknown, at: Path): Use[] {
  return Object.entries(asMap(options)).map(([key, option]) =>
    use([...at, key, 'next'], 'step', asMap(option)['next']),
  )
}

function use(path: Path, what: Use['what'], value: unknown): Use {
  return { path, what, value }
}

function below(at: Path, uses: readonly Use[]): Use[] {
  return uses.map((one) => ({ ...one, path: [...at, ...one.path] }))
}
