import { hostname } from 'node:os'
import { nowMs } from '../../switch-time.ts'
import { gmtStamp, localStamp, micros } from './dates.ts'
import { SwitchEvent } from './event.ts'
import type { EventName } from './names.ts'

/** Who wants events: asked first, so that an event nobody wants is counted but never built. */
export interface Subscriber {
  wants(name: EventName, subclass: string | undefined): boolean
  deliver(event: SwitchEvent): void
}

/** Where FreeSWITCH raises an event; goes out as `Event-Calling-File` and `-Function`. */
const RAISED_IN: Partial<Record<EventName, readonly [string, string, number]>> = {
  CHANNEL_CREATE: ['switch_core_state_machine.c', 'switch_core_session_run', 0],
  CHANNEL_STATE: ['switch_channel.c', 'switch_channel_perform_set_running_state', 0],
  CHANNEL_CALLSTATE: ['switch_channel.c', 'switch_channel_perform_set_callstate', 0],
  CHANNEL_ANSWER: ['switch_channel.c', 'switch_channel_perform_mark_answered', 0],
  CHANNEL_HANGUP: ['switch_channel.c', 'switch_channel_perform_hangup', 0],
  CHANNEL_HANGUP_COMPLETE: ['switch_core_state_machine.c', 'switch_core_session_reporting_state', 0],
  CHANNEL_EXECUTE: ['switch_core_session.c', 'switch_core_session_exec', 0],
  CHANNEL_EXECUTE_COMPLETE: ['switch_core_session.c', 'switch_core_session_exec', 0],
  CHANNEL_BRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', 0],
  CHANNEL_UNBRIDGE: ['switch_ivr_bridge.c', 'switch_ivr_multi_threaded_bridge', 0],
  CHANNEL_PARK: ['switch_ivr.c', 'switch_ivr_park', 0],
  CHANNEL_UNPARK: ['switch_ivr.c', 'switch_ivr_park', 0],
  HEARTBEAT: ['switch_core.c', 'send_heartbeat', 0],
  BACKGROUND_JOB: ['mod_event_socket.c', 'api_exec', 0],
}

/** The one stream of events: numbers each (`Event-Sequence` is global, filtered or not) and hands it out in order. */
export class EventBus {
  readonly coreUuid: string
  private readonly host = hostname()
  private readonly subscribers = new Set<Subscriber>()
  private sequence = 0

  constructor(coreUuid: string) {
    this.coreUuid = coreUuid
  }

  subscribe(subscriber: Subscriber): () => void {
    this.subscribers.add(subscriber)
    return () => this.subscribers.delete(subscriber)
  }

  /** Builds and delivers an event; `fill` adds what follows the common headers. */
  fire(name: EventName, fill: (event: SwitchEvent) => void, subclass?: string): void {
    this.sequence++
    let event: SwitchEvent | undefined
    for (const subscriber of this.subscribers) {
      if (!subscriber.wants(name, subclass)) continue
      if (event === undefined) {
        event = this.begin(name, subclass)
        fill(event)
      }
      subscriber.deliver(event)
    }
  }

  /** switch_event_prep_for_delivery: an event with the common headers only. */
  begin(name: EventName, subclass?: string): SwitchEvent {
    const now = nowMs()
    const [file, func, line] = RAISED_IN[name] ?? ['softswitch', 'fire', 0]
    const event = new SwitchEvent(name, subclass)
      .add('Event-Name', name)
      .add('Core-UUID', this.coreUuid)
      .add('FreeSWITCH-Hostname', this.host)
      .add('FreeSWITCH-Switchname', this.host)
      .add('FreeSWITCH-IPv4', '127.0.0.1')
      .add('FreeSWITCH-IPv6', '::1')
      .add('Event-Date-Local', localStamp(now))
      .add('Event-Date-GMT', gmtStamp(now))
      .add('Event-Date-Timestamp', micros(now))
      .add('Event-Calling-File', file)
      .add('Event-Calling-Function', func)
      .add('Event-Calling-Line-Number', line)
      .add('Event-Sequence', this.sequence)
    return subclass === undefined ? event : event.add('Event-Subclass', subclass)
  }
}
