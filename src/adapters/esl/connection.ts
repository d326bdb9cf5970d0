/**
 * One TCP connection to an event socket: commands out, replies and events in. modesl opens the socket and writes;
 * its reading half is taken off (its parser throws on names that aren't UTF-8, is quadratic, and its emitter keeps
 * what never comes), and so are its reply queues.
 */
import type { Socket } from 'node:net'
import modesl from 'modesl'
import type { Counters } from './counters.ts'
import { decodeBytes } from './decode.ts'
import type { EncodedCommand } from './encode.ts'
import { PlainEvent, parseJsonEvent, type WireEvent } from './event.ts'
import type { Frame } from './frame.ts'
import { DEFAULT_FRAMER_LIMITS, Framer, type FramerLimits } from './framer.ts'
import type { Loss } from './loss.ts'
import { createReplies } from './replies.ts'
import type { CommandResult } from './results.ts'
import { createPassage } from './tunnel/passage.ts'
import type { Tunnel } from './tunnel/tunnel.ts'

export interface ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly counters: Counters
  readonly maxReplies: number
  readonly replyGraceMs: number
  readonly limits?: FramerLimits | undefined
  /** On the way to a node on another machine. */
  readonly tunnel?: Tunnel | undefined
}

export interface ConnectionHandlers {
  /** The switch asks for the password. */
  onAuthRequest(): void
  /** Synchronously, in the order of the stream. */
  onEvent(event: WireEvent): void
  /** At most once: the tunnel has let us through, so that what fails now is behind it. */
  onThrough(): void
  /** Once; all awaited replies have been answered with `connectionLost` before. */
  onLost(loss: Loss): void
}

export interface EslConnection {
  /** Bytes received so far. */
  readonly bytesRead: number
  /** `done` comes later than the call, once, at the latest after `timeoutMs`. */
  send(command: EncodedCommand, timeoutMs: number, done: (result: CommandResult) => void): void
  /** A bare newline, which mod_event_socket reads and ignores. */
  poke(): void
  /** Closes the socket at once. */
  drop(loss: Loss): void
}

/** Bytes that may wait for a switch that doesn't read; past that, nothing more is sent. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024
const KEEP_ALIVE_AFTER_MS = 10_000

/** Connects at once, through the tunnel if there is one. Never throws, whatever arrives. */
export function openConnection(options: ConnectionOptions, handlers: ConnectionHandlers): EslConnection {
  const { counters } = options
  let connected = false
  let dropped = false
  // modesl would only need the password for its own log-in, which never happens.
  const peer = new modesl.Connection(options.host, options.port, '')
  const tcp = peer.socket
  if (tcp === null) throw new Error('modesl made no socket')
  /** What the switch's bytes come by: TCP, or TLS on it. */
  let stream: Socket = tcp
  let bytesRead = 0

  const drop = (lost: Loss) => {
    if (dropped) return
    dropped = true
    const loss = passage?.explain(lost) ?? lost
    if (loss.reason === 'corruptStream') counters.corruptStreams++
    framer.stop()
    stream.destroy()
    tcp.destroy()
    replies.lost()
    handlers.onLost(loss)
  }
  const corrupt = (detail: string) => drop({ reason: 'corruptStream', detail })

  const replies = createReplies({
    max: options.maxReplies,
    graceMs: options.replyGraceMs,
    counters,
    onStuck: () =>
      drop({ reason: 'replyMissed', detail: 'a reply came neither in time nor in the grace period' }),
  })

  const takeReply = (kind: EncodedCommand['answeredBy'], frame: Frame) => {
    const text = kind === 'api/response' ? decodeBytes(frame.body) : frame.head.get('Reply-Text')
    if (text === undefined) return corrupt('command/reply without Reply-Text')
    const fault = replies.take({ kind, text, jobUuid: frame.head.get('Job-UUID') })
    if (fault !== undefined) corrupt(fault)
  }

  const takeFrame = (frame: Frame) => {
    switch (frame.head.contentType) {
      case 'text/event-plain':
        return handlers.onEvent(new PlainEvent(frame.body))
      case 'command/reply':
      case 'api/response':
        return takeReply(frame.head.contentType, frame)
      case 'text/event-json': {
        const event = parseJsonEvent(frame.body)
        return event === undefined ? corrupt('text/event-json is no JSON object') : handlers.onEvent(event)
      }
      case 'auth/request':
        return handlers.onAuthRequest()
      case 'text/disconnect-notice':
        return drop({ reason: 'switchDisconnected', detail: 'the switch said goodbye' })
      case 'text/rude-rejection':
        return drop({ reason: 'addressRefused', detail: "the switch's access list refuses this address" })
      case 'log/data':
      case 'text/event-xml':
        counters.unknownFrames++
        return
      default:
        counters.unknownFrames++
        // It may have been a reply, damaged; then all later replies would go to the wrong commands.
        if (replies.size > 0) corrupt('a message of unknown type while a reply was due')
    }
  }

  const framer = new Framer(takeFrame, options.limits ?? DEFAULT_FRAMER_LIMITS)

  const passage =
    options.tunnel &&
    createPassage(options.tunnel, options.host, {
      onOpen: () => {
        connected = true
      },
      onThrough: handlers.onThrough,
      onFault: drop,
    })

  const onData = (chunk: Buffer) => {
    bytesRead += chunk.length
    passage?.heard()
    const fault = framer.push(chunk)
    if (fault !== undefined) corrupt(`${fault.reason}, in the message at byte ${fault.at}`)
  }
  const onFailed = (fault: Error) => {
    const code = (fault as NodeJS.ErrnoException).code ?? fault.name
    drop({ reason: connected ? 'socketFailed' : 'connectFailed', detail: code })
  }
  const onClosed = () => drop({ reason: 'socketClosed', detail: 'the switch closed the connection' })

  peer.on('esl::connect', () => {
    tcp.removeAllListeners('data')
    tcp.setNoDelay(true)
    tcp.setKeepAlive(true, KEEP_ALIVE_AFTER_MS)
    if (passage === undefined) connected = true
    else stream = passage.enter(tcp) ?? tcp
    // TLS takes the handle of the TCP socket over, and modesl writes to what it finds here.
    peer.socket = stream
    stream.on('data', onData)
    if (stream === tcp) return
    stream.on('error', onFailed)
    stream.on('end', onClosed)
    stream.on('close', onClosed)
  })
  peer.on('error', onFailed)
  tcp.on('end', onClosed)
  tcp.on('close', onClosed)

  return {
    get bytesRead() {
      return bytesRead
    },
    send: (command, timeoutMs, done) => {
      if (dropped || !connected) return queueMicrotask(() => done({ type: 'connectionLost', sent: false }))
      if (replies.full || stream.writableLength > MAX_UNSENT_BYTES) {
        return queueMicrotask(() => done({ type: 'overloaded' }))
      }
      replies.await({ command, timeoutMs, done })
      // modesl writes line by line; corked, a command leaves in one piece.
      stream.cork()
      peer.send(command.line, command.headers)
      stream.uncork()
    },
    poke: () => {
      // Behind unread commands a poke wakes nobody.
      if (connected && !dropped && stream.writableLength === 0) stream.write('\n')
    },
    drop,
  }
}
