/**
 * A site with flows of a test's own: short tones for prompts, each known by its pitch, and a way into the flow that
 * depends on the caller's number, so that one running system serves many tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { readPromptNames } from '../../src/adapters/prompts/prompt-texts.ts'
import { sine } from './audio/tone.ts'
import { writeWav } from './audio/wav.ts'
import type { Patient } from './patient.ts'
import type { Call } from './phone/index.ts'
import { PROMPT_TEXTS, type System, type SystemOptions } from './system.ts'
import type { FactBody } from './system-api.ts'

/** What flows of tests say. */
const SAID = [
  'ask',
  'wrong',
  'back',
  'right',
  'refused',
  'choose',
  'choose-short',
  'nothing',
  'help',
  'emergency',
  'open',
  'closed',
  'holiday',
  'found',
  'several',
  'not-found',
  'failed',
  'wait',
  'notice',
  'left',
  'score',
  'thanks',
  'speak',
  'otherwise',
  'queue-position',
  'beep',
  ...Array.from('0123456789', (digit) => `digit-${digit}`),
  'digit-star',
  'callback-identity',
] as const
type Said = (typeof SAID)[number]

const FIRST_HZ = 1_100
/** Tones are told apart from 50 Hz on. */
const STEP_HZ = 55
const SHORT_MS = 240
/** All other prompts of the service. */
export const OTHER_HZ = 1_045
/** Heard in English, or slowly: of these it is enough to know that much. */
const ENGLISH_HZ = 3_200
const SLOW_HZ = 3_300

export type Variant = 'english' | 'slow'

export function hertzOf(said: Said, variant?: Variant): number {
  if (variant !== undefined) return variant === 'english' ? ENGLISH_HZ : SLOW_HZ
  return FIRST_HZ + SAID.indexOf(said) * STEP_HZ
}

/** Resolves once the prompt has been heard, however long ago. */
export function heard(call: Call, said: Said, variant?: Variant): Promise<void> {
  return call.audio.heard(hertzOf(said, variant), { forMs: 120, from: 'start' })
}

export interface FlowSite {
  /** YAML by the flow's name; `main` is where calls arrive. */
  readonly flows: Readonly<Record<string, string>>
  readonly calendars?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningSite {
  readonly system: System
  /** Ends the system, and removes its flows. */
  stop(): Promise<void>
}

/** Starts a system that has only these flows. */
export async function startFlowSite(
  start: (options: SystemOptions) => Promise<System>,
  site: FlowSite,
): Promise<RunningSite> {
  const directory = mkdtempSync(join(tmpdir(), 'cti-flows-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    const system = await start(optionsFor(site, directory))
    return { system, stop: () => system.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

function optionsFor({ flows, calendars, env = {} }: FlowSite, directory: string): SystemOptions {
  const flowsDir = join(directory, 'flows')
  mkdirSync(flowsDir)
  for (const [name, text] of Object.entries(flows)) writeFileSync(join(flowsDir, `${name}.yaml`), text)
  const delivered = readPromptNames(PROMPT_TEXTS)
  if (!delivered.ok) throw new Error(JSON.stringify(delivered.faults))
  const tone = (hertz: number) => `tone ${hertz} Hz ${SHORT_MS} ms`
  const texts = Object.fromEntries([
    ...[...delivered.value].map((name) => [name, { zh: tone(OTHER_HZ), en: tone(OTHER_HZ) }]),
    ...SAID.map((name) => [name, { zh: tone(hertzOf(name)), en: tone(ENGLISH_HZ) }]),
  ])
  writeFileSync(join(directory, 'prompts.yaml'), stringify(texts))
  if (calendars !== undefined) writeFileSync(join(directory, 'calendars.yaml'), calendars)
  return {
    spokenPrompts: true,
    env: {
      CTI_PROMPTS_TEXTS_FILE: join(directory, 'prompts.yaml'),
      CTI_FLOWS_DIRECTORY: flowsDir,
      CTI_FLOWS_OTHERWISE: 'flow_main',
      ...(calendars === undefined ? {} : { CTI_FLOWS_CALENDARS_FILE: join(directory, 'calendars.yaml') }),
      ...env,
    },
  }
}

/** The beginning of `main`: Chinese at once, then on by the part that stands in the caller's number. */
export function waysIn(parts: readonly string[]): string {
  const cases = parts.map(
    (part, i) => `{ when: 'call.callingNumber.startsWith("${prefixOf(i)}")', next: ${part} }`,
  )
  return `
id: flow_main
languages: [zh, en]
start: chinese
steps:
  chinese: { kind: profile, language: zh, next: way-in }
  way-in:
    kind: branch
    cases:
${cases.map((one) => `      - ${one}`).join('\n')}
    otherwise: bye
  bye: { kind: hangUp }
`
}

function prefixOf(part: number): string {
  return `136${String(part).padStart(2, '0')}`
}

let callers = 0

/** Somebody who calls and is led to this part of the flow. */
export function callerOf(system: System, parts: readonly string[], part: string): Promise<Patient> {
  callers += 1
  return system.patient({ number: `${prefixOf(parts.indexOf(part))}${String(callers).padStart(6, '0')}` })
}

/** Waits until the caller is in this step, for the `nth` time that it is entered, and resolves with the fact. */
export async function inStep(patient: Patient, step: string, nth = 1): Promise<FactBody> {
  const entries = (facts: readonly FactBody[]) =>
    facts.filter(({ type, data }) => type === 'stepEntered' && data['step'] === step)
  const { facts } = await patient.view((now) => entries(now.facts).length >= nth)
  return entries(facts)[nth - 1] as FactBody
}

/** Waits for the step and presses the keys; the switch listens by the time that the prompt is heard. */
export async function press(patient: Patient, step: string, keys: string, nth = 1): Promise<void> {
  await inStep(patient, step, nth)
  await patient.call.sendDigits(keys, { toneMs: 60, gapMs: 40 })
}

/** The data of each fact of this type. */
export function factsOf(facts: readonly FactBody[], type: string): readonly FactBody['data'][] {
  return facts.filter((fact) => fact.type === type).map(({ data }) => data)
}

/** Puts a slow recording of the prompt where a hospital would. */
export async function recordSlowly(system: System, said: Said): Promise<void> {
  const directory = join(system.trial.promptsDirectory, 'zh', 'slow')
  mkdirSync(directory, { recursive: true })
  await writeWav(join(directory, `${said}.wav`), sine(SLOW_HZ, 8_000, SHORT_MS * 8))
}
