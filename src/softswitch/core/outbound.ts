import { randomUUID } from 'node:crypto'
import { nowMs } from '../switch-time.ts'
import type { Cause } from './causes.ts'
import { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { resolveEndpoint } from './endpoint.ts'
import { listenToLeg } from './leg-events.ts'
import { cloneProfile, newTimes } from './profile.ts'
import { isTrue } from './text.ts'

export type Created = { ok: true; channel: Channel } | { ok: false; cause: Cause }

/**
 * switch_core_session_outgoing_channel: makes the channel and its leg, CHANNEL_OUTGOING, and lets it run.
 * A duplicate `origination_uuid` is refused with DESTINATION_OUT_OF_ORDER, as sofia_outgoing_channel does.
 */
export function createOutbound(
  core: Core,
  endpointText: string,
  variables: ReadonlyMap<string, string>,
  caller: Channel | undefined,
): Created {
  const endpoint = resolveEndpoint(core, endpointText)
  const uuid = variables.get('origination_uuid') || randomUUID()
  if (!endpoint.ok) {
    // mod_sofia makes the channel before it looks the gateway up, and all that is heard of it is its end.
    if (endpoint.cause === 'INVALID_GATEWAY') {
      newChannel(core, uuid, { name: '', destination: '' }, variables, caller).fire('CHANNEL_DESTROY')
    }
    return endpoint
  }
  if (core.channels.has(uuid)) {
    core.log.error({ uuid }, 'Duplicate UUID!')
    return { ok: false, cause: 'DESTINATION_OUT_OF_ORDER' }
  }
  if (core.channels.size >= core.settings.maxChannels) return { ok: false, cause: 'SWITCH_CONGESTION' }
  const channel = newChannel(core, uuid, endpoint, variables, caller)
  setVariables(core, channel, endpoint.variables, variables, caller)
  channel.state = 'CS_INIT'
  channel.runningState = 'CS_NONE'
  channel.fire('CHANNEL_OUTGOING')
  if (isTrue(variables.get('sip_auto_answer'))) {
    // mod_sofia.c `sofia_outgoing_channel`.
    channel.set('sip_h_Call-Info', `<sip:${core.settings.sipAddress.split(':')[0]}>;answer-after=0`)
  }
  const leg = core.signalling.invite(endpoint.uri, {
    callerName: channel.profile.callerIdName,
    callerNumber: channel.profile.callerIdNumber,
    headers: extraHeaders(variables, channel),
  })
  channel.leg = leg
  channel.set('sip_call_id', leg.info.sipCallId)
  listenToLeg(core, channel, leg)
  return { ok: true, channel }
}

function newChannel(
  core: Core,
  uuid: string,
  endpoint: { readonly name: string; readonly destination: string },
  variables: ReadonlyMap<string, string>,
  caller: Channel | undefined,
): Channel {
  const callerName = callerField(variables, caller, 'name')
  const callerNumber = callerField(variables, caller, 'number')
  return new Channel(
    uuid,
    'outbound',
    variables.get('origination_channel_name') || endpoint.name,
    {
      direction: 'outbound',
      logicalDirection: 'outbound',
      username: '',
      dialplan: caller?.profile.dialplan ?? '',
      callerIdName: callerName,
      callerIdNumber: callerNumber,
      origCallerIdName: callerName,
      origCallerIdNumber: callerNumber,
      calleeIdName: variables.get('origination_callee_id_name') || 'Outbound Call',
      calleeIdNumber: variables.get('origination_callee_id_number') || endpoint.destination,
      networkAddr: '',
      ani: callerNumber,
      destinationNumber: endpoint.destination,
      uuid,
      source: caller === undefined ? 'src/switch_ivr_originate.c' : 'mod_sofia',
      transferSource: '',
      context: 'default',
      rdnis: '',
      channelName: endpoint.name,
      index: 1,
      times: newTimes(nowMs()),
    },
    core,
  )
}

function callerField(
  variables: ReadonlyMap<string, string>,
  caller: Channel | undefined,
  which: 'name' | 'number',
): string {
  const given = variables.get(`origination_caller_id_${which}`)
  if (given === '_undef_') return ''
  if (given !== undefined) return given
  const effective = caller?.get(`effective_caller_id_${which}`)
  if (effective !== undefined) return effective
  if (caller !== undefined) {
    return which === 'name' ? caller.profile.callerIdName : caller.profile.callerIdNumber
  }
  // SWITCH_DEFAULT_CLID_NAME is empty, SWITCH_DEFAULT_CLID_NUMBER ten noughts.
  return which === 'name' ? '' : '0000000000'
}

function setVariables(
  core: Core,
  channel: Channel,
  fromEndpoint: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
  caller: Channel | undefined,
): void {
  channel.set('direction', 'outbound')
  channel.set('is_outbound', 'true')
  channel.set('uuid', channel.uuid)
  channel.set('session_id', ++core.sessionsTotal)
  channel.set('channel_name', channel.name)
  channel.set('sofia_profile_name', channel.name.split('/')[1])
  for (const [name, value] of fromEndpoint) channel.set(name, value)
  for (const [name, value] of given) channel.set(name, value)
  if (caller === undefined) return
  channel.set('originator', caller.uuid)
  channel.set('signal_bond', caller.uuid)
  channel.set('call_uuid', caller.get('call_uuid'))
  caller.set('originate_signal_bond', channel.uuid)
  for (const name of (caller.get('export_vars') ?? '').split(',').filter(Boolean)) {
    const bare = name.replace(/^nolocal:|^_nolocal_/, '')
    channel.set(bare, caller.get(name) ?? caller.get(bare))
  }
  channel.originator = cloneProfile(caller.profile)
  channel.lastProfile = 'originator'
}

/** `sip_h_X-NAME` becomes the header `X-NAME`; so do those set on the caller and exported. */
function extraHeaders(variables: ReadonlyMap<string, string>, channel: Channel): Record<string, string> {
  const headers: Record<string, string> = {}
  const take = (name: string, value: string): void => {
    const header = /^sip_h_((?:X-|Call-Info$|Alert-Info$)[A-Za-z0-9-]*)$/i.exec(name)?.[1]
    if (header !== undefined && !/[\r\n]/.test(value)) headers[header] = value
  }
  for (const { name, value } of channel.variables.all()) if (typeof value === 'string') take(name, value)
  for (const [name, value] of variables) take(name, value)
  const alert = variables.get('alert_info')
  if (alert !== undefined && !/[\r\n]/.test(alert)) headers['Alert-Info'] = alert
  return headers
}
