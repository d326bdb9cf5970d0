/** How a leg sounded: what CHANNEL_HANGUP_COMPLETE says of its packets, and that it comes for every leg, and soon. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { LegId } from '../../src/domain/ids.ts'
import { type Bench, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves, playArgument } from './support/orders.ts'
import { openPort } from './support/port.ts'
import type { WireEvent } from './support/wire-event.ts'

/** Losses are reckoned every five seconds, once the first packets have come. */
const TALK_MS = 6_500

const IN = 'variable_rtp_audio_in_'
const OUT = 'variable_rtp_audio_out_'

function figures(complete: WireEvent) {
  const number = (header: string) => Number(complete.get(header) ?? Number.NaN)
  return {
    received: number(`${IN}packet_count`),
    sent: number(`${OUT}packet_count`),
    lossRate: number(`${IN}jitter_loss_rate`),
    maxVariance: number(`${IN}jitter_max_variance`),
    quality: number(`${IN}quality_percentage`),
    flaws: number(`${IN}flaw_total`),
    mos: number(`${IN}mos`),
    heldMicros: number('Caller-Channel-Hold-Accum'),
  }
}

const completeOf = (bench: Bench, uuid: string) =>
  bench.socket.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })

contract('how a leg sounded', (scenario) => {
  scenario('a talk: packets, losses, variance and marks of each leg, told with its end', async (bench) => {
    const good = await bench.talk()
    const bad = await bench.talk()
    bad.patient.call.media.loseEvery(10)
    await sleep(TALK_MS)
    await Promise.all([good.patient.call.hangUp(), bad.patient.call.hangUp()])
    const legs = [good.patient, good.agent, bad.patient, bad.agent]
    const all = await Promise.all(legs.map(({ uuid }) => completeOf(bench, uuid)))
    for (const { uuid } of legs) {
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get(`${IN}mos`), 'known only by the later event').toBeUndefined()
    }
    const [fine, agent, lossy, other] = all.map(figures)
    // A busy machine has flaws of its own: only the lossy leg's are the network's, and hers are more.
    for (const one of [fine, agent, other]) {
      expect(one).toMatchObject({ heldMicros: 0 })
      expect(one?.received).toBeGreaterThan(200)
      expect(one?.sent).toBeGreaterThan(200)
      expect(one?.lossRate).toBeLessThan(lossy?.lossRate ?? 0)
      expect(one?.mos).toBeGreaterThan(lossy?.mos ?? 5)
      expect(one?.quality).toBeGreaterThan(lossy?.quality ?? 100)
      expect(one?.maxVariance).toBeGreaterThanOrEqual(0)
    }
    expect(lossy?.lossRate).toBeGreaterThanOrEqual(0.08)
    expect(lossy?.lossRate).toBeLessThan(0.2)
    expect(lossy?.flaws).toBeGreaterThan(20)
    expect(lossy?.mos).toBeLessThan(4)
    expect(lossy?.mos).toBeGreaterThan(2)
    expect(lossy?.received).toBeLessThan(Math.min(fine?.received ?? 0, other?.received ?? 0))
  })

  scenario('a phone from which nothing comes: none received, many sent, and the best mark', async (bench) => {
    const patient = await bench.patient()
    const mute = await bench.agent({ phone: await bench.desk({ rtp: false }) })
    await bench.socket.api(leaves(mute.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${mute.uuid}`)
    await sleep(1_000)
    await patient.call.hangUp()
    const heard = figures(await completeOf(bench, mute.uuid))
    expect(heard).toMatchObject({ received: 0, lossRate: 0, mos: 4.5 })
    expect(heard.sent).toBeGreaterThan(30)
  })

  scenario('a leg without media says nothing of it', async (bench) => {
    const { uuid, call } = await bench.arrival()
    await call.hangUp()
    const ringing = await bench.ring()
    ringing.call.refuse(486)
    for (const leg of [uuid, ringing.uuid]) {
      const complete = await completeOf(bench, leg)
      expect(complete.get(`${IN}packet_count`)).toBeUndefined()
      expect(complete.get(`${IN}mos`)).toBeUndefined()
    }
  })

  scenario('time on hold, whether it was over or not', async (bench) => {
    const { patient, agent } = await bench.talk()
    await agent.call.hold('inactive')
    await agent.call.unhold()
    await agent.call.hold()
    await sleep(100)
    await agent.call.hangUp()
    expect(figures(await completeOf(bench, agent.uuid)).heldMicros).toBeGreaterThan(50_000)
    await patient.call.hangUp()
    expect(figures(await completeOf(bench, patient.uuid)).heldMicros).toBe(0)
  })
})

contract('the later event of an end', (scenario) => {
  /** How long after CHANNEL_HANGUP, by the switch's own clock; it must be far below what the adapter waits for. */
  async function soonAfter(bench: Bench, uuid: string): Promise<void> {
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    const complete = await completeOf(bench, uuid)
    const at = (event: WireEvent) => Number(event.get('Event-Date-Timestamp')) / 1_000
    expect(complete.get('Hangup-Cause')).toBe(hangup.get('Hangup-Cause'))
    expect(bench.socket.events.indexOf(complete)).toBeGreaterThan(bench.socket.events.indexOf(hangup))
    expect(at(complete) - at(hangup)).toBeLessThan(500)
  }

  scenario('comes for legs that are bridged, parked, played to, asked, recorded or killed', async (bench) => {
    const { patient, agent } = await bench.talk()
    await agent.call.hangUp()
    await soonAfter(bench, agent.uuid)
    await patient.call.hangUp()
    await soonAfter(bench, patient.uuid)
    const played = await bench.patient()
    await bench.socket.execute(
      played.uuid,
      'playback',
      playArgument([bench.prompt('long-1900')]),
      randomUUID(),
    )
    await played.call.audio.heard(1_900, { withinMs: SOON_MS })
    await played.call.hangUp()
    await soonAfter(bench, played.uuid)
    const asked = await bench.patient()
    const question = `1 1 1 9000 # ${bench.prompt('long-1900')} silence_stream://20 cti_digits`
    await bench.socket.execute(asked.uuid, 'play_and_get_digits', question, randomUUID())
    await asked.call.audio.heard(1_900, { withinMs: SOON_MS })
    await asked.call.hangUp()
    await soonAfter(bench, asked.uuid)
    const killed = await bench.talk()
    await bench.socket.api(`uuid_kill ${killed.agent.uuid} NORMAL_CLEARING`)
    await soonAfter(bench, killed.agent.uuid)
  })

  scenario('and the adapter tells who hung up first, each leg with how it sounded', async (bench) => {
    const opened = openPort(bench.node, () => '')
    bench.later(() => opened.port.close())
    await opened.next('switchConnected')
    const { patient, agent } = await bench.talk()
    await patient.call.hangUp()
    await Promise.all([patient, agent].map(({ uuid }) => opened.next('legHungUp', uuid as LegId)))
    const ends = opened.inputs.items.filter((input) => input.type === 'legHungUp')
    expect(ends).toMatchObject([
      { legId: patient.uuid, cause: 'NORMAL_CLEARING', quality: { mos: null } },
      { legId: agent.uuid, cause: 'NORMAL_CLEARING', quality: { mos: null } },
    ])
  })

  scenario(
    'comes for legs that never talked: cancelled, refused, not answered, out of reach',
    async (bench) => {
      const caller = await bench.arrival()
      await caller.call.hangUp()
      await soonAfter(bench, caller.uuid)
      const cancelled = await bench.ring()
      await cancelled.call.ring()
      await bench.socket.api(`uuid_kill ${cancelled.uuid} ORIGINATOR_CANCEL`)
      await soonAfter(bench, cancelled.uuid)
      const refused = await bench.ring()
      refused.call.refuse(603)
      await soonAfter(bench, refused.uuid)
      const silent = await bench.ring({ timeoutSeconds: 1 })
      await silent.call.ring()
      await soonAfter(bench, silent.uuid)
    },
  )
})
