/** The connections of a drill's service, which can be cut, held and delayed: all of one sort, or all of one controller. */
import { startTcpProxy, type TcpProxy } from '../../../test/support/tcp-proxy.ts'
import type { Turn } from './evidence.ts'

export type Link = Pick<TcpProxy, 'cut' | 'hold' | 'late' | 'mend'>

export interface Links {
  /** Of every process. */
  readonly switch: Link
  readonly database: Link
  readonly redis: Link
  /** Settings of a process that reaches the stores by links of its own; `front` has no other. */
  readonly stores: { readonly front: Readonly<Record<string, string>> }
  toStores(name: string): Promise<Readonly<Record<string, string>>>
  /** The port by which this controller reaches the event socket; what it says there is noted. */
  toSwitch(name: string, eventSocketPort: number): Promise<number>
  /** The same for one that is alone, by a link that is there. */
  toSwitchBy(link: Link): void
  /** From one controller to both stores. */
  storesOf(name: string): Link
  /** Who has told the switch something, one after another. */
  readonly turns: readonly Turn[]
  close(): Promise<void>
}

export async function openLinks(ports: {
  readonly postgres: number
  readonly redis: number
}): Promise<Links> {
  const all: TcpProxy[] = []
  const of = { switch: [] as Link[], database: [] as Link[], redis: [] as Link[] }
  const own = new Map<string, Link[]>()
  const turns: Turn[] = []

  async function open(sort: keyof typeof of, name: string, ...to: Parameters<typeof startTcpProxy>) {
    const proxy = await startTcpProxy(...to)
    all.push(proxy)
    of[sort].push(proxy)
    if (sort !== 'switch') own.set(name, [...(own.get(name) ?? []), proxy])
    return proxy
  }

  async function toStores(name: string) {
    const database = await open('database', name, ports.postgres)
    const redis = await open('redis', name, ports.redis)
    return { CTI_DATABASE_PORT: String(database.port), CTI_REDIS_PORT: String(redis.port) }
  }

  function spoken(by: string): void {
    const at = Date.now()
    const last = turns.at(-1)
    if (last?.by === by) turns[turns.length - 1] = { ...last, to: at }
    else turns.push({ by, from: at, to: at })
  }

  return {
    switch: together(() => of.switch),
    database: together(() => of.database),
    redis: together(() => of.redis),
    stores: { front: await toStores('front') },
    toStores,
    toSwitch: async (name, port) =>
      (await open('switch', name, port, () => listener(() => spoken(name)))).port,
    toSwitchBy: (link) => void of.switch.push(link),
    storesOf: (name) => together(() => own.get(name) ?? []),
    turns,
    async close() {
      for (const proxy of all.splice(0)) await proxy.close()
    },
  }
}

/**
 * Told of each command: the event socket ends one at an empty line. An empty line alone only wakes it; that a connection
 * is ended is no order, nor is the question whether the switch is still there, which one that wakes asks before it finds
 * that the site is gone (src/adapters/esl/heartbeat.ts).
 */
const NO_ORDERS = ['', 'exit', 'api global_getvar core_uuid']

function listener(spoken: () => void): (chunk: Buffer) => void {
  let begun = ''
  return (chunk) => {
    const commands = `${begun}${chunk.toString('latin1')}`.split('\n\n')
    begun = commands.pop() ?? ''
    if (commands.some((command) => !NO_ORDERS.includes(command.trim()))) spoken()
  }
}

function together(links: () => readonly Link[]): Link {
  const each = (tell: (link: Link) => void) => {
    for (const link of links()) tell(link)
  }
  return {
    cut: (options) => each((link) => link.cut(options)),
    hold: () => each((link) => link.hold()),
    late: (ms) => each((link) => link.late(ms)),
    mend: () => each((link) => link.mend()),
  }
}
