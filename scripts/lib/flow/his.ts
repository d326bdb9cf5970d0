/** The sources of a flow that is tried: a file of answers, or whoever sits at the terminal. */
import { readFileSync } from 'node:fs'
import type { SourceAnswer, SourceRequest, SourcesPort } from '../../../src/runtime/sources.ts'
import type { Terminal } from './terminal.ts'

type Answers = Readonly<Record<string, unknown>>

/** Undefined: the file can't be read, or isn't a map in JSON. */
export function readAnswers(file: string): Answers | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Answers) : undefined
  } catch {
    return undefined
  }
}

export function triedSources(answers: Answers, terminal: Terminal): SourcesPort {
  return {
    async ask(source, request) {
      const names = namesOf(request)
      const body = request.method === 'POST' ? ` ${JSON.stringify(request.body)}` : ''
      terminal.say(`  … ${source} is asked: ${names[0]}${body}`)
      const name = names.find((one) => Object.hasOwn(answers, one))
      if (name !== undefined) return answerOf(answers[name])
      const line = await terminal.ask('its answer, in JSON; 404; nothing: it is not there')
      if (line === undefined || line === '') return UNAVAILABLE
      try {
        return answerOf(JSON.parse(line))
      } catch {
        terminal.say('  that is no JSON')
        return { type: 'failed', why: 'invalid', again: false }
      }
    },
  }
}

const UNAVAILABLE: SourceAnswer = { type: 'failed', why: 'unavailable', again: false }

/** A number is the status of an answer without a body. */
function answerOf(value: unknown): SourceAnswer {
  if (value === 404 || value === 410) return { type: 'notFound' }
  return typeof value === 'number' ? UNAVAILABLE : { type: 'answered', json: value }
}

/** With its query, and without. */
function namesOf(request: SourceRequest): readonly [string, string] {
  const plain = `${request.method} ${request.path}`
  const query = request.method === 'GET' ? new URLSearchParams(request.query).toString() : ''
  return [query === '' ? plain : `${plain}?${query}`, plain]
}
