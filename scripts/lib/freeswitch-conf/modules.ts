/**
 * What each module of FreeSWITCH 1.11 gives: its configuration file, applications of the dialplan, API commands, and
 * prefixes of dial strings, files and streams. Modules that aren't here can be loaded, but nothing may need them.
 */
export interface Module {
  readonly configuration?: string
  readonly applications?: string
  readonly commands?: string
  /** `sofia` for sofia/…, `tone_stream` for tone_stream://… */
  readonly prefixes?: string
  /** It is of use by being there. */
  readonly always?: true
}

export const MODULES: Readonly<Record<string, Module>> = {
  mod_logfile: { configuration: 'logfile.conf' },
  mod_console: { configuration: 'console.conf' },
  mod_event_socket: { configuration: 'event_socket.conf', applications: 'socket' },
  mod_dialplan_xml: { always: true },
  mod_sndfile: { always: true },
  mod_native_file: {},
  mod_tone_stream: { prefixes: 'tone_stream silence_stream' },
  mod_local_stream: {
    configuration: 'local_stream.conf',
    commands: 'local_stream',
    prefixes: 'local_stream',
  },
  mod_lua: { configuration: 'lua.conf', applications: 'lua', commands: 'lua luarun', prefixes: 'lua' },
  mod_sofia: {
    configuration: 'sofia.conf',
    commands:
      'sofia sofia_contact sofia_count_reg sofia_dig sofia_gateway_data sofia_presence_data sofia_username_of',
    prefixes: 'sofia',
  },
  mod_loopback: { prefixes: 'loopback' },
  mod_expr: { commands: 'expr' },
  mod_hash: { configuration: 'hash.conf', applications: 'hash', commands: 'hash hash_dump hash_remote' },
  mod_db: { configuration: 'db.conf', applications: 'db group', commands: 'db group' },
  mod_conference: { configuration: 'conference.conf', applications: 'conference', commands: 'conference' },
  mod_callcenter: {
    configuration: 'callcenter.conf',
    applications: 'callcenter',
    commands: 'callcenter_config',
  },
  mod_opus: { configuration: 'opus.conf' },
  mod_spandsp: { configuration: 'spandsp.conf', applications: 'rxfax txfax spandsp_start_dtmf' },
  mod_rtc: {},
  mod_say_en: {},
  mod_dptools: {
    applications: `answer att_xfer bgsystem bind_digit_action bind_meta_app block_dtmf break bridge bridge_export
      broadcast check_acl clear_digit_action deflect detect_audio detect_silence displace_session early_hangup eavesdrop
      echo enable_heartbeat endless_playback eval event execute_extension export flush_dtmf gentones hangup hold info
      intercept ivr jitterbuffer limit limit_execute log loop_playback mkdir multiset multiunset mutex page park
      park_state phrase pickup play_and_get_digits playback pre_answer presence privacy queue_dtmf read record
      record_session record_session_mask record_session_pause record_session_resume record_session_unmask redirect
      remove_bugs rename respond ring_ready say sched_broadcast sched_cancel sched_hangup sched_heartbeat sched_transfer
      send_display send_dtmf send_info set set_audio_level set_global set_mute set_name set_profile_var set_user sleep
      soft_hold speak start_dtmf stop stop_displace_session stop_dtmf stop_record_session stop_tone_detect strftime
      system three_way tone_detect transfer transfer_vars unbind_meta_app unblock_dtmf unhold unset unshift
      verbose_events wait_for_answer wait_for_silence`,
    commands: 'chat page presence strepoch strftime strmicroepoch',
    prefixes: 'error group pickup user',
  },
  mod_commands: {
    commands: `acl bgapi coalesce cond create_uuid domain_exists echo escape eval expand file_exists find_user_xml fsctl
      getenv global_getvar global_setvar group_call host_lookup hostname hupall in_group json list_users load log md5
      module_exists msleep originate pause quote_shell_arg reg_url regex reload reloadacl reloadcert reloadxml replace
      sched_api sched_broadcast sched_del sched_hangup sched_transfer show shutdown spawn sql_escape status strftime_tz
      switchname system tolower toupper unload unsched_api uptime url_decode url_encode user_data user_exists uuid_answer
      uuid_break uuid_bridge uuid_broadcast uuid_buglist uuid_deflect uuid_display uuid_dump uuid_exists uuid_getvar
      uuid_hold uuid_kill uuid_limit uuid_media uuid_park uuid_pause uuid_record uuid_send_dtmf uuid_setvar
      uuid_setvar_multi uuid_simplify uuid_transfer version xml_locate`,
  },
}

export type Kind = 'applications' | 'commands' | 'prefixes'

/** The module that gives it; undefined for what no module here gives. */
export function moduleOf(kind: Kind, name: string): string | undefined {
  return Object.entries(MODULES).find(([, module]) => module[kind]?.split(/\s+/).includes(name))?.[0]
}
