import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sine } from '../support/audio/tone.ts'
import { writeWav } from '../support/audio/wav.ts'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { writeFreeswitchUser } from '../support/freeswitch-site.ts'
import { listeningAddresses } from '../support/listening.ts'
import { type Call, createPhone, createTrunk, type Phone } from '../support/phone/index.ts'
import { RawEventSocket } from '../support/raw-event-socket.ts'

const prefix = freeswitchPrefix()
if (prefix === undefined) {
  console.log('freeswitch-conf on a real FreeSWITCH: NOT RUN (CTI_TEST_FREESWITCH names no installation)')
}

const users = ['1001', '1002', '1003'].map((extension) => ({
  extension,
  password: `secret-${extension}`,
  name: `座席 ${extension}`,
}))

describe.skipIf(prefix === undefined)('freeswitch-conf on a real FreeSWITCH', () => {
  let node: FreeswitchNode
  let socket: RawEventSocket
  let outside: Phone
  const phones: Phone[] = []

  beforeAll(async () => {
    outside = await createTrunk({ tone: 440 })
    node = await startFreeswitch({
      prefix: prefix ?? '',
      users,
      serviceNumbers: ['8000'],
      fallbackTargets: ['1001', '1002'],
      trunkAcl: ['127.0.0.1/32'],
      outgoingPeer: outside.address,
    })
  })
  afterAll(async () => {
    await outside.close()
    await node.stop()
  })
  afterEach(async () => {
    stopBeating()
    socket?.close()
    await Promise.all(phones.splice(0).map((phone) => phone.close()))
  })

  let stopBeating: () => void = () => undefined

  /** The least of a controller: it listens, and unless told not to it shows that it is there. */
  async function controller({ beats = true } = {}): Promise<void> {
    socket = await RawEventSocket.open(node.eventSocketPort, node.eventSocketPassword)
    await socket.subscribe(['CHANNEL_PARK', 'CHANNEL_BRIDGE'])
    if (!beats) return
    // biome-ignore lint/suspicious/noTemplateCurlyInString: FreeSWITCH expands it
    const beat = (): Promise<string> => socket.api('expand global_setvar cti_seen=${strepoch()}')
    await beat()
    const timer = setInterval(() => beat().catch(() => undefined), 1000)
    stopBeating = () => clearInterval(timer)
  }

  async function agentPhone(
    extension: string,
    { password = `secret-${extension}`, tone = 440 } = {},
  ): Promise<Phone> {
    const phone = await createPhone({
      extension,
      password,
      domain: node.domain,
      registrar: { host: node.host, port: node.sipPort },
      tone,
    })
    phones.push(phone)
    return phone
  }
  async function patient(): Promise<Phone> {
    const phone = await createTrunk({
      switch: { host: node.host, port: node.trunkSipPort },
      number: '13800138000',
      tone: 700,
    })
    phones.push(phone)
    return phone
  }

  it('registers a phone with a digest, and refuses a wrong password', async () => {
    const right = await agentPhone('1001')
    expect(await right.register()).toBeGreaterThan(0)
    const wrong = await agentPhone('1002', { password: 'guess' })
    await expect(wrong.register()).rejects.toMatchObject({ sipStatus: 403 })
  })

  it('takes a caller to the fallback group at once while no controller was ever heard', async () => {
    await controller({ beats: false })
    const agent = await agentPhone('1002')
    await agent.register()
    const call = await (await patient()).call('8000')
    const offered = await agent.nextIncoming()
    await offered.answer()
    await call.waitFor('answered')
    await bothHear(call, offered)
  })

  it('parks a call unanswered for a controller whose beat is fresh, and rescues it when nobody takes it', async () => {
    await controller()
    const agent = await agentPhone('1001')
    await agent.register()
    const call = await (await patient()).call('8000')
    const parked = await socket.waitFor('CHANNEL_PARK', { 'Caller-Destination-Number': '8000' }, 5000)
    expect(parked['Answer-State']).not.toBe('answered')
    expect(call.state).not.toBe('answered')
    const offered = await agent.nextIncoming()
    await offered.answer()
    await bothHear(call, offered)
  })

  it('leaves a claimed caller alone, takes it back after the agent hung up, and parks it again', async () => {
    await controller()
    const agent = await agentPhone('1001')
    agent.answerPolicy = 'auto'
    await agent.register()
    const call = await (await patient()).call('8000')
    const uuid = await claimed(socket)
    await socket.api(`uuid_setvar ${uuid} transfer_after_bridge cti_return:XML:cti`)
    const offered = agent.nextIncoming()
    const leg = await originate(socket, `user/1001@${node.domain}`)
    await socket.api(`uuid_bridge ${uuid} ${leg}`)
    await bothHear(call, await offered)
    await (await offered).hangUp()
    const back = await socket.waitFor('CHANNEL_PARK', { 'Caller-Destination-Number': 'cti_return' }, 5000)
    expect(back['Unique-ID']).toBe(uuid)
    expect(call.state).toBe('answered')
  })

  it('moves a waiting caller to the group when the beat stops, and never a talking one', async () => {
    await controller()
    const [talker, rescuer] = [await agentPhone('1003'), await agentPhone('1001')]
    await talker.register()
    await rescuer.register()
    talker.answerPolicy = 'auto'
    const [lucky, waiting] = [await patient(), await patient()]
    const talking = await lucky.call('8000')
    const talkingUuid = await claimed(socket)
    const heard = talker.nextIncoming()
    await socket.api(`uuid_bridge ${talkingUuid} ${await originate(socket, `user/1003@${node.domain}`)}`)
    const agentEnd = await heard
    socket.events.length = 0
    const queued = await waiting.call('8000')
    const queuedUuid = await claimed(socket)
    stopBeating()
    await socket.api('global_setvar cti_seen=1')
    const offered = await rescuer.nextIncoming()
    await offered.answer()
    await bothHear(queued, offered)
    expect(await socket.api(`uuid_getvar ${queuedUuid} cti_fallback`)).toBe('true')
    expect(await socket.api(`uuid_getvar ${queuedUuid} cti_waiting`)).toBe('_undef_')
    await bothHear(talking, agentEnd)
    expect(await socket.api(`uuid_getvar ${talkingUuid} cti_fallback`)).toBe('_undef_')
  })

  it("brings the caller back to the controller, with the phone's wish, when an agent's phone sends REFER", async () => {
    await controller()
    const agent = await agentPhone('1001')
    agent.answerPolicy = 'auto'
    await agent.register()
    const call = await (await patient()).call('8000')
    const uuid = await claimed(socket)
    const offered = agent.nextIncoming()
    const leg = await originate(socket, `user/1001@${node.domain}`)
    await socket.api(`uuid_bridge ${uuid} ${leg}`)
    const agentEnd = await offered
    await bothHear(call, agentEnd)
    await agentEnd.refer('sip:0085290001111@cti.test')
    const parked = await socket.waitFor('CHANNEL_PARK', { variable_cti_refer_to: '0085290001111' }, 5000)
    expect(parked['Unique-ID']).toBe(uuid)
    expect(parked['variable_cti_refer_by']).toBe(leg)
  })

  it('never expands what a phone asks for', async () => {
    await controller()
    await (await patient()).call('8000')
    const uuid = await claimed(socket)
    socket.events.length = 0
    // biome-ignore lint/suspicious/noTemplateCurlyInString: FreeSWITCH would expand it
    await socket.api(`uuid_transfer ${uuid} ${'${strepoch()}'} XML cti_refer`)
    const parked = await socket.waitFor('CHANNEL_PARK', { 'Unique-ID': uuid }, 5000)
    expect(parked['variable_cti_refer_to']).toBeUndefined()
    expect(parked['variable_cti_arrived_number']).toBe('8000')
  })

  it('connects extension to extension, and asks every caller for a digest', async () => {
    const [a, b] = [await agentPhone('1001', { tone: 700 }), await agentPhone('1002')]
    await a.register()
    await b.register()
    const call = await a.call('1002')
    const offered = await b.nextIncoming()
    await offered.answer()
    await bothHear(call, offered)
    const stranger = await createPhone({ registrar: { host: node.host, port: node.sipPort } })
    phones.push(stranger)
    const refused = await (await stranger.call('1002')).waitFor('ended')
    expect(refused).toMatchObject({ reason: 'refused', sipStatus: 407 })
  })

  it('sends outside numbers and emergency numbers to the trunk, from phones of the house only', async () => {
    const phone = await agentPhone('1001', { tone: 700 })
    for (const number of ['13900139000', '120']) {
      const call = await phone.call(number)
      const arrived = await outside.nextIncoming()
      expect(arrived.messages[0]?.text).toContain(`INVITE sip:${number}@`)
      await arrived.answer()
      await bothHear(call, arrived)
      await call.hangUp()
      await arrived.waitFor('ended')
    }
    const fromTrunk = await (await patient()).call('13900139000')
    expect(await fromTrunk.waitFor('ended')).toMatchObject({ reason: 'refused', sipStatus: 404 })
  })

  it('refuses a trunk whose address is not on the list', async () => {
    const stranger = await createTrunk({
      host: '127.0.0.2',
      switch: { host: node.host, port: node.trunkSipPort },
    })
    phones.push(stranger)
    const ending = await (await stranger.call('8000')).waitFor('ended')
    expect(ending).toMatchObject({ reason: 'refused', sipStatus: 403 })
  })

  it('listens on loopback only, and its event socket knows no default password', async () => {
    expect(listeningAddresses(node.pid)).toEqual(['127.0.0.1'])
    await expect(RawEventSocket.open(node.eventSocketPort, 'ClueCon')).rejects.toThrow('invalid')
  })

  it('keeps a parked caller supplied with silence, and plays hold music once the site has put some there', async () => {
    await controller()
    const call = await (await patient()).call('8000')
    const uuid = await claimed(socket)
    // Carriers end a call without media.
    await expect.poll(() => call.audio.counts.packets, { timeout: 5000 }).toBeGreaterThan(20)
    await socket.subscribe(['PLAYBACK_START'])
    await socket.api(`uuid_broadcast ${uuid} local_stream://moh aleg`)
    await socket.waitFor('PLAYBACK_START', { 'Unique-ID': uuid }, 5000)
    await writeWav(join(node.siteDir, 'music/hold.wav'), sine(1000, 8000, 16_000))
    await call.audio.heard(1000)
  })

  it('sees a new extension after reloadxml, with watchdog and beat unharmed', async () => {
    await controller()
    const password = 'fresh'
    writeFreeswitchUser(node.siteDir, { extension: '1009', password, name: '新 & <new>' })
    await socket.api('reloadxml')
    const phone = await agentPhone('1009', { password })
    expect(await phone.register()).toBeGreaterThan(0)
    expect((await socket.api('show tasks')).match(/cti_watchdog/g)).toHaveLength(1)
  })

  it('writes no number and no digit into its log', async () => {
    await controller()
    const call = await (await patient()).call('8000')
    const uuid = await claimed(socket)
    await socket.api(
      `uuid_broadcast ${uuid} play_and_get_digits::'7 7 1 9000 # silence_stream://9000 silence_stream://1 choice' aleg`,
    )
    await call.sendDigits('5837264')
    await expect.poll(() => socket.api(`uuid_getvar ${uuid} choice`), { timeout: 5000 }).toBe('5837264')
    const log = readFileSync(node.logPath, 'utf8')
    expect(log).toContain('moved to the fallback group')
    for (const secret of ['5837264', '13800138000', '0085290001111', node.eventSocketPassword]) {
      expect(log).not.toContain(secret)
    }
    expect(log).not.toMatch(/DTMF/i)
  })
})

/** What a controller does with a parked caller before anything else. */
async function claimed(socket: RawEventSocket): Promise<string> {
  const parked = await socket.waitFor('CHANNEL_PARK', { 'Caller-Destination-Number': '8000' }, 5000)
  const uuid = parked['Unique-ID'] ?? ''
  await socket.api(`sched_del ${uuid}`)
  await socket.api(`uuid_setvar ${uuid} cti_waiting true`)
  await socket.api(`uuid_answer ${uuid}`)
  return uuid
}

async function originate(socket: RawEventSocket, target: string): Promise<string> {
  const reply = await socket.api(`originate {ignore_early_media=true}${target} &park()`)
  expect(reply).toMatch(/^\+OK /)
  return reply.slice(4)
}

async function bothHear(patient: Call, agent: Call): Promise<void> {
  await Promise.all([patient.audio.heard(440), agent.audio.heard(700)])
}
