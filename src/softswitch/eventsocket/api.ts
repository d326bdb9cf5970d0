import type { Core } from '../core/core.ts'

/** `COMMAND ARGUMENTS` as `api` and `bgapi` carry it out (mod_event_socket.c `api_exec`). */
export async function runApi(core: Core, text: string): Promise<string> {
  const space = text.indexOf(' ')
  const name = space < 0 ? text : text.slice(0, space)
  const args = space < 0 ? '' : text.slice(space + 1).replace(/ +$/, '')
  const command = core.api.get(name.toLowerCase())
  if (command === undefined) return `-ERR ${name} Command not found!\n`
  try {
    return await command(core, args)
  } catch (error) {
    core.log.error({ command: name, err: error }, 'command failed')
    return '-ERR internal error\n'
  }
}
