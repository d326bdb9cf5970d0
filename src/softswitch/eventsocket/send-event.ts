import { randomUUID } from 'node:crypto'
import type { Core } from '../core/core.ts'
import { SwitchEvent } from '../core/events/event.ts'
import { parseEventName } from '../core/events/names.ts'
import type { Command } from './framing.ts'

/**
 * `sendevent NAME` with headers: the event goes to the channel that its `Unique-ID` names, else to every listener.
 * `Command` is FreeSWITCH's own header.
 */
export function sendEvent(core: Core, command: Command): string {
  const id = randomUUID()
  const event = eventOf(command, id)
  const channel = core.channels.get(command.headers.get('unique-id') ?? '')
  if (channel?.queueEvent(event) !== true) {
    core.bus.fire(event.name, (fired) => fired.take(event), event.subclass)
  }
  return `+OK ${id}`
}

function eventOf(command: Command, id: string): SwitchEvent {
  const parsed = parseEventName(command.line.slice(9).trim())
  const name = parsed === undefined || parsed === 'ALL' ? 'CLONE' : parsed
  const subclass = name === 'CUSTOM' ? command.headers.get('event-subclass') : undefined
  const event = new SwitchEvent(name, subclass).add('Command', command.line)
  for (const [header, value] of command.headers) {
    if (header !== 'event-subclass') event.add(header, value)
  }
  event.add('Event-UUID', id)
  event.body = command.body
  return event
}
