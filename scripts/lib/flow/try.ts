/** `scripts/flow try`. */
import { DEFAULT_CONFIG_FILE, loadConfig } from '../../../src/config.ts'
import { dataField } from '../../../src/domain/ivr/data.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import { faultLine } from '../../../src/lib/fault.ts'
import { createErrands } from '../../../src/runtime/create-errands.ts'
import { readAnswer } from '../../../src/runtime/flow-language/answer.ts'
import { readAnswers, triedSources } from './his.ts'
import { momentOf, USUAL_CALENDARS } from './moment.ts'
import { idsIn, type Known, knownOf, loadAll } from './references.ts'
import { openTerminal, type Terminal } from './terminal.ts'
import { type Doing, type End, type Person, type Situation, walk } from './walk.ts'
import { type Words, wordsBy } from './words.ts'

export interface TryOptions {
  readonly config?: string | undefined
  readonly alone: boolean
  readonly at?: string | undefined
  readonly his?: string | undefined
  readonly number: string
  readonly data?: string | undefined
  readonly recording: boolean
  readonly facts: boolean
}

const MOST_TURNS = 10_000

/** Walks the flow; the exit code. */
export async function tryFlow(
  file: string,
  wanted: string | undefined,
  options: TryOptions,
): Promise<number> {
  const known = knownOf(options)
  if (!known.ok) return told(known.faults.map(faultLine))
  const calendars = known.value.calendars ?? USUAL_CALENDARS
  const at = options.at === undefined ? Date.now() : momentOf(options.at, calendars)
  const answers = options.his === undefined ? {} : readAnswers(options.his)
  const given = options.data === undefined ? {} : dataOf(options.data)
  if (at === undefined) return told(['--at: a moment such as 2026-10-01T09:30'])
  if (!answers) return told([`${options.his}: expected a map in JSON, as { "GET /reports": {} }`])
  if (!given) return told(['--data: expected names and values in JSON, as { "ward": "3" }'])
  const flows = flowsOf(file, known.value)
  if (!flows.ok) return told(flows.lines)
  const flow = wanted === undefined ? onlyOne(flows.own) : flows.own.find((one) => one.id === wanted)
  if (!flow) return told([`${file}: which flow? ${flows.own.map(({ id }) => id).join(', ')}`])

  const terminal = openTerminal(process.stdin, process.stdout)
  try {
    terminal.say(`${flow.id}, version ${flow.version.slice(0, 19)}; ${new Date(at).toISOString()}`)
    const errands = errandsFor(terminal, { answers, at, calendars, known: known.value })
    const textsFile = textsFileOf(options)
    const person = atTerminal(terminal, wordsBy(textsFile), errands, options.facts)
    const queueIds = known.value.references.queues ? known.value.queueIds : queuesIn(flows.all)
    const base = { flows: flows.all, flowId: flow.id, queueIds, at, mostTurns: MOST_TURNS }
    const end = await walk({
      ...base,
      serviceNumber: options.number,
      records: options.recording,
      data: given,
      person,
    })
    terminal.say(`— ${inWords(end)}`)
    return 0
  } finally {
    terminal.close()
  }
}

function told(lines: readonly string[]): number {
  for (const line of lines) console.error(`flow: ${line}`)
  return 1
}

type FoundFlows =
  | { readonly ok: true; readonly own: readonly Flow[]; readonly all: readonly Flow[] }
  | { readonly ok: false; readonly lines: readonly string[] }

/** The flows of the file, and those of the configuration to which they may lead. */
function flowsOf(file: string, known: Known): FoundFlows {
  const own = loadAll([file], known.references)
  const faults = own.flatMap(({ checked }) => (checked.ok ? [] : checked.faults))
  if (faults.length > 0) return { ok: false, lines: faults.map(faultLine) }
  const flows = own.flatMap(({ checked }) => (checked.ok ? [checked.value] : []))
  const mine = new Set(idsIn(file))
  const others = (known.directory === undefined ? [] : loadAll([known.directory], known.references)).flatMap(
    ({ checked }) => (checked.ok && !mine.has(checked.value.id) ? [checked.value] : []),
  )
  return { ok: true, own: flows, all: [...flows, ...others] }
}

function onlyOne(flows: readonly Flow[]): Flow | undefined {
  return flows.length === 1 ? flows[0] : undefined
}

function queuesIn(flows: readonly Flow[]): string[] {
  const steps = flows.flatMap((flow) => Object.values(flow.steps))
  return [...new Set(steps.flatMap((step) => ('queueId' in step ? [step.queueId] : [])))]
}

function textsFileOf(options: TryOptions): string | undefined {
  const argv = options.config === undefined ? [] : ['--config', options.config]
  const loaded = loadConfig(
    options.alone ? { env: {}, files: [DEFAULT_CONFIG_FILE] } : { env: process.env, argv },
  )
  return loaded.ok ? loaded.config.prompts.textsFile : undefined
}

/** What `--data` holds, as the private fields would. */
function dataOf(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const json = JSON.parse(text) as Record<string, unknown>
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
    return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, JSON.stringify(value)]))
  } catch {
    return undefined
  }
}

type Errands = (data: ReadonlyMap<string, string>) => ReturnType<typeof createErrands>

/** The service's own errands, on the data of the one call. */
function errandsFor(
  terminal: Terminal,
  {
    answers,
    at,
    calendars,
    known,
  }: { answers: object; at: number; calendars: typeof USUAL_CALENDARS; known: Known },
): Errands {
  return (data) => {
    const fields = new Map([...data].map(([name, value]) => [dataField(name), value]))
    return createErrands({
      siteId: 'site_try',
      privateFields: {
        read: async (_site, _call, name) => fields.get(name),
        readSome: async (_site, _call, isWanted) => new Map([...fields].filter(([name]) => isWanted(name))),
      },
      calendars,
      sources: triedSources({ ...answers }, terminal),
      readAnswer(json, asking) {
        const answer = readAnswer(json, asking, known.references)
        if (!answer.ok) terminal.say(`  … an answer that can't be used: ${answer.why}`)
        return answer
      },
      now: () => at,
      failed: (kind, error) => terminal.say(`  … ${kind} failed: ${(error as Error).message}`),
    })
  }
}

function atTerminal(terminal: Terminal, words: Words, errands: Errands, showsFacts: boolean): Person {
  let known: ReadonlyMap<string, string> = new Map()
  return {
    hears(prompts, step, data) {
      known = data
      for (const prompt of prompts) {
        const pace = prompt.pace === 'slow' ? ', slowly' : ''
        terminal.say(`${step} (${prompt.language}${pace}): ${words(prompt, known)}`)
      }
    },
    async does(situation): Promise<Doing> {
      for (;;) {
        const line = await terminal.ask(questionOf(situation))
        const doing = doingOf(line, situation)
        if (doing) return doing
        terminal.say('  keys 0 to 9, * and #; a: answers; x: hangs up; h: the caller hangs up')
      }
    },
    async errand(order, data) {
      const answer = await errands(data).run(order, new AbortController().signal)
      const { kind, ...result } = answer.result
      terminal.say(`  … ${order.errand.kind}: ${kind === 'ask' ? 'steps' : JSON.stringify(result)}`)
      return answer
    },
    facts(rows) {
      if (!showsFacts) return
      for (const { type, data, kind } of rows)
        if (kind === 'call') terminal.say(`  ${type} ${JSON.stringify(data)}`)
    },
  }
}

function questionOf(situation: Situation): string {
  switch (situation.kind) {
    case 'asked':
      return `${situation.step}: keys`
    case 'recorded':
      return `${situation.step}: a message is being recorded; ${situation.question.digits.join(' ')} ends it`
    case 'queued':
      return `${situation.step}: waits in ${situation.queueId}; a: an agent answers`
    case 'ringing':
      return `${situation.step}: ${situation.to} rings; a: is answered`
    case 'talking':
      return `${situation.step}: they talk; x: the other hangs up, h: the caller`
  }
}

/** Undefined: that means nothing here. */
function doingOf(line: string | undefined, { kind }: Situation): Doing | undefined {
  if (line === undefined || line === 'h') return { caller: 'hangsUp' }
  const isOther = kind === 'queued' || kind === 'ringing'
  if (line === 'a') return isOther ? { other: 'answers' } : undefined
  if (line === 'x') return kind === 'talking' ? { other: 'hangsUp' } : undefined
  if (kind === 'talking') return undefined
  return /^[0-9*#]{0,64}$/.test(line) ? { keys: line } : undefined
}

function inWords(end: End): string {
  switch (end.kind) {
    case 'ended':
      return `the call has ended: ${end.why}, by ${end.by}`
    case 'fallback':
      return 'the call goes to the fallback group of the switch'
    case 'tooLong':
      return 'the call was left here: it goes on without end'
  }
}
