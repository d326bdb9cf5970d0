import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Core } from '../core/core.ts'
import type { SwitchEvent } from '../core/events/event.ts'
import type { EventName } from '../core/events/names.ts'
import { toJson, toPlain } from '../core/events/serialize.ts'
import { byteLengthOf, bytesOf } from '../wire-text.ts'
import { runApi } from './api.ts'
import { Filters } from './filters.ts'
import { type Command, Framing } from './framing.ts'
import { sendEvent } from './send-event.ts'
import { Subscription } from './subscription.ts'

export interface ListenerLimits {
  readonly maxCommandBytes: number
  readonly maxBodyBytes: number
  /** Events that may wait for a client that doesn't read (MAX_QUEUE_LEN, 100000 on FreeSWITCH). */
  readonly maxQueuedEvents: number
  /** Commands that may wait while one runs. */
  readonly maxQueuedCommands: number
}

/** MAX_MISSED: this many events lost with a full queue, and the listener is killed. */
const MAX_MISSED = 500
/** While this much is unsent, events wait in the queue instead of in the socket's memory. */
const HIGH_WATER_BYTES = 1 << 20
const AUTH_TIMEOUT_MS = 25_000

/**
 * One event-socket client (mod_event_socket.c `listener_run`): commands are carried out one after the other, each
 * answered before the events it raised are sent; events wait in a bounded queue while the client doesn't read.
 */
export class Listener {
  private readonly core: Core
  private readonly socket: Socket
  private readonly password: string
  private readonly limits: ListenerLimits
  private readonly framing: Framing
  private readonly subscription = new Subscription()
  private readonly filters = new Filters()
  private readonly commands: Command[] = []
  private readonly events: SwitchEvent[] = []
  private readonly unsubscribe: () => void
  private readonly authTimer: NodeJS.Timeout
  private authed = false
  private busy = false
  private running = true
  private missed = 0
  private onlyUuid: string | undefined
  private logging = false

  constructor(core: Core, socket: Socket, password: string, limits: ListenerLimits) {
    this.core = core
    this.socket = socket
    this.password = password
    this.limits = limits
    this.framing = new Framing(limits)
    this.unsubscribe = core.bus.subscribe(this)
    this.authTimer = setTimeout(() => this.socket.destroy(), AUTH_TIMEOUT_MS)
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.received(chunk))
    socket.on('drain', () => this.flush())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.closed())
    this.send('Content-Type: auth/request\n\n')
  }

  wants(name: EventName, subclass: string | undefined): boolean {
    return this.running && this.authed && this.subscription.wants(name, subclass)
  }

  deliver(event: SwitchEvent): void {
    if (!this.filters.pass(event)) return
    if (this.onlyUuid !== undefined && event.get('Unique-ID') !== this.onlyUuid) return
    if (this.events.length >= this.limits.maxQueuedEvents) {
      if (++this.missed <= MAX_MISSED) return
      this.core.log.error(
        { lost: this.missed, queued: this.events.length },
        'killing listener because of too many lost events',
      )
      this.kill('killed listener because of lost events\n')
      return
    }
    if (this.missed > 0) {
      this.core.log.error({ lost: this.missed }, 'events lost: the client does not read')
      this.missed = 0
    }
    this.events.push(event)
    if (!this.busy) this.flush()
  }

  /** Ends the connection with a disconnect notice. */
  kill(message = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n'): void {
    if (!this.running && this.socket.destroyed) return
    this.running = false
    this.events.length = 0
    this.send(
      `Content-Type: text/disconnect-notice\nContent-Length: ${Buffer.byteLength(message)}\n\n${message}`,
    )
    this.socket.end()
    // A client that never reads would keep the socket half open.
    setTimeout(() => this.socket.destroy(), 1000).unref()
  }

  private received(chunk: Buffer): void {
    for (const framed of this.running ? this.framing.push(chunk) : []) {
      if (framed.type === 'too big') {
        this.core.log.warn({ what: framed.what }, 'event socket client sent too much')
        this.kill()
        return
      }
      if (this.commands.length >= this.limits.maxQueuedCommands) {
        this.core.log.warn(
          { queued: this.commands.length },
          'event socket client sends faster than it is served',
        )
        this.kill()
        return
      }
      this.commands.push(framed.command)
    }
    if (!this.busy) void this.work()
  }

  private async work(): Promise<void> {
    this.busy = true
    for (let next = this.commands.shift(); next !== undefined && this.running; next = this.commands.shift()) {
      try {
        await this.carryOut(next)
      } catch (error) {
        this.core.log.error({ err: error }, 'event socket command failed')
        this.reply('-ERR internal error')
      }
      this.flush()
    }
    this.busy = false
    this.flush()
  }

  private async carryOut(command: Command): Promise<void> {
    const { line } = command
    const starts = (word: string): boolean => line.slice(0, word.length).toLowerCase() === word
    if (starts('exit') || starts('...')) {
      this.reply('+OK bye')
      this.kill()
    } else if (!this.authed) this.authenticate(line)
    else if (starts('filter ')) this.reply(this.filters.command(line.slice(7)))
    else if (starts('myevents ')) this.reply(this.myEvents(line.slice(9)))
    else if (starts('divert_events')) this.reply('-ERR not controlling a session.')
    else if (starts('sendmsg')) this.reply(this.sendMessage(command))
    else if (starts('sendevent')) this.reply(sendEvent(this.core, command))
    else if (starts('api ')) this.sendApi(await runApi(this.core, line.slice(4)))
    else if (starts('bgapi ')) this.background(command)
    else if (starts('log')) this.reply(this.log(line.slice(3).trim()))
    else if (starts('linger') || starts('nolinger')) this.reply('-ERR not controlling a session')
    else if (starts('nolog')) this.reply(this.noLog())
    else if (starts('event')) this.reply(this.subscription.add(words(line)))
    else if (starts('nixevent')) this.reply(this.subscription.nix(words(line)))
    else if (starts('noevents')) {
      this.events.length = 0
      this.reply(this.subscription.none())
    } else this.reply('-ERR command not found')
  }

  private authenticate(line: string): void {
    if (line.slice(0, 5).toLowerCase() !== 'auth ') {
      this.reply('-ERR command not found')
      return
    }
    if (!same(line.slice(5), this.password)) {
      this.reply('-ERR invalid')
      this.kill()
      return
    }
    this.authed = true
    clearTimeout(this.authTimer)
    this.reply('+OK accepted')
  }

  private sendMessage(command: Command): string {
    const uuid = command.line.slice(7).trim() || command.headers.get('session-id') || ''
    const channel = uuid ? this.core.channels.get(uuid) : undefined
    if (channel === undefined) return `-ERR invalid session id [${uuid}]`
    return channel.queue({ headers: command.headers, body: command.body }) ? '+OK' : '-ERR memory error'
  }

  private background(command: Command): void {
    const id = command.headers.get('job-uuid') || randomUUID()
    const [name = '', ...rest] = command.line.slice(6).split(' ')
    const args = command.line.includes(' ', 6) ? rest.join(' ') : ''
    this.send(`Content-Type: command/reply\nReply-Text: +OK Job-UUID: ${id}\nJob-UUID: ${id}\n\n`)
    void runApi(this.core, command.line.slice(6)).then((result) => {
      this.core.bus.fire('BACKGROUND_JOB', (event) => {
        event.add('Job-UUID', id).add('Job-Command', name).add('Job-Command-Arg', args)
        event.body = result
      })
    })
  }

  private sendApi(result: string): void {
    const body = result === '' ? '-ERR no reply\n' : result
    this.send(`Content-Type: api/response\nContent-Length: ${byteLengthOf(body)}\n\n${body}`)
  }

  private myEvents(args: string): string {
    const [uuid = '', format = ''] = args.trim().split(' ')
    if (this.onlyUuid !== undefined) return '-ERR aready enabled.'
    // Of a leg that isn't there, FreeSWITCH says yes and filters nothing.
    if (this.core.channels.has(uuid)) this.onlyUuid = uuid
    this.subscription.mine(format.toLowerCase() === 'json' ? 'json' : 'plain')
    return '+OK Events Enabled'
  }

  private log(level: string): string {
    const levels = ['CONSOLE', 'ALERT', 'CRIT', 'ERR', 'WARNING', 'NOTICE', 'INFO', 'DEBUG']
    const number = /^\d$/.test(level) ? Number(level) : levels.indexOf(level.toUpperCase() || 'DEBUG')
    if (number < 0 || number > 7) return '-ERR invalid log level'
    this.logging = true
    return `+OK log level ${level} [${number}]`
  }

  private noLog(): string {
    const was = this.logging
    this.logging = false
    return was ? '+OK no longer logging' : '-ERR not loging'
  }

  private reply(text: string): void {
    this.send(`Content-Type: command/reply\nReply-Text: ${text.replace(/[\r\n]+/g, ' ')}\n\n`)
  }

  private send(text: string): void {
    if (!this.socket.destroyed && this.socket.writable) this.socket.write(bytesOf(text))
  }

  private flush(): void {
    while (this.events.length > 0 && this.socket.writableLength < HIGH_WATER_BYTES && this.running) {
      // In batches: shifting one by one from a long array is slow.
      const batch = this.events.splice(0, 64)
      this.send(batch.map((event) => this.frame(event)).join(''))
    }
  }

  private frame(event: SwitchEvent): string {
    const json = this.subscription.format === 'json'
    const text = json ? toJson(event) : toPlain(event)
    const type = json ? 'json' : 'plain'
    return `Content-Length: ${byteLengthOf(text)}\nContent-Type: text/event-${type}\n\n${text}`
  }

  private closed(): void {
    this.running = false
    clearTimeout(this.authTimer)
    this.unsubscribe()
    this.commands.length = 0
    this.events.length = 0
  }
}

function words(line: string): string[] {
  return line.split(' ').slice(1).filter(Boolean)
}

function same(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
