import { randomUUID } from 'node:crypto'
import type { SipLeg } from '../ports.ts'
import { nowMs } from '../switch-time.ts'
import { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { replace } from './intercept.ts'
import { listenToLeg } from './leg-events.ts'
import { newTimes } from './profile.ts'

/** A new INVITE becomes a channel: context `default` for a phone that authenticated, `public` for a trunk. */
export function acceptInbound(core: Core, leg: SipLeg): void {
  const { info } = leg
  if (core.channels.size >= core.settings.maxChannels) {
    leg.listen({
      ringing() {},
      earlyMedia() {},
      answered() {},
      held() {},
      codecChanged() {},
      offerAnswered() {},
      refer() {},
      ended() {},
    })
    leg.hangUp({ sipStatus: 503, q850: 42, reasonText: 'SWITCH_CONGESTION' })
    core.log.warn({ channels: core.channels.size }, 'call refused: too many channels')
    return
  }
  const uuid = randomUUID()
  const profileName = info.authenticatedAs === undefined ? 'trunks' : 'agents'
  const name = `sofia/${profileName}/${info.from.user}@${info.from.host}`
  const directoryName = core.settings.extensions.find((e) => e.extension === info.authenticatedAs)?.name
  const callerName = directoryName || info.from.displayName || info.from.user
  const channel = new Channel(
    uuid,
    'inbound',
    name,
    {
      direction: 'inbound',
      logicalDirection: 'inbound',
      username: info.from.user,
      dialplan: 'XML',
      callerIdName: callerName,
      callerIdNumber: info.from.user,
      origCallerIdName: callerName,
      origCallerIdNumber: info.from.user,
      calleeIdName: '',
      calleeIdNumber: '',
      networkAddr: info.networkAddress,
      ani: info.from.user,
      destinationNumber: info.destination,
      uuid,
      source: 'mod_sofia',
      transferSource: '',
      context: info.authenticatedAs === undefined ? 'public' : 'default',
      rdnis: '',
      channelName: name,
      index: 1,
      times: newTimes(nowMs()),
    },
    core,
  )
  channel.leg = leg
  setVariables(core, channel, leg, profileName)
  listenToLeg(core, channel, leg)
  if (info.replaces !== undefined) replace(core, channel, info.replaces)
  core.launch(channel)
}

function setVariables(core: Core, channel: Channel, leg: SipLeg, profileName: string): void {
  const { info } = leg
  channel.set('direction', 'inbound')
  channel.set('uuid', channel.uuid)
  channel.set('session_id', ++core.sessionsTotal)
  channel.set('sip_from_user', info.from.user)
  channel.set('sip_from_uri', `${info.from.user}@${info.from.host}`)
  channel.set('sip_from_host', info.from.host)
  channel.set('channel_name', channel.name)
  channel.set('sip_call_id', info.sipCallId)
  channel.set('sip_network_ip', info.networkAddress)
  channel.set('sip_network_port', info.networkPort)
  channel.set('sip_received_ip', info.networkAddress)
  channel.set('sip_received_port', info.networkPort)
  channel.set('sip_via_protocol', 'udp')
  if (info.authenticatedAs !== undefined) {
    channel.set('sip_authorized', 'true')
    channel.set('sip_auth_username', info.authenticatedAs)
    channel.set('sip_auth_realm', core.settings.domain)
    channel.set('user_name', info.authenticatedAs)
    channel.set('domain_name', core.settings.domain)
  }
  channel.set('sofia_profile_name', profileName)
  channel.set('sofia_profile_url', `sip:mod_sofia@${core.settings.sipAddress}`)
  channel.set('recovery_profile_name', profileName)
  channel.set('sip_from_display', info.from.displayName)
  channel.set('sip_req_user', info.destination)
  channel.set('sip_req_uri', `${info.destination}@${core.settings.sipAddress}`)
  channel.set('sip_to_user', info.to.user)
  channel.set('sip_to_uri', `${info.to.user}@${info.to.host}`)
  channel.set('sip_to_host', info.to.host)
  channel.set('sip_user_agent', info.userAgent)
  channel.set('presence_id', `${info.from.user}@${info.from.host}`)
  for (const [name, value] of Object.entries(info.extraHeaders)) {
    if (/^x-/i.test(name)) channel.set(`sip_h_${name}`, value)
  }
  channel.set('endpoint_disposition', 'DELAYED NEGOTIATION')
}
