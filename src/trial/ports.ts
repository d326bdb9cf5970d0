/** Ports on loopback for the programs of a trial. */
import { createServer } from 'node:net'
import { TrialFault } from './fault.ts'

/** A TCP port on 127.0.0.1 that nobody listens on: `wanted` when it is free, else one of the system's choice. */
export async function freePort(wanted?: number): Promise<number> {
  const port = wanted === undefined ? undefined : await tryPort(wanted)
  return port ?? (await tryPort(0)) ?? fail()
}

/** `port` itself. Throws `TrialFault` when another program has it. */
export async function demandPort(port: number, forWhat: string): Promise<number> {
  const got = await tryPort(port)
  if (got === undefined)
    throw new TrialFault(`port ${port}, wanted for ${forWhat}, is taken by another program`)
  return got
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
