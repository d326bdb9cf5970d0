/** A process of its own that sends channel events as fast as they are read: `api blast N` asks for N of them. */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { AUTH_REQUEST, apiResponse, commandReply } from '../adapters/esl/support/wire.ts'
import { channelEvents } from './esl-events.ts'

const POOL = channelEvents(280)
const BLOCK = Buffer.concat(POOL)

/** Sends whole blocks, then single events, never more than the socket takes. */
function blast(socket: Socket, count: number): void {
  let left = count
  const send = () => {
    while (left > 0) {
      const block = left >= POOL.length
      const bytes = block ? BLOCK : POOL[left % POOL.length]
      left -= block ? POOL.length : 1
      if (!socket.write(bytes ?? '')) {
        socket.once('drain', send)
        return
      }
    }
  }
  send()
}

function answer(socket: Socket, line: string): void {
  if (line.startsWith('api blast ')) {
    socket.write(apiResponse('+OK'))
    blast(socket, Number(line.slice('api blast '.length)))
  } else if (line.startsWith('api ')) socket.write(apiResponse('c0000000-0000-4000-8000-000000000001'))
  else if (line.startsWith('auth ')) socket.write(commandReply('+OK accepted'))
  else socket.write(commandReply('+OK'))
}

const server = createServer((socket) => {
  let rest = ''
  socket.setEncoding('latin1')
  socket.on('error', () => {})
  socket.on('data', (text: string) => {
    const commands = (rest + text).split('\n\n')
    rest = commands.pop() ?? ''
    for (const command of commands) answer(socket, command.trimStart().split('\n')[0] ?? '')
  })
  socket.write(AUTH_REQUEST)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
