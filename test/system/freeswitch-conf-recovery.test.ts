import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { type Call, createPhone, createTrunk, type Phone } from '../support/phone/index.ts'
import { RawEventSocket } from '../support/raw-event-socket.ts'

const prefix = freeswitchPrefix()
if (prefix === undefined) {
  console.log('freeswitch-conf killed and restarted: NOT RUN (CTI_TEST_FREESWITCH names no installation)')
}

const users = ['1001', '1002'].map((extension) => ({
  extension,
  password: `secret-${extension}`,
  name: extension,
}))

/** `recover_at_start`, as the sample unit of systemd sets it. */
describe.skipIf(prefix === undefined)('freeswitch-conf killed and restarted on a real FreeSWITCH', () => {
  let node: FreeswitchNode
  let socket: RawEventSocket
  const phones: Phone[] = []

  beforeAll(async () => {
    node = await startFreeswitch({
      prefix: prefix ?? '',
      users,
      serviceNumbers: ['8000'],
      fallbackTargets: ['1001', '1002'],
      trunkAcl: ['127.0.0.1/32'],
      settings: { recover_at_start: 'true' },
    })
  })
  afterAll(() => node?.stop())
  afterEach(async () => {
    socket?.close()
    await Promise.all(phones.splice(0).map((phone) => phone.close()))
  })

  async function connect(): Promise<void> {
    socket = await RawEventSocket.open(node.eventSocketPort, node.eventSocketPassword)
  }

  async function agent(extension: string, tone: number): Promise<Phone> {
    const phone = await createPhone({
      extension,
      password: `secret-${extension}`,
      domain: node.domain,
      registrar: { host: node.host, port: node.sipPort },
      answer: 'auto',
      tone,
    })
    phones.push(phone)
    await phone.register()
    return phone
  }

  async function patient(tone: number): Promise<Call> {
    const phone = await createTrunk({
      switch: { host: node.host, port: node.trunkSipPort },
      number: '13800138000',
      tone,
    })
    phones.push(phone)
    return phone.call('8000')
  }

  async function beat(): Promise<void> {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: FreeSWITCH expands it
    await socket.api('expand global_setvar cti_seen=${strepoch()}')
  }

  /** The switch writes its tables a moment later than it acts: what isn't there yet can't be taken up. */
  async function inRecoveryTable(text: string): Promise<void> {
    const file = join(node.siteDir, 'state/db/core.db')
    await expect.poll(() => readFileSync(file, 'latin1').includes(text), { timeout: 5000 }).toBe(true)
  }

  /** A caller whom a controller has taken, answered and marked. */
  async function parkedCaller(): Promise<{ waiting: Call; uuid: string }> {
    await connect()
    await beat()
    await socket.subscribe(['CHANNEL_PARK'])
    const waiting = await patient(700)
    const parked = await socket.waitFor('CHANNEL_PARK', { 'Caller-Destination-Number': '8000' }, 5000)
    const uuid = parked['Unique-ID'] ?? ''
    await socket.api(`uuid_setvar_multi ${uuid} cti_waiting=true;cti_call_id=call_${uuid}`)
    await socket.api(`sched_del ${uuid}`)
    await socket.api(`uuid_answer ${uuid}`)
    await waiting.waitFor('answered')
    socket.close()
    await inRecoveryTable(`<cti_call_id>call_${uuid}<`)
    return { waiting, uuid }
  }

  it('keeps talking calls: the same legs, both sides heard again, ended by a hang-up', async () => {
    const phone = await agent('1001', 440)
    const incoming = phone.nextIncoming()
    const call = await patient(700)
    const answered = await incoming
    await bothHear(call, answered)
    await connect()
    const before = await legs(socket)
    expect(before).toHaveLength(2)
    for (const leg of before) await inRecoveryTable(`<signal_bond>${leg}<`)
    const bridged = await socket.api(`uuid_getvar ${before[0]} bridge_uuid`)
    socket.close()

    await node.kill9()
    await node.restart()
    await bothHear(call, answered)

    await connect()
    await expect.poll(() => legs(socket), { timeout: 5000 }).toEqual(before)
    expect(await socket.api(`uuid_getvar ${before[0]} bridge_uuid`)).toBe(bridged)
    expect(await Promise.all(before.map((leg) => socket.api(`uuid_getvar ${leg} cti_fallback`)))).toContain(
      'true',
    )
    expect(readFileSync(node.logPath, 'utf8')).toContain('Recovered 2 call(s)')
    await call.hangUp()
    await answered.waitFor('ended')
    await expect.poll(() => legs(socket), { timeout: 5000 }).toEqual([])
  })

  it('parks a caller who waited again, still marked, so that a controller that is back at once goes on', async () => {
    const { waiting, uuid } = await parkedCaller()
    await node.kill9()
    await node.restart()
    await connect()
    await beat()
    await expect.poll(() => legs(socket), { timeout: 5000 }).toEqual([uuid])
    await expect
      .poll(() => socket.api(`uuid_getvar ${uuid} current_application`), { timeout: 5000 })
      .toBe('park')
    expect(await socket.api(`uuid_getvar ${uuid} cti_waiting`)).toBe('true')
    expect(await socket.api(`uuid_getvar ${uuid} cti_call_id`)).toBe(`call_${uuid}`)
    // The dialplan has armed it anew; who is marked is the watchdog's.
    await expect.poll(() => socket.api('global_getvar cti_recovered'), { timeout: 5000 }).toBe('true')
    expect(await socket.api(`sched_del ${uuid}`)).toContain('Deleted: 0')
    await waiting.hangUp()
  })

  it('brings a caller who waited to the fallback group, as long as no controller is there', async () => {
    const { waiting } = await parkedCaller()
    await node.kill9()
    await node.restart()
    const phone = await agent('1001', 440)
    const rung = await phone.nextIncoming()
    await bothHear(waiting, rung)
  })
})

async function legs(socket: RawEventSocket): Promise<string[]> {
  const { rows } = JSON.parse(await socket.api('show channels as json')) as { rows?: { uuid: string }[] }
  return (rows ?? []).map(({ uuid }) => uuid).sort()
}

async function bothHear(patient: Call, agent: Call): Promise<void> {
  await Promise.all([patient.audio.heard(440), agent.audio.heard(700)])
}
