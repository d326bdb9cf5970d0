import { randomUUID } from 'node:crypto'
import type { Core } from '../core/core.ts'
import { parseEventName } from '../core/events/names.ts'
import type { Command } from './framing.ts'

/** `sendevent NAME` with headers: the event goes to every listener; `command` is FreeSWITCH's own header. */
export function sendEvent(core: Core, command: Command): string {
  const id = randomUUID()
  const parsed = parseEventName(command.line.slice(9).trim())
  const name = parsed === undefined || parsed === 'ALL' ? 'CLONE' : parsed
  const subclass = name === 'CUSTOM' ? command.headers.get('event-subclass') : undefined
  core.bus.fire(
    name,
    (event) => {
      event.add('Command', command.line)
      for (const [header, value] of command.headers) {
        if (header !== 'event-subclass') event.add(header, value)
      }
      event.add('Event-UUID', id)
      event.body = command.body
    },
    subclass,
  )
  return `+OK ${id}`
}
