import type { SwitchEvent } from '../core/events/event.ts'
import { matches } from '../core/regex.ts'

interface Filter {
  readonly name: string
  readonly value: string
}

const MAX_FILTERS = 1000

/** `filter` and `filter delete` of one listener (mod_event_socket.c `event_handler`). */
export class Filters {
  private filters: Filter[] = []

  /** Carries out `filter …` without the word itself; returns the Reply-Text. */
  command(text: string): string {
    const [first = '', rest] = halves(text.replace(/^ +/, ''))
    if (first.toLowerCase() === 'delete' && rest !== undefined) {
      const [name = '', value] = halves(rest)
      this.filters =
        name.toLowerCase() === 'all' ? [] : this.filters.filter((f) => !this.same(f, name, value))
      return `+OK filter deleted. [${name}][${value ?? ''}]`
    }
    if (rest === undefined) return '-ERR invalid syntax'
    const [name = '', value] = first.toLowerCase() === 'add' ? halves(rest) : [first, rest]
    if (this.filters.length >= MAX_FILTERS) return '-ERR too many filters'
    if (value !== undefined && value !== '') this.filters.push({ name, value })
    return `+OK filter added. [${name}]=[${value ?? '(null)'}]`
  }

  /** No filter lets all through; with filters one must match, and none with `-` in front may. */
  pass(event: SwitchEvent): boolean {
    if (this.filters.length === 0) return true
    let send = false
    for (const { name, value } of this.filters) {
      const actual = event.get(name)
      if (actual === undefined) continue
      const [, signs = '', wanted = ''] = /^([+\- ]*)(.*)$/s.exec(value) ?? []
      const positive = !/-[+ ]*$/.test(signs) || signs.trimEnd().endsWith('+')
      if (send && positive) continue
      const hit = value.startsWith('/')
        ? matches(actual, wanted)
        : actual.toLowerCase() === wanted.toLowerCase()
      if (!hit) continue
      if (!positive) return false
      send = true
    }
    return send
  }

  private same(filter: Filter, name: string, value: string | undefined): boolean {
    return (
      filter.name.toLowerCase() === name.toLowerCase() &&
      (value === undefined || value === '' || filter.value === value)
    )
  }
}

function halves(text: string): [string, string | undefined] {
  const space = text.indexOf(' ')
  return space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)]
}
