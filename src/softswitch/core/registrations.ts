import type { RegistrationEvent } from '../ports.ts'
import type { Core } from './core.ts'

/** CUSTOM sofia::register, ::unregister and ::expire, headers as in sofia_reg.c. */
export function announceRegistrations(core: Core, r: RegistrationEvent): void {
  const { domain } = core.settings
  core.bus.fire(
    'CUSTOM',
    (event) => {
      event.add('profile-name', 'agents')
      if (r.kind === 'expire') event.add('user', r.extension).add('username', r.extension).add('host', domain)
      else event.add('from-user', r.extension).add('from-host', domain).add('presence-hosts', domain)
      event.add('contact', r.contact)
      if (r.kind === 'register') event.add('rpid', 'unknown').add('status', 'Registered(UDP)')
      event.add('expires', String(r.expiresInSeconds))
      if (r.kind === 'register') event.add('to-user', r.extension).add('to-host', domain)
      event.add('network-ip', r.networkAddress).add('network-port', String(r.networkPort))
      if (r.kind !== 'expire') event.add('username', r.extension)
      event.add('realm', domain).add('user-agent', r.userAgent)
    },
    `sofia::${r.kind}`,
  )
}
