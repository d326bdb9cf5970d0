/**
 * A node on another machine: the adapter behind our own tunnel, with stunnel as its far end, and the tunnel lost at each
 * point. Whatever is lost, calls go on, the next snapshot tells what has become of them, and no order is sent twice.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { EslLimits } from '../../src/adapters/esl/client.ts'
import type { TunnelState } from '../../src/adapters/esl/tunnel/tunnel.ts'
import { type CallId, callIdFrom, type LegId, legIdOf } from '../../src/domain/ids.ts'
import { Feed } from '../adapters/esl/support/feed.ts'
import type { Phone } from '../support/phone/index.ts'
import { FAR_END } from '../support/tunnel/certificates.ts'
import { startTunnel, type TestTunnel, TUNNEL_NAME } from '../support/tunnel/tunnel.ts'
import { Bench, bothHear, callId, SOON_MS } from './support/bench.ts'
import { forEachSwitch } from './support/contract.ts'
import { NODE, type OpenPort, openPort } from './support/port.ts'

const LABEL = `tunnel ${TUNNEL_NAME} to ${NODE}`
/** A loss that nobody tells of is noticed sooner than in the service, so that tests needn't wait for it. */
const WATCHFUL: Partial<EslLimits> = {
  heartbeatEveryMs: 300,
  heartbeatTimeoutMs: 1_500,
  handshakeTimeoutMs: 1_000,
  backoff: { firstMs: 50, capMs: 300 },
}

forEachSwitch('the tunnel to the switch is lost', (met) => {
  let tunnel: TestTunnel
  let bench: Bench
  let seen: Feed<TunnelState>
  const opened: OpenPort[] = []
  beforeAll(async () => {
    tunnel = await startTunnel(met.eventSocketPort)
  })
  afterAll(() => tunnel.close())
  beforeEach(async () => {
    bench = await Bench.open(met)
    seen = new Feed()
  })
  afterEach(async () => {
    tunnel.behind.through = (_sender, chunk) => chunk
    await Promise.all(opened.splice(0).map(({ port }) => port.close()))
    await bench.close()
  })

  function open(): OpenPort {
    const { host, eventSocketPassword } = met
    const own = openPort({ host, eventSocketPort: tunnel.port, eventSocketPassword }, () => '', {
      tunnel: { name: tunnel.name, tls: tunnel.certificates.client },
      onTunnel: (state) => seen.push(state),
      limits: WATCHFUL,
    })
    opened.push(own)
    return own
  }

  async function connected(): Promise<OpenPort> {
    const own = open()
    await own.next('switchConnected')
    return own
  }

  /** Cuts the network once, when a chunk of clear text holds this; says what goes on of that chunk. */
  function cutAt(
    text: string,
    goesOn: (chunk: Buffer) => Buffer | undefined,
    cut: () => unknown = tunnel.network.cut,
  ): { readonly met: Promise<void> } {
    const once = new Feed<'met'>()
    tunnel.behind.through = (_sender, chunk) => {
      if (once.items.length > 0 || !chunk.includes(text)) return chunk
      once.push('met')
      // What goes on gets to its end before the connection there is closed: TCP keeps the order.
      setImmediate(cut)
      return goesOn(chunk)
    }
    return { met: once.first().then(() => undefined) }
  }

  /** How often the controller has sent this from now on. */
  function countSent(text: string): () => number {
    let count = 0
    const { through } = tunnel.behind
    tunnel.behind.through = (sender, chunk) => {
      if (sender === 'near') count += chunk.toString('latin1').split(text).length - 1
      return through(sender, chunk)
    }
    return () => count
  }

  /** The snapshot after the one that was the last so far. */
  const nextSnapshot = ({ inputs, next }: OpenPort) =>
    next(
      'switchConnected',
      undefined,
      inputs.items.findLastIndex(({ type }) => type === 'switchConnected') + 1,
    )

  interface Ordered {
    readonly legId: LegId
    readonly phone: Phone
  }

  async function ring({ port, held }: OpenPort): Promise<Ordered> {
    const phone = await bench.desk()
    const call = callIdFrom(callId().slice('call_'.length)) as CallId
    const legId = legIdOf(call, 2)
    const to = { kind: 'extension', extension: phone.extension } as const
    const shown = { shownNumber: '138****8000', earlyMedia: 'ignore' } as const
    held.add(legId)
    port.run({
      type: 'originate',
      nodeId: NODE,
      callId: call,
      legId,
      role: 'agent',
      to,
      ringMs: 20_000,
      ...shown,
    })
    return { legId, phone }
  }

  it('before the log-in: the next attempt gets in, and nothing was reported of the first', async () => {
    const { met: cut } = cutAt('auth/request', () => undefined)
    const own = open()
    await cut
    await own.next('switchConnected')
    expect(own.inputs.items.filter(({ type }) => type.startsWith('switch'))).toHaveLength(1)
    expect(seen.items.at(-1)).toEqual({ up: true })
  })

  it('during the snapshot: another one is taken, whole', async () => {
    const { uuid } = await bench.patient()
    // FreeSWITCH lists its channels from a database that lags behind them.
    await bench.shown(uuid)
    const { met: cut } = cutAt('uuid_dump', (chunk) => chunk)
    const own = open()
    await cut
    const { legs } = await own.next('switchConnected')
    expect(legs.map(({ legId }) => legId)).toContain(uuid)
    expect(own.inputs.items.filter(({ type }) => type.startsWith('switch'))).toHaveLength(1)
  })

  it('between an order and its answer: the phone rings once, and the next snapshot knows it', async () => {
    const own = await connected()
    const { met: cut } = cutAt('originate', (chunk) => chunk, tunnel.network.shut)
    const sent = countSent('bgapi originate')
    const { legId, phone } = await ring(own)
    await cut
    const call = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await call.ring()
    expect(await own.next('commandFailed', legId)).toMatchObject({ reason: 'connectionLost' })
    await tunnel.network.open()
    const { legs } = await nextSnapshot(own)
    expect(legs.find((leg) => leg.legId === legId)).toMatchObject({ role: 'agent', answered: false })
    await call.answer()
    await own.next('legAnswered', legId)
    expect(sent()).toBe(1)
  })

  it('before an order arrives: the phone does not ring, then or later', async () => {
    const own = await connected()
    const { met: cut } = cutAt('originate', () => undefined)
    const sent = countSent('bgapi originate')
    const { legId, phone } = await ring(own)
    let rung = 0
    phone.onIncoming(() => {
      rung++
    })
    await cut
    expect(await own.next('commandFailed', legId)).toMatchObject({ reason: 'connectionLost' })
    const { legs } = await nextSnapshot(own)
    expect(legs.map((leg) => leg.legId)).not.toContain(legId)
    // Answers come in the order of the orders: what had been sent again would have arrived by now.
    expect(await bench.socket.api(`uuid_exists ${legId}`)).toBe('false')
    expect({ rung, sent: sent() }).toEqual({ rung: 0, sent: 1 })
  })

  it('in the middle of an event: what it said is in the next snapshot', async () => {
    const own = await connected()
    const { legId, phone } = await ring(own)
    const call = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await call.ring()
    await own.next('legRinging', legId)
    const { met: cut } = cutAt('CHANNEL_ANSWER', (chunk) =>
      chunk.subarray(0, chunk.indexOf('CHANNEL_ANSWER') + 4),
    )
    await call.answer()
    await cut
    const { legs } = await nextSnapshot(own)
    const found = legs.find((leg) => leg.legId === legId)
    // One that had not been parked yet is told of when it is.
    if (found?.answered !== true) await own.next('legAnswered', legId)
    expect(found).toBeDefined()
  })

  it('by the end of its far end: the talk goes on, and is found when there is one again', async () => {
    const own = await connected()
    const { patient, agent } = await bench.talk()
    await own.next('legsBridged')
    await tunnel.stunnel.kill()
    await own.next('switchLost')
    await seen.first((state) => !state.up)
    expect(seen.items.at(-1)).toEqual({ up: false, detail: expect.stringContaining(`${LABEL}: `) })
    await bothHear(patient.call, agent.call)
    await tunnel.stunnel.restart()
    const { legs } = await nextSnapshot(own)
    expect(legs.find((leg) => leg.legId === patient.uuid)).toMatchObject({ bridgedTo: agent.uuid })
    expect(seen.items.at(-1)).toEqual({ up: true })
    await bothHear(patient.call, agent.call)
  })

  it('by a far end that stands still: the heartbeat notices, and it is the tunnel that is blamed', async () => {
    const own = await connected()
    const { patient, agent } = await bench.talk()
    tunnel.stunnel.freeze()
    await own.next('switchLost')
    const down = await seen.first((state) => !state.up)
    expect(down).toEqual({
      up: false,
      detail: `${LABEL}: its far end did not finish the handshake within 1000 ms`,
    })
    await bothHear(patient.call, agent.call)
    tunnel.stunnel.thaw()
    const { legs } = await nextSnapshot(own)
    expect(legs.find((leg) => leg.legId === patient.uuid)).toMatchObject({ bridgedTo: agent.uuid })
    expect(seen.items.at(-1)).toEqual({ up: true })
  })

  it('half: the other side believes in a connection that no packet comes through any more', async () => {
    const own = await connected()
    const { patient, agent } = await bench.talk()
    const before = tunnel.network.taken
    tunnel.network.silence()
    await own.next('switchLost')
    await agent.call.hangUp()
    tunnel.network.mend()
    const { legs } = await nextSnapshot(own)
    expect(tunnel.network.taken).toBeGreaterThan(before)
    const ids = legs.map((leg) => leg.legId as string)
    expect(ids).not.toContain(agent.uuid)
    expect(ids).toContain(patient.uuid)
  })

  it('not at all when the switch behind it is: that is told apart', async () => {
    await tunnel.behind.shut()
    const own = open()
    await seen.count(2)
    expect(new Set(seen.items.map(({ up }) => up))).toEqual(new Set([true]))
    expect(own.inputs.items).toEqual([])
    await tunnel.behind.open()
    await own.next('switchConnected')
  })

  it('to certificates: each fault has its sentence, and a renewed one needs no restart of either end', async () => {
    const { certificates, stunnel } = tunnel
    const ours = await connected()
    const faults = [
      [{ byStranger: true }, 'its far end does not know the authority of our certificate'],
      [
        { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') },
        'its far end says that our certificate has expired',
      ],
      [{ host: 'somebody.cti' }, 'its far end refuses us or our certificate (alert: internal error)'],
    ] as const
    const other = open()
    for (const [issued, sentence] of faults) {
      certificates.issue('controller', issued)
      other.port.refresh()
      await seen.first((state) => !state.up && state.detail === `${LABEL}: ${sentence}`, seen.items.length)
    }
    certificates.issue('controller')
    certificates.issue('node', { host: 'node-b.cti' })
    await stunnel.reload()
    const from = seen.items.length
    await seen.first((state) => !state.up && state.detail.endsWith(`is not for ${FAR_END}`), from)
    certificates.issue('node')
    await stunnel.reload()
    await nextSnapshot(other)
    // The connection that was there all the time never noticed.
    expect(ours.inputs.items.filter(({ type }) => type === 'switchLost')).toEqual([])
  })
})
