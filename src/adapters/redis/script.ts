/** Lua in files beside this one, as commands of a connection. */
import { readFileSync } from 'node:fs'
import type { Redis } from 'ioredis'

/** The answer is Redis' own; rejects when there is none. */
export type Script = (key: string, ...args: (string | number)[]) => Promise<unknown>

/**
 * Makes the script in `scripts/NAME.lua`, which has one key, a command. ioredis sends its hash, and its text when Redis
 * lost it.
 */
export function script(redis: Redis, name: string): Script {
  const lua = readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
  redis.defineCommand(name, { numberOfKeys: 1, lua })
  const command = (redis as unknown as Record<string, Script>)[name]
  if (command === undefined) throw new Error(`ioredis made no command ${name}`)
  return command.bind(redis)
}
