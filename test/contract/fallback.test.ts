import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Phone } from '../support/phone/index.ts'
import { type Bench, bothHear, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { claim, FALLBACK } from './support/orders.ts'
import { FALLBACK_EXTENSIONS, MUSIC_HZ, SERVICE_NUMBER } from './support/site.ts'

/** Both phones of the group. */
async function group(bench: Bench): Promise<readonly Phone[]> {
  return Promise.all(FALLBACK_EXTENSIONS.map((extension) => bench.desk({ extension })))
}

const beatOf = (bench: Bench, value: string) => bench.socket.api(`global_setvar cti_seen=${value}`)

contract('no controller', (scenario) => {
  scenario('was ever heard: the group rings at once, together', async (bench) => {
    const phones = await group(bench)
    await beatOf(bench, '')
    const trunk = await bench.trunk()
    const call = await trunk.call(SERVICE_NUMBER)
    const [first, second] = await Promise.all(
      phones.map((phone) => phone.nextIncoming({ timeoutMs: SOON_MS })),
    )
    await first?.answer()
    if (first !== undefined) await bothHear(call, first)
    await second?.waitFor('ended', SOON_MS)
    expect(second?.ending?.reasonHeader).toContain('Call completed elsewhere')
    const answered = await bench.socket.event('CHANNEL_ANSWER', {
      'Caller-Caller-ID-Number': trunk.extension,
    })
    expect(answered.get('variable_cti_fallback')).toBe('true')
    expect(bench.socket.events.filter((event) => event.name === 'CHANNEL_PARK')).toEqual([])
  })

  scenario('was heard for three seconds: the group rings at once', async (bench) => {
    const [phone] = await group(bench)
    const now = Number(await bench.socket.api('strepoch'))
    await beatOf(bench, String(now - 3))
    const call = await (await bench.trunk()).call(SERVICE_NUMBER)
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    await offered?.answer()
    if (offered !== undefined) await bothHear(call, offered)
  })

  scenario('takes a parked call in time: the armed transfer takes it to the group', async (bench) => {
    const [phone] = await group(bench)
    await bench.goesUntaken(1)
    const { call, uuid } = await bench.arrival()
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    await offered?.answer()
    if (offered !== undefined) await bothHear(call, offered)
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_fallback`)).toBe('true')
  })

  scenario('is there any more: a waiting caller is moved, a talking one is not', async (bench) => {
    const [phone] = await group(bench)
    const talking = await bench.talk()
    const waiting = await bench.patient()
    await beatOf(bench, '1')
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    expect(offered?.remote.number).toBe(waiting.number)
    await offered?.answer()
    if (offered !== undefined) await bothHear(waiting.call, offered)
    expect(await bench.socket.api(`uuid_getvar ${waiting.uuid} cti_fallback`)).toBe('true')
    expect(await bench.socket.api(`uuid_getvar ${waiting.uuid} cti_waiting`)).toBe('_undef_')
    expect(await bench.socket.api(`uuid_getvar ${talking.patient.uuid} cti_fallback`)).toBe('_undef_')
    await bothHear(talking.patient.call, talking.agent.call)
  })

  scenario(
    'meant it: music that comes behind the move is broken off, and the group goes on',
    async (bench) => {
      const [phone] = await group(bench)
      const { call, uuid } = await bench.patient()
      await beatOf(bench, '1')
      const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
      // Ordered by one who took him for waiting still.
      await bench.socket.execute(uuid, 'playback', 'local_stream://moh', randomUUID(), { loops: '-1' })
      await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
      expect(await bench.socket.api(`uuid_break ${uuid} all`)).toContain('+OK')
      await offered?.answer()
      if (offered !== undefined) await bothHear(call, offered)
    },
  )

  scenario('is there when an agent hangs up: the caller goes on to the group', async (bench) => {
    const [phone] = await group(bench)
    const { patient, agent } = await bench.talk()
    await beatOf(bench, '1')
    await agent.call.hangUp()
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    await offered?.answer()
    if (offered !== undefined) await bothHear(patient.call, offered)
  })
})

contract('the way out that the dialplan arms', (scenario) => {
  scenario('is disarmed for good by the claim, and cannot be found twice', async (bench) => {
    const { uuid, call } = await bench.arrival()
    const [marks, disarm] = claim(uuid, callId())
    await bench.socket.api(marks)
    expect(await bench.socket.api(disarm)).toBe('+OK Deleted: 1\n')
    expect(await bench.socket.api(disarm)).toBe('+OK Deleted: 0\n')
    expect(call.state).toBe('trying')
  })

  scenario('armed twice is two tasks, and one command takes both', async (bench) => {
    const { uuid } = await bench.patient()
    for (const _ of [1, 2]) {
      expect(await bench.socket.api(`sched_transfer +60 ${uuid} ${FALLBACK}`)).toBe('+OK\n')
    }
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 2\n')
  })

  scenario('left armed by the controller, tears a talking call apart', async (bench) => {
    const [phone] = await group(bench)
    const { patient, agent } = await bench.talk()
    await bench.socket.api(`sched_transfer +1 ${patient.uuid} ${FALLBACK}`)
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    await agent.call.waitFor('ended', SOON_MS)
    await offered?.answer()
    if (offered !== undefined) await bothHear(patient.call, offered)
  })

  scenario('is taken by hand: the group rings, and no timer is left', async (bench) => {
    const [phone] = await group(bench)
    const { uuid, call } = await bench.patient()
    expect(await bench.socket.api(`uuid_transfer ${uuid} ${FALLBACK}`)).toBe('+OK\n')
    const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
    await offered?.answer()
    if (offered !== undefined) await bothHear(call, offered)
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 0\n')
    for (const gone of ['cti_waiting', 'transfer_after_bridge']) {
      expect(await bench.socket.api(`uuid_getvar ${uuid} ${gone}`)).toBe('_undef_')
    }
    await offered?.hangUp()
    await call.waitFor('ended', SOON_MS)
  })

  scenario(
    'works for a caller not yet answered too: the group’s call is answered by the switch',
    async (bench) => {
      const [phone] = await group(bench)
      const { uuid, call } = await bench.arrival()
      await bench.socket.api(`uuid_transfer ${uuid} ${FALLBACK}`)
      await call.waitFor('answered', SOON_MS)
      const offered = await phone?.nextIncoming({ timeoutMs: SOON_MS })
      await offered?.answer()
      if (offered !== undefined) await bothHear(call, offered)
    },
  )
})

contract('the beat', (scenario) => {
  scenario('writes the switch’s own second', async ({ socket }) => {
    const now = async () => Number(await socket.api('strepoch'))
    const before = await now()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the switch expands it
    expect(await socket.api('expand global_setvar cti_seen=${strepoch()}')).toBe('+OK')
    const seen = Number(await socket.api('global_getvar cti_seen'))
    expect(seen).toBeGreaterThanOrEqual(before)
    expect(seen).toBeLessThanOrEqual(await now())
    expect(Math.abs(seen - Date.now() / 1000)).toBeLessThan(60)
  })
})
