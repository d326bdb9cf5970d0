/** What the drill breaks. */

interface Kind {
  /** What an operator would call it. */
  readonly what: string
  /** Whose windows of not being served it opens (checks/windows.ts): while these last, callers may wait. */
  readonly hits: 'controller' | 'database' | 'redis' | 'switch'
}

export const KINDS = {
  controllerKilled: { what: 'kill -9 of the controller, started again at once', hits: 'controller' },
  controllerDead: { what: 'kill -9 of every controller, away for 8 s', hits: 'controller' },
  controllerPaused: { what: 'SIGSTOP of the controller for 1 s', hits: 'controller' },
  controllerAsleep: { what: 'SIGSTOP of the controller for 6 s', hits: 'controller' },
  controllerTold: { what: 'SIGTERM of the controller, started again', hits: 'controller' },
  switchKilled: { what: 'kill -9 of the switch, started again', hits: 'switch' },
  switchPaused: { what: 'SIGSTOP of the switch for 1 s', hits: 'switch' },
  switchLinkReset: { what: 'event socket reset', hits: 'switch' },
  switchLinkHeld: { what: 'event socket silent for 5 s', hits: 'switch' },
  switchLinkLate: { what: 'event socket 300 ms late for 5 s', hits: 'switch' },
  databaseKilled: { what: 'PostgreSQL shut down at once, started again', hits: 'database' },
  databasePaused: { what: 'SIGSTOP of PostgreSQL for 2 s', hits: 'database' },
  databaseLinkReset: { what: 'connections to PostgreSQL reset', hits: 'database' },
  databaseLinkHeld: { what: 'connections to PostgreSQL silent for 4 s', hits: 'database' },
  databaseLinkLate: { what: 'connections to PostgreSQL 100 ms late for 5 s', hits: 'database' },
  redisKilled: { what: 'kill -9 of Redis, started again empty', hits: 'redis' },
  redisPaused: { what: 'SIGSTOP of Redis for 3 s', hits: 'redis' },
  redisFlushed: { what: 'FLUSHALL', hits: 'redis' },
  redisLinkReset: { what: 'connections to Redis reset', hits: 'redis' },
  redisLinkHeld: { what: 'connections to Redis silent for 4 s', hits: 'redis' },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[]
