/**
 * How our own applications are told from the dialplan's: the Event-UUID that goes out with sendmsg execute comes back as
 * Application-UUID with the end, and ours begin with a mark of their own. A dialplan runs a dozen applications for a
 * call whose ends mean nothing to us; each would be an event with all of the channel's variables.
 */
import type { WireEvent } from './event.ts'

const MARK = 'cti.'

/** For the wire. */
export function applicationUuid(token: string): string {
  return MARK + token
}

/** The token that the application was begun with; undefined when it isn't ours. */
export function tokenIn(event: WireEvent): string | undefined {
  const uuid = event.get('Application-UUID')
  return uuid?.startsWith(MARK) ? uuid.slice(MARK.length) : undefined
}

/**
 * Filters of the event socket, of which one must let an event through (mod_event_socket.c, `event_handler`): all that
 * isn't the end of an application, and the ends of ours.
 */
export const FILTERS = [
  { header: 'Event-Name', value: '/^(?!CHANNEL_EXECUTE_COMPLETE$)/' },
  { header: 'Application-UUID', value: '/^cti\\./' },
] as const
