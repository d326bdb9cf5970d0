/** A flow as it was sent, YAML or JSON: every fault with its line and column. */
import type { Flow } from '../../domain/ivr/flow.ts'
import type { Checked, Fault } from '../../lib/fault.ts'
import { MAX_YAML_BYTES, parseYaml } from '../../lib/yaml-source.ts'
import type { FlowDesk } from '../../runtime/flow-desk.ts'
import { type Problem, problem } from './reply.ts'

export const FLOW_BODY_BYTES = 1024 * 1024
export const FLOW_TYPES = ['application/yaml', 'application/json', 'text/yaml', 'application/x-yaml'] as const

/** How a body is called in places of faults; nothing that a client sent can look like it. */
const BODY = 'body'
const MOST_FAULTS = 100

export type ReadFlow =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly problem: Problem }

/**
 * JSON is YAML, so one reader tells where in either a fault is. Large JSON, which YAML's reader would be long about
 * while calls wait, is read as JSON alone, and its faults have a path only.
 */
export async function readFlow(
  bytes: Uint8Array | undefined,
  isJson: boolean,
  desk: FlowDesk,
): Promise<ReadFlow> {
  const text = decoded(bytes ?? new Uint8Array())
  if (text === undefined)
    return { ok: false, problem: problem('malformed-request', { detail: 'the body is not UTF-8' }) }
  const small = (bytes?.byteLength ?? 0) <= MAX_YAML_BYTES
  if (!small && !isJson) {
    const detail = `YAML is taken up to ${MAX_YAML_BYTES} bytes, JSON up to ${FLOW_BODY_BYTES}`
    return { ok: false, problem: problem('too-large', { detail }) }
  }
  const checked = await (small ? checkYaml(text, desk) : checkJson(text, desk))
  if (!checked) return { ok: false, problem: problem('not-owner') }
  return checked.ok ? { ok: true, flow: checked.value } : { ok: false, problem: flowInvalid(checked.faults) }
}

/** All faults at once. */
export function flowInvalid(faults: readonly Fault[]): Problem {
  return problem('flow-invalid', {
    ...(faults.length > MOST_FAULTS && {
      detail: `${faults.length} faults; the first ${MOST_FAULTS} are listed`,
    }),
    more: { faults: faults.slice(0, MOST_FAULTS).map(shown) },
  })
}

async function checkYaml(text: string, desk: FlowDesk): Promise<Checked<Flow> | undefined> {
  const read = parseYaml(text, BODY)
  return read.ok ? desk.check(read.value.value, read.value) : read
}

async function checkJson(text: string, desk: FlowDesk): Promise<Checked<Flow> | undefined> {
  const nowhere = { placeOf: () => BODY, placeOfKey: () => BODY }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ok: false, faults: [{ place: BODY, path: '', message: 'not well-formed JSON' }] }
  }
  return desk.check(value, nowhere)
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function shown({ place, path, message }: Fault): object {
  const [, line, column] = /:(\d+):(\d+)$/.exec(place) ?? []
  const [, found, expected] = /^found (.+?), expected (.+)$/s.exec(message) ?? []
  return {
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
    path,
    found: found ?? null,
    expected: expected ?? null,
    detail: message,
  }
}
