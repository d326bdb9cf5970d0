/**
 * Channel events as FreeSWITCH 1.10/1.11 sends them for a hospital's calls: about 70 headers, 2.8 KB, percent-encoded,
 * every fourth caller with a Chinese name.
 */
import { eventFrame, type Header, plainEvent } from '../adapters/esl/support/wire.ts'

export const EVENT_NAMES = [
  'CHANNEL_CREATE',
  'CHANNEL_PROGRESS',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_HANGUP',
] as const

const NAMES = ['Extension 1001', '张三', 'Cardiology <front desk>', '门诊预约 / 李四']

const uuid = (n: number) => `${n.toString(16).padStart(8, '0')}-2222-4333-8444-555555555555`

function headersOf(n: number): readonly Header[] {
  const leg = uuid(n)
  const caller = NAMES[n % NAMES.length] ?? ''
  const number = `1380000${String(n % 10_000).padStart(4, '0')}`
  const stamp = String(1_785_000_000_000_000 + n * 1000)
  return [
    ['Event-Name', EVENT_NAMES[n % EVENT_NAMES.length] ?? ''],
    ['Core-UUID', 'c0000000-0000-4000-8000-000000000001'],
    ['FreeSWITCH-Hostname', 'pbx-1.hospital.example'],
    ['FreeSWITCH-Switchname', 'pbx-1.hospital.example'],
    ['FreeSWITCH-IPv4', '10.20.30.40'],
    ['FreeSWITCH-IPv6', '::1'],
    ['Event-Date-Local', '2026-08-01 09:30:15'],
    ['Event-Date-GMT', 'Sat, 01 Aug 2026 01:30:15 GMT'],
    ['Event-Date-Timestamp', stamp],
    ['Event-Calling-File', 'switch_channel.c'],
    ['Event-Calling-Function', 'switch_channel_perform_mark_answered'],
    ['Event-Calling-Line-Number', '3919'],
    ['Event-Sequence', String(50_000 + n)],
    ['Channel-State', 'CS_EXECUTE'],
    ['Channel-Call-State', 'ACTIVE'],
    ['Channel-State-Number', '4'],
    ['Channel-Name', `sofia/trunk/${number}@10.20.30.1:5060`],
    ['Unique-ID', leg],
    ['Call-Direction', 'inbound'],
    ['Presence-Call-Direction', 'inbound'],
    ['Channel-HIT-Dialplan', 'true'],
    ['Channel-Presence-ID', `${number}@10.20.30.1`],
    ['Channel-Call-UUID', leg],
    ['Answer-State', 'answered'],
    ['Channel-Read-Codec-Name', 'PCMA'],
    ['Channel-Read-Codec-Rate', '8000'],
    ['Channel-Write-Codec-Name', 'PCMA'],
    ['Channel-Write-Codec-Rate', '8000'],
    ['Caller-Direction', 'inbound'],
    ['Caller-Logical-Direction', 'inbound'],
    ['Caller-Username', number],
    ['Caller-Dialplan', 'XML'],
    ['Caller-Caller-ID-Name', caller],
    ['Caller-Caller-ID-Number', number],
    ['Caller-Network-Addr', '10.20.30.1'],
    ['Caller-ANI', number],
    ['Caller-Destination-Number', '88881000'],
    ['Caller-Unique-ID', leg],
    ['Caller-Source', 'mod_sofia'],
    ['Caller-Context', 'cti'],
    ['Caller-Channel-Name', `sofia/trunk/${number}@10.20.30.1:5060`],
    ['Caller-Profile-Index', '1'],
    ['Caller-Profile-Created-Time', stamp],
    ['Caller-Channel-Created-Time', stamp],
    ['Caller-Channel-Answered-Time', stamp],
    ['Caller-Channel-Hangup-Time', '0'],
    ['Caller-Privacy-Hide-Name', 'false'],
    ['variable_direction', 'inbound'],
    ['variable_uuid', leg],
    ['variable_session_id', String(n)],
    ['variable_sip_from_user', number],
    ['variable_sip_from_uri', `${number}@10.20.30.1`],
    ['variable_sip_from_host', '10.20.30.1'],
    ['variable_sip_local_network_addr', '10.20.30.40'],
    ['variable_sip_network_ip', '10.20.30.1'],
    ['variable_sip_network_port', '5060'],
    ['variable_sip_via_protocol', 'udp'],
    ['variable_sip_to_uri', '88881000@10.20.30.40:5060'],
    ['variable_sip_contact_uri', `${number}@10.20.30.1:5060`],
    ['variable_sip_user_agent', 'Hospital-SBC/7.2 (edge)'],
    ['variable_sip_call_id', `a84b4c76e66710-${n}@10.20.30.1`],
    [
      'variable_ep_codec_string',
      'CORE_PCM_MODULE.PCMA@8000h@20i@64000b,CORE_PCM_MODULE.PCMU@8000h@20i@64000b',
    ],
    ['variable_rtp_use_codec_name', 'PCMA'],
    ['variable_remote_media_port', '30124'],
    ['variable_local_media_port', '17382'],
    ['variable_cti_call_id', `call_01K1HZ${String(n).padStart(20, '0')}`],
    ['variable_cti_role', 'caller'],
    ['variable_cti_waiting', '1'],
    ['variable_hangup_after_bridge', 'false'],
    ['variable_current_application', 'park'],
  ]
}

/** `count` different events, each framed as it goes over the wire. */
export function channelEvents(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, n) => eventFrame(plainEvent(headersOf(n))))
}

/** What a translator looks at in such an event. */
export const TOUCHED = [
  'Event-Name',
  'Unique-ID',
  'Event-Date-Timestamp',
  'Answer-State',
  'Caller-Caller-ID-Name',
  'Caller-Caller-ID-Number',
  'Caller-Destination-Number',
  'variable_cti_call_id',
  'variable_cti_role',
  'Hangup-Cause',
] as const
