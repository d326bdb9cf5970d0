import type { SoftswitchConfig } from './config.ts'
import type { CoreLog } from './core/core.ts'
import { createDialplan } from './core/dialplan.ts'
import { createSwitch } from './core/switch.ts'
import { controllerAlive } from './core/watchdog.ts'
import { startEventSocket } from './eventsocket/server.ts'
import { createSources } from './media/sources/index.ts'
import { createSignalling } from './sip/index.ts'

export interface RunningSoftswitch {
  readonly sipPort: number
  readonly eventSocketPort: number
  /** Ends every call (BYE, CANCEL or refusal), says goodbye to clients, closes every socket. */
  close(): Promise<void>
}

const RINGING_TONE = '%(1000,4000,450)'

/** Time for BYEs to be sent and acknowledged before the sockets go. */
const FAREWELL_MS = 300

/**
 * Starts the embedded development switch in this process. Rejects when an address or port can't be had; then
 * nothing is left open.
 */
export async function startSoftswitch(
  config: SoftswitchConfig,
  log: CoreLog,
  onShutdown: () => void = () => {},
): Promise<RunningSoftswitch> {
  const passwords = new Map(config.extensions.map((e) => [e.extension, e.password]))
  const signalling = await createSignalling({
    bindAddress: config.sip.address,
    port: config.sip.port,
    ...(config.sip.advertisedAddress === undefined
      ? {}
      : { advertisedAddress: config.sip.advertisedAddress }),
    domain: config.domain,
    users: (extension) => passwords.get(extension),
    trunks: config.trunks,
    rtpPorts: config.rtp,
    limits: { maxLegs: config.limits.maxChannels },
    log,
  })
  const gateway = config.gateways[0]
  const running = createSwitch({
    settings: {
      domain: config.domain,
      sipAddress: `${config.sip.advertisedAddress ?? config.sip.address}:${signalling.port}`,
      extensions: config.extensions,
      gateways: Object.fromEntries(config.gateways.map((g) => [g.name, g])),
      maxChannels: config.limits.maxChannels,
      defaultTimeoutSeconds: 60,
    },
    signalling,
    sources: createSources({
      ...(config.soundsDirs.length === 0
        ? {}
        : { roots: config.soundsDirs, base: config.soundsDirs[0] ?? '/' }),
      ...(config.musicDir === undefined ? {} : { music: { moh: config.musicDir } }),
    }),
    dialplan: createDialplan({
      serviceNumbers: config.serviceNumbers,
      outside: gateway && { pattern: new RegExp(config.outsideNumbers), gateway: gateway.name },
      fallback: { ...config.fallback, ringingTone: `tone_stream://${RINGING_TONE};loops=1` },
      controllerAlive,
    }),
    log,
    globals: globalsOf(config),
    heartbeatSeconds: config.heartbeatSeconds,
    onShutdown,
  })
  try {
    const { limits } = config
    const eventSocket = await startEventSocket(running.core, {
      ...config.eventSocket,
      maxClients: limits.maxClients,
      limits,
    })
    let closing: Promise<void> | undefined
    const close = async (): Promise<void> => {
      await running.close()
      await eventSocket.close()
      await new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))
      await signalling.close()
    }
    return {
      sipPort: signalling.port,
      eventSocketPort: eventSocket.port,
      close: () => {
        closing ??= close()
        return closing
      },
    }
  } catch (error) {
    await running.close()
    await signalling.close()
    throw error
  }
}

/** The variables that freeswitch-conf sets for every leg (defaults.xml), as far as they mean something here. */
function globalsOf(config: SoftswitchConfig): Record<string, string> {
  return {
    domain: config.domain,
    send_silence_when_idle: '400',
    ringback: RINGING_TONE,
    transfer_ringback: `tone_stream://${RINGING_TONE};loops=-1`,
    hold_music: config.musicDir === undefined ? 'silence_stream://-1' : 'local_stream://moh',
    force_transfer_context: 'cti_refer',
    trunk_gateway: config.gateways[0]?.name ?? 'none',
    controller_silent_seconds: String(config.controller.silentSeconds),
    unclaimed_seconds: String(config.controller.unclaimedSeconds),
  }
}
