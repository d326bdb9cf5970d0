/** XML by sax, with the place of each element. FreeSWITCH's own parser forgives more than it should. */
import sax from 'sax'
import type { Fault } from './fault.ts'
import type { Line } from './preprocess.ts'

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly place: string
  readonly parent: Element | undefined
}

export interface Document {
  readonly elements: readonly Element[]
  readonly faults: readonly Fault[]
}

/** The elements in their order, each after its parent; where it isn't well-formed, one fault and what came before. */
export function parseDocument(lines: readonly Line[]): Document {
  const elements: Element[] = []
  const open: Element[] = []
  const faults: Fault[] = []
  const parser = sax.parser(true)
  const place = () => lines[Math.min(parser.line, lines.length - 1)]?.place ?? ''
  parser.onopentag = ({ name, attributes }) => {
    const element = {
      name,
      attributes: attributes as Record<string, string>,
      place: place(),
      parent: open.at(-1),
    }
    elements.push(element)
    open.push(element)
  }
  parser.onclosetag = () => void open.pop()
  parser.onerror = (error) => {
    if (faults.length === 0) {
      faults.push({ place: place(), text: `not well-formed: ${error.message.split('\n')[0]?.toLowerCase()}` })
    }
    parser.resume()
  }
  for (const { text } of lines) parser.write(`${text}\n`)
  parser.close()
  return { elements, faults }
}

/** The nearest element of that name around this one. */
export function around(element: Element, name: string): Element | undefined {
  for (let at = element.parent; at !== undefined; at = at.parent) if (at.name === name) return at
  return undefined
}
