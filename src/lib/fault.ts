/** What is wrong with something a person wrote, said so that the person finds the place and knows what to write. */

export interface Fault {
  /** `file:line:column`, or the name of the environment variable or option. */
  readonly place: string
  /** Where inside the document: `steps.menu.options.1`; empty for the whole. */
  readonly path: string
  /** `found X, expected Y`, or a sentence. */
  readonly message: string
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

export type Path = readonly (string | number)[]

/** `file:line:column: path: message`, one line. */
export function faultLine(fault: Fault): string {
  return fault.path === ''
    ? `${fault.place}: ${fault.message}`
    : `${fault.place}: ${fault.path}: ${fault.message}`
}

export function faultLines(faults: readonly Fault[]): string {
  return faults.map(faultLine).join('\n')
}

/** In the order in which a person works through a file; places of other kinds keep theirs, before the files. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const keyed = faults.map((fault) => {
    const [, file = '', line = 0, column = 0] = /^(.*):(\d+):(\d+)$/.exec(fault.place) ?? []
    return { fault, file, line: Number(line), column: Number(column) }
  })
  keyed.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  )
  return keyed.map((one) => one.fault)
}

/** `['steps', 'menu', 'prompts', 0]` → `steps.menu.prompts[0]`. */
export function pathText(path: Path): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else text += `${text === '' ? '' : '.'}${printable(part)}`
  }
  return text
}

/** Keys come from a file: a line break or an escape sequence in one must not reach the terminal. */
export function printable(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return /^[\p{L}\p{N}_$*#./:@+-]+$/u.test(shown) ? shown : JSON.stringify(shown)
}
