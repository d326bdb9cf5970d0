import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { FREESWITCH_CONF, rewriteGateways } from '../support/freeswitch-site.ts'
import { type Call, createPhone, createTrunk, type Phone } from '../support/phone/index.ts'
import { RawEventSocket } from '../support/raw-event-socket.ts'

const prefix = freeswitchPrefix()
if (prefix === undefined) {
  console.log('limits of freeswitch-conf: NOT RUN (CTI_TEST_FREESWITCH names no installation)')
}

const users = [{ extension: '1001', password: 'secret-1001', name: '1001' }]
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

describe.skipIf(prefix === undefined)('limits and ways out of freeswitch-conf on a real FreeSWITCH', () => {
  let node: FreeswitchNode
  let socket: RawEventSocket
  let [city, carrier]: (Phone | undefined)[] = []
  const spoolDir = mkdtempSync(join(MEMORY, 'cti-spool-'))
  const phones: Phone[] = []

  beforeAll(async () => {
    city = await createTrunk({ tone: 440 })
    carrier = await createTrunk({ tone: 500 })
    const [first, second] = [city, carrier]
    node = await startFreeswitch({
      prefix: prefix ?? '',
      users,
      serviceNumbers: ['8000'],
      fallbackTargets: [],
      trunkAcl: ['127.0.0.1/32'],
      outgoingPeer: second.address,
      settings: {
        emergency_gateway: 'e1',
        emergency_numbers: '^0?(110|119|120)$',
        media_timeout: 2000,
        max_call_seconds: 2,
        max_sessions: 5,
        spool_dir: spoolDir,
      },
      async prepare(siteDir) {
        await cp(join(FREESWITCH_CONF, 'samples/gateways'), join(siteDir, 'gateways'), { recursive: true })
        rewriteGateways(siteDir, first.address)
        writeFileSync(join(siteDir, 'ims-password'), 'a-secret-of-the-carrier\n', { mode: 0o600 })
      },
    })
    socket = await RawEventSocket.open(node.eventSocketPort, node.eventSocketPassword)
    await socket.subscribe(['CHANNEL_PARK', 'CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'RECORD_START'])
  })
  afterAll(async () => {
    socket?.close()
    await city?.close()
    await carrier?.close()
    await node?.stop()
    rmSync(spoolDir, { recursive: true, force: true })
  })
  afterEach(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()))
    if (!existsSync(`/proc/${node.pid}`)) return
    await expect.poll(legs, { timeout: 5000 }).toBe(0)
    if (city !== undefined) city.answerPolicy = 'manual'
    socket.events.length = 0
  })

  async function legs(): Promise<number> {
    return Number(/^(\d+) total/m.exec(await socket.api('show channels count'))?.[1] ?? 0)
  }

  async function beat(): Promise<void> {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: FreeSWITCH expands it
    await socket.api('expand global_setvar cti_seen=${strepoch()}')
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

  /** A caller who is parked and answered, as a controller has them. */
  async function waiting(): Promise<{ phone: Phone; call: Call; uuid: string }> {
    await beat()
    const phone = await patient()
    const call = await phone.call('8000')
    const parked = await socket.waitFor('CHANNEL_PARK', { 'Caller-Destination-Number': '8000' }, 5000)
    const uuid = parked['Unique-ID'] ?? ''
    await socket.api(`sched_del ${uuid}`)
    await socket.api(`uuid_answer ${uuid}`)
    await call.waitFor('answered')
    socket.events.length = 0
    return { phone, call, uuid }
  }

  async function ownPhone(): Promise<Phone> {
    const phone = await createPhone({
      extension: '1001',
      password: 'secret-1001',
      domain: node.domain,
      registrar: { host: node.host, port: node.sipPort },
      tone: 700,
    })
    phones.push(phone)
    return phone
  }

  it('reads the sample gateways, with the password from its file', async () => {
    const status = await socket.api('sofia status')
    for (const name of ['ims', 'sip-trunk', 'e1', 'pbx', 'outside']) {
      expect(status).toMatch(new RegExp(`^\\s*trunks::${name}\\s+gateway`, 'm'))
    }
    expect(await socket.api('sofia xmlstatus gateway ims')).toContain('<password>yes<')
  })

  it('sends 110, 119 and 120 to the trunk for them, with a prefix too, controller or not', async () => {
    const phone = await ownPhone()
    for (const [number, beats] of [
      ['110', false],
      ['119', true],
      ['120', true],
      ['0120', true],
    ] as const) {
      if (beats) await beat()
      const call = await phone.call(number)
      const arrived = await (city as Phone).nextIncoming()
      expect(arrived.messages[0]?.text).toContain(`INVITE sip:${number.slice(-3)}@`)
      await arrived.answer()
      await call.audio.heard(440)
      await call.hangUp()
      await arrived.waitFor('ended')
    }
  })

  it('takes the second way at once when the first refuses an emergency call', async () => {
    ;(city as Phone).answerPolicy = { refuse: 503 }
    const call = await (await ownPhone()).call('120')
    await (city as Phone).nextIncoming()
    const arrived = await (carrier as Phone).nextIncoming()
    await arrived.answer()
    await call.audio.heard(500)
    await call.hangUp()
    await arrived.waitFor('ended')
  })

  it('offers session timers, and asks for longer ones than too short ones', async () => {
    const call = await (await ownPhone()).call('13900139000')
    const arrived = await (carrier as Phone).nextIncoming()
    const invite = arrived.messages[0]?.text ?? ''
    expect(invite).toMatch(/^Session-Expires: 1800/m)
    expect(invite).toMatch(/^Min-SE: 120/m)
    await call.cancel()
    const hasty = await (await patient()).call('8000', {
      headers: { Supported: 'timer', 'Session-Expires': '60', 'Min-SE': '60' },
    })
    expect(await hasty.waitFor('ended')).toMatchObject({ sipStatus: 422 })
  })

  it('ends a leg whose telephone vanished, after the media time-out', async () => {
    const { phone, uuid } = await waiting()
    await expect.poll(() => socket.api(`uuid_getvar ${uuid} remote_media_port`)).toMatch(/\d/)
    phone.kill()
    const hungUp = await socket.waitFor('CHANNEL_HANGUP', { 'Unique-ID': uuid }, 10_000)
    expect(hungUp['Hangup-Cause']).toBe('MEDIA_TIMEOUT')
    const complete = await socket.waitFor('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid }, 500)
    expect(complete['Hangup-Cause']).toBe('MEDIA_TIMEOUT')
    expect(Number(complete['variable_rtp_audio_out_packet_count'])).toBeGreaterThan(0)
  })

  it('ends what is older than a call may be, and spares emergency calls', async () => {
    const emergency = await (await ownPhone()).call('120')
    await (await (city as Phone).nextIncoming()).answer()
    await emergency.waitFor('answered')
    const { uuid, call } = await waiting()
    await expect
      .poll(
        async () => {
          await socket.api('lua cti_longest.lua')
          return call.state
        },
        { timeout: 10_000, interval: 500 },
      )
      .toBe('ended')
    const hungUp = await socket.waitFor('CHANNEL_HANGUP', { 'Unique-ID': uuid }, 5000)
    expect(hungUp['Hangup-Cause']).toBe('ALLOTTED_TIMEOUT')
    expect(emergency.state).toBe('answered')
    expect(await socket.api('show tasks')).toMatch(/cti_longest/)
    await emergency.hangUp()
  })

  it('records into the spool in steps of 20 ms, for its group to read and erase', async () => {
    const { uuid, call } = await waiting()
    const file = join(spoolDir, 'try.raw')
    await socket.api(`uuid_record ${uuid} start ${file}`)
    await socket.waitFor('RECORD_START', { 'Unique-ID': uuid }, 5000)
    const sizes = new Set<number>()
    await expect
      .poll(() => sizes.add(existsSync(file) ? statSync(file).size : 0).size, {
        timeout: 10_000,
        interval: 30,
      })
      .toBeGreaterThan(15)
    // Two channels of 16 bits at 8 kHz: 640 bytes are 20 ms.
    expect([...sizes].filter((size) => size % 640 !== 0)).toEqual([])
    expect(Math.max(...sizes)).toBeLessThan(65_536 * 2)
    expect(statSync(file).mode & 0o777).toBe(0o660)
    await call.hangUp()
    expect(readFileSync(node.logPath, 'utf8')).not.toContain('spool')
  })

  it('answers 503 to what is beyond its sessions', async () => {
    await beat()
    const calls: Call[] = []
    for (let n = 0; n < 6; n += 1) calls.push(await (await patient()).call('8000'))
    const refused = () => calls.filter(({ ending }) => ending?.sipStatus === 503).length
    await expect.poll(refused, { timeout: 5000 }).toBeGreaterThan(0)
    await expect.poll(legs, { timeout: 5000 }).toBe(6 - refused())
    for (const call of calls) if (call.state !== 'ended') await call.cancel()
  })

  it('can be emptied for an upgrade: talks go on, new calls are refused, and it ends with the last one', async () => {
    const { call } = await waiting()
    // `elegant` alone would let new calls in for ever; in the foreground it would hold the socket until the end.
    expect(await socket.api('fsctl pause inbound')).toContain('+OK')
    await socket.send('bgapi fsctl shutdown elegant')
    const refused = await (await patient()).call('8000')
    expect(await refused.waitFor('ended')).toMatchObject({ reason: 'refused', sipStatus: 503 })
    expect(call.state).toBe('answered')
    await call.hangUp()
    await expect.poll(() => existsSync(`/proc/${node.pid}`), { timeout: 40_000, interval: 200 }).toBe(false)
  })
})
