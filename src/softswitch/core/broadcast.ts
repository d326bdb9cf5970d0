import type { Channel, PrivateCommand } from './channel.ts'
import type { Core } from './core.ts'
import { partnerOf } from './marks.ts'

export interface BroadcastOptions {
  readonly aleg: boolean
  readonly bleg: boolean
  readonly loop?: boolean
  readonly holdBleg?: boolean
}

/** switch_ivr_broadcast: a file, or `app[!cause]::arguments`, queued on one leg or both under an event lock. */
export function broadcast(core: Core, channel: Channel, path: string, options: BroadcastOptions): void {
  const named = /^([^:]*)::(.*)$/s.exec(path)
  let app = named?.[1] ?? 'playback'
  const data = named?.[2] ?? path
  let cause: string | undefined
  const bang = app.indexOf('!')
  if (bang >= 0) {
    cause = app.slice(bang + 1) || 'normal_clearing'
    app = app.slice(0, bang)
  }
  const partner = options.bleg ? partnerOf(core, channel) : undefined
  partner?.queue(command(app, data, options))
  if (options.aleg) channel.queue(command(app, data, options))
  if (cause !== undefined) channel.queue(command('hangup', cause, { aleg: true, bleg: false }))
}

function command(app: string, data: string, options: BroadcastOptions): PrivateCommand {
  const headers = new Map([
    ['call-command', 'execute'],
    ['execute-app-name', app],
    ['execute-app-arg', data],
    ['event-lock', 'true'],
    ['lead-frames', '5'],
  ])
  if (options.loop === true) headers.set('loops', '-1')
  if (options.holdBleg === true) headers.set('hold-bleg', 'true')
  return { headers, body: undefined, event: 'COMMAND' }
}
