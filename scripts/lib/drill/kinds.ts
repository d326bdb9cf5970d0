/** What the drill breaks. */

interface Kind {
  /** What an operator would call it. */
  readonly what: string
  /** Whose windows of not being served it opens (checks/windows.ts): while these last, callers may wait. */
  readonly hits: 'controller' | 'database' | 'redis' | 'switch'
  /** Only where another controller waits, and the API has a process of its own. */
  readonly ofTwo?: true
}

/** Where there are two controllers, "the controller" is the one that owns the site. */
export const KINDS = {
  controllerKilled: { what: 'kill -9 of the controller, started again at once', hits: 'controller' },
  controllerDead: { what: 'kill -9 of every controller, away for 8 s', hits: 'controller' },
  controllerPaused: { what: 'SIGSTOP of the controller for 1 s', hits: 'controller' },
  controllerAsleep: { what: 'SIGSTOP of the controller for 5 s', hits: 'controller' },
  controllerTold: { what: 'SIGTERM of the controller, started again', hits: 'controller' },
  controllerCutOff: {
    what: 'the controller without both stores for 5 s',
    hits: 'controller',
    ofTwo: true,
  },
  controllerForgotten: {
    what: 'kill -9 of the controller and FLUSHALL at once',
    hits: 'controller',
    ofTwo: true,
  },
  sleeperForgotten: {
    what: 'SIGSTOP of the controller for 5 s, FLUSHALL meanwhile',
    hits: 'controller',
    ofTwo: true,
  },
  waiterKilled: { what: 'kill -9 of the controller that waits', hits: 'controller', ofTwo: true },
  frontKilled: { what: 'kill -9 of the API and the recorder', hits: 'controller', ofTwo: true },
  switchKilled: { what: 'kill -9 of the switch, started again', hits: 'switch' },
  switchPaused: { what: 'SIGSTOP of the switch for 1 s', hits: 'switch' },
  switchLinkReset: { what: 'event socket reset', hits: 'switch' },
  switchLinkHeld: { what: 'event socket silent for 4 s', hits: 'switch' },
  switchLinkLate: { what: 'event socket 300 ms late for 3 s', hits: 'switch' },
  databaseKilled: { what: 'PostgreSQL shut down at once, started again', hits: 'database' },
  databasePaused: { what: 'SIGSTOP of PostgreSQL for 2 s', hits: 'database' },
  databaseLinkReset: { what: 'connections to PostgreSQL reset', hits: 'database' },
  databaseLinkHeld: { what: 'connections to PostgreSQL silent for 3 s', hits: 'database' },
  databaseLinkLate: { what: 'connections to PostgreSQL 100 ms late for 3 s', hits: 'database' },
  redisKilled: { what: 'kill -9 of Redis, started again empty', hits: 'redis' },
  redisPaused: { what: 'SIGSTOP of Redis for 3 s', hits: 'redis' },
  redisFlushed: { what: 'FLUSHALL', hits: 'redis' },
  redisLinkReset: { what: 'connections to Redis reset', hits: 'redis' },
  redisLinkHeld: { what: 'connections to Redis silent for 3 s', hits: 'redis' },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS

/** What can be broken in a system of one controller, or of two. */
export function kindNames(controllers: 1 | 2): readonly KindName[] {
  return (Object.keys(KINDS) as KindName[]).filter((name) => controllers === 2 || !('ofTwo' in KINDS[name]))
}
