import { headersOf } from './frame.ts'

/** A `text/event-plain`: values are percent-encoded bytes of any character set. */
export class WireEvent {
  readonly #headers: ReadonlyMap<string, string>
  readonly body: string

  /** @param text one character per byte */
  constructor(text: string) {
    const end = text.indexOf('\n\n')
    this.#headers = headersOf(end < 0 ? text : text.slice(0, end))
    this.body = end < 0 ? '' : text.slice(end + 2)
  }

  get name(): string {
    return this.#headers.get('Event-Name') ?? ''
  }

  /** The value's own bytes; undefined when the header isn't there. */
  bytes(header: string): Buffer | undefined {
    const encoded = this.#headers.get(header)
    if (encoded === undefined) return undefined
    const unescaped = encoded.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    return Buffer.from(unescaped, 'latin1')
  }

  /** The value as UTF-8. */
  get(header: string): string | undefined {
    return this.bytes(header)?.toString('utf8')
  }

  /** Several at once, for one comparison. */
  pick(...headers: readonly string[]): Record<string, string | undefined> {
    return Object.fromEntries(headers.map((header) => [header, this.get(header)]))
  }

  /** The names of the headers that hold `text` anywhere in their decoded value. */
  holding(text: string): string[] {
    return [...this.#headers.keys()].filter((name) => (this.get(name) ?? '').includes(text))
  }
}
