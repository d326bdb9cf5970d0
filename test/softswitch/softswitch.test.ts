import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import { configOf, type SoftswitchInput } from '../../src/softswitch/config.ts'
import { type RunningSoftswitch, startSoftswitch } from '../../src/softswitch/softswitch.ts'
import { freeUdpRange } from '../support/free-ports.ts'
import { createPhone, type Phone } from '../support/phone/index.ts'
import { createTrunk } from '../support/phone/trunk.ts'
import { runSipp } from '../support/sipp/index.ts'
import { EslClient } from './support/esl-client.ts'

const PASSWORD = 'e2e'
const CALLER_HZ = 600
const AGENT_HZ = 900
const SOON = { timeoutMs: 15_000 }

let running: RunningSoftswitch
let esl: EslClient
let phones: Phone[]
let domain: string

beforeEach(async () => {
  const rtp = await freeUdpRange(200)
  domain = 'cti.test'
  const settings: SoftswitchInput = {
    sip: { port: 0 },
    rtp: { from: rtp, to: rtp + 198 },
    domain,
    extensions: ['1001', '1002'].map((extension) => ({ extension, password: `p-${extension}`, name: '' })),
    trunks: ['127.0.0.1'],
    fallback: { targets: ['1001', '1002'], ringMs: 5000 },
    eventSocket: { port: 0, password: PASSWORD },
    heartbeatSeconds: 1,
  }
  running = await startSoftswitch(configOf(settings), silentLog)
  esl = await EslClient.open(running.eventSocketPort, PASSWORD)
  await esl.send('event plain all')
  phones = []
})

afterEach(async () => {
  await Promise.all(phones.map((phone) => phone.close()))
  esl.close()
  await running.close()
})

const beat = (): Promise<string> => esl.api(`global_setvar cti_seen=${Math.floor(Date.now() / 1000) + 3600}`)

async function desk(extension: string, tone = AGENT_HZ): Promise<Phone> {
  const registrar = { host: '127.0.0.1', port: running.sipPort }
  const phone = await createPhone({ extension, password: `p-${extension}`, registrar, domain, tone })
  phones.push(phone)
  await phone.register()
  return phone
}

async function outside(): Promise<Phone> {
  const trunk = await createTrunk({
    switch: { host: '127.0.0.1', port: running.sipPort },
    number: '13800000000',
    tone: CALLER_HZ,
  })
  phones.push(trunk)
  return trunk
}

describe('the whole switch, with real SIP and RTP', () => {
  it('takes a call through menu and agent: tone, digit, two-way audio, hang-up', async () => {
    await beat()
    const agent = await desk('1001')
    const trunk = await outside()
    const call = await trunk.call('8000')
    const park = await esl.event('CHANNEL_PARK')
    const uuid = park.get('Unique-ID') ?? ''
    expect(park.get('Caller-Caller-ID-Number')).toBe('13800000000')
    expect(await esl.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 1\n')
    await esl.execute(uuid, 'answer')
    await call.waitFor('answered', SOON.timeoutMs)
    await esl.execute(
      uuid,
      'play_and_get_digits',
      '1 1 1 5000 # tone_stream://%(10000,0,440) silence_stream://100 cti_digits [1-3]',
    )
    await call.audio.heard(440, { withinMs: SOON.timeoutMs })
    await call.sendDigits('2')
    const collected = await esl.event('CHANNEL_EXECUTE_COMPLETE', { Application: 'play_and_get_digits' })
    expect(collected.get('variable_cti_digits')).toBe('2')
    await esl.send('bgapi originate {origination_uuid=agent-1}user/1001 &park()')
    const incoming = await agent.nextIncoming(SOON)
    await incoming.ring()
    await incoming.answer()
    await esl.event('CHANNEL_PARK', { 'Unique-ID': 'agent-1' })
    await esl.api(`uuid_bridge ${uuid} agent-1`)
    await esl.event('CHANNEL_BRIDGE')
    await Promise.all([
      call.audio.heard(AGENT_HZ, { withinMs: SOON.timeoutMs }),
      incoming.audio.heard(CALLER_HZ, { withinMs: SOON.timeoutMs }),
    ])
    await call.hangUp()
    await incoming.waitFor('ended', SOON.timeoutMs)
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'agent-1' })
    expect(await esl.api('show channels count')).toBe('\n0 total.\n')
  })

  it('sends a caller to the fallback phones when no controller was ever there', async () => {
    const [one, two] = [await desk('1001'), await desk('1002')]
    const call = await (await outside()).call('8000')
    const [ringing, other] = await Promise.all([one.nextIncoming(SOON), two.nextIncoming(SOON)])
    await ringing.answer()
    await call.audio.heard(AGENT_HZ, { withinMs: SOON.timeoutMs })
    await other.waitFor('ended', SOON.timeoutMs)
    await ringing.hangUp()
    await call.waitFor('ended', SOON.timeoutMs)
  })

  it('connects two phones, and passes a busy one on', async () => {
    const [one, two] = [await desk('1001', CALLER_HZ), await desk('1002')]
    const first = await one.call('1002')
    const incoming = await two.nextIncoming(SOON)
    await incoming.answer()
    await Promise.all([
      first.audio.heard(AGENT_HZ, { withinMs: SOON.timeoutMs }),
      incoming.audio.heard(CALLER_HZ, { withinMs: SOON.timeoutMs }),
    ])
    await incoming.hangUp()
    await first.waitFor('ended', SOON.timeoutMs)
    two.answerPolicy = { refuse: 486 }
    const second = await one.call('1002')
    await second.waitFor('ended', SOON.timeoutMs)
    expect(second.ending).toMatchObject({ sipStatus: 486 })
  })

  it('survives sipp: forty calls a second, each taken back while it rings', async () => {
    await beat()
    const target = `127.0.0.1:${running.sipPort}`
    const common = { target, service: '8000', calls: 40, rate: 40, timeoutMs: 30_000 }
    const cancelling = runSipp({ ...common, scenario: 'uac-cancel', pauseMs: 200 })
    const parked = () =>
      esl.events.filter((e) => e.name === 'CHANNEL_PARK').map((e) => e.get('Unique-ID') ?? '')
    for (let served = 0; served < common.calls; served++) {
      await esl.until(() => parked().length > served, 'the next call')
      await esl.execute(parked()[served] ?? '', 'ring_ready')
    }
    const cancelled = await cancelling
    // Not that sipp has nothing to say: on a slow machine a 487 comes again after its call has ended.
    expect(cancelled.stats?.successful, cancelled.errors).toBe(40)
    expect(cancelled.exit).toBe(0)
    await esl.until(() => esl.events.filter((e) => e.name === 'CHANNEL_DESTROY').length === 40, '40 ends')
    expect(await esl.api('show channels count')).toBe('\n0 total.\n')
  })

  it('ends every call with a BYE when it closes', async () => {
    await beat()
    const call = await (await outside()).call('8000')
    const uuid = (await esl.event('CHANNEL_PARK')).get('Unique-ID') ?? ''
    await esl.execute(uuid, 'answer')
    await call.waitFor('answered', SOON.timeoutMs)
    await running.close()
    await call.waitFor('ended', SOON.timeoutMs)
    await esl.until(() => esl.closed, 'the end of the connection')
    expect(esl.notice).toMatch(/^Disconnected, goodbye\./)
  })
})

describe('starting', () => {
  it('fails when the event socket’s port is taken, and leaves nothing open', async () => {
    const taken: SoftswitchInput = {
      sip: { port: 0 },
      eventSocket: { port: running.eventSocketPort, password: 'x' },
    }
    await expect(startSoftswitch(configOf(taken), silentLog)).rejects.toThrow(/EADDRINUSE/)
  })
})
