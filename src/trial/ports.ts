/** Ports on loopback for the programs of a trial. */
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer, isIPv4 } from 'node:net'
import { TrialFault } from './fault.ts'

/**
 * Below those that Linux gives to outgoing connections (`ip_local_port_range`, from 32768): while a program is down, or
 * before it has begun to listen, nothing takes its port by chance, and no attempt to reach it connects to itself.
 */
const OWN_PORTS = { from: 16_384, to: 32_767 } as const
const ATTEMPTS = 50

/** A TCP port on 127.0.0.1 that nobody listens on: `wanted` when it is free, else one that stays free. */
export async function freePort(wanted?: number): Promise<number> {
  let port = wanted === undefined ? undefined : await tryPort(wanted)
  for (let attempt = 0; port === undefined && attempt < ATTEMPTS; attempt += 1)
    port = await tryPort(randomInt(OWN_PORTS.from, OWN_PORTS.to + 1))
  return port ?? (await tryPort(0)) ?? fail()
}

/** `port` itself. Throws `TrialFault` when another program has it; `option` is what the user can change. */
export async function demandPort(port: number, forWhat: string, option?: string): Promise<number> {
  const got = await tryPort(port)
  const advice = option === undefined ? '' : `: choose another with ${option}`
  if (got === undefined)
    throw new TrialFault(`port ${port}, wanted for ${forWhat}, is taken by another program${advice}`)
  return got
}

/**
 * Makes sure that SIP can be received at `address` and `port` (0: any port will do). Throws `TrialFault` in words
 * that name the options of scripts/run.
 */
export async function demandSipAddress(address: string, port: number): Promise<void> {
  if (!isIPv4(address) || address === '0.0.0.0')
    throw new TrialFault(
      `--sip-address takes one IPv4 address of this machine, which phones can reach, not '${address}'`,
    )
  const code = await udpFault(address, port)
  if (code === undefined) return
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: `UDP port ${port} of ${address} is taken by another program: choose another with --sip-port`,
    EADDRNOTAVAIL: `${address} is no address of this machine: choose another with --sip-address`,
    EACCES: `this user may not open UDP port ${port}: choose one from 1024 on with --sip-port`,
  }
  throw new TrialFault(why[code] ?? `UDP port ${port} of ${address} can't be opened (${code})`)
}

function udpFault(address: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(undefined)))
  })
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : undefined
      server.close(() => resolve(bound))
    })
  })
}

function fail(): never {
  throw new TrialFault('the system has no free TCP port on 127.0.0.1')
}
