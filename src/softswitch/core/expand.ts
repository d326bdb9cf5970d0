import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { findClosing } from './text.ts'

const MAX_EXPANDED = 64 * 1024
const MAX_DEPTH = 8

/** switch_channel_get_variable: the channel's, then its caller profile's, then the core's. */
export function variable(core: Core, channel: Channel | undefined, name: string): string | undefined {
  return channel === undefined ? core.globals.get(name) : channel.get(name)
}

/**
 * switch_channel_expand_variables: `${name}`, `${name:offset:length}`, `${api(arguments)}`, inner ones first.
 * An API command that is not there expands to nothing, as on FreeSWITCH.
 */
export async function expand(
  core: Core,
  channel: Channel | undefined,
  text: string,
  depth = 0,
): Promise<string> {
  let out = ''
  let at = 0
  while (at < text.length && out.length < MAX_EXPANDED) {
    const start = text.indexOf('$', at)
    if (start < 0) return out + text.slice(at)
    out += text.slice(at, start)
    if (text[start - 1] === '\\' || text[start + 1] !== '{') {
      out += '$'
      at = start + 1
      continue
    }
    const end = findClosing(text, start + 1, '{', '}')
    if (end < 0) return out + text.slice(start)
    out += depth < MAX_DEPTH ? await resolve(core, channel, text.slice(start + 2, end), depth) : ''
    at = end + 1
  }
  return out
}

async function resolve(
  core: Core,
  channel: Channel | undefined,
  inside: string,
  depth: number,
): Promise<string> {
  const call = /^([A-Za-z0-9_]+)\((.*)\)$/s.exec(inside)
  if (call?.[1] !== undefined) {
    const command = core.api.get(call[1].toLowerCase())
    const args = await expand(core, channel, call[2] ?? '', depth + 1)
    return command === undefined ? '' : await command(core, args)
  }
  const [, name = '', offset, length] = /^(.*?)(?::(-?\d+))?(?::(\d+))?$/s.exec(inside) ?? []
  const value = variable(core, channel, await expand(core, channel, name, depth + 1)) ?? ''
  if (offset === undefined) return value
  const from = Number(offset) < 0 ? Math.max(0, value.length + Number(offset)) : Number(offset)
  return length === undefined || length === '0' ? value.slice(from) : value.slice(from, from + Number(length))
}
