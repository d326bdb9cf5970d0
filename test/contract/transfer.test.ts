import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { bothHear, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { claim, FALLBACK, playArgument } from './support/orders.ts'
import { FALLBACK_EXTENSIONS } from './support/site.ts'

const BACK = 'cti_return XML cti'

contract('a leg is sent elsewhere', (scenario) => {
  scenario('the caller: it is parked there, the agent’s leg ends', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_transfer ${patient.uuid} ${BACK}`)).toBe('+OK\n')
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect(park.pick('Caller-Destination-Number', 'Caller-Context', 'variable_bridge_to')).toEqual({
      'Caller-Destination-Number': 'cti_return',
      'Caller-Context': 'cti',
      variable_bridge_to: undefined,
    })
    await agent.call.waitFor('ended', SOON_MS)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': agent.uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    expect(bench.socket.story(patient.uuid).slice(-3)).toEqual([
      'CHANNEL_BRIDGE',
      'CHANNEL_UNBRIDGE',
      'CHANNEL_PARK',
    ])
  })

  scenario('the agent: it is parked there, and the caller comes back', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_transfer ${agent.uuid} ${BACK}`)).toBe('+OK\n')
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': agent.uuid }, SOON_MS, before)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect([agent.call.state, patient.call.state]).toEqual(['answered', 'answered'])
  })

  scenario('the other one: -bleg names the leg that this one talks to', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_transfer ${agent.uuid} -bleg ${BACK}`)).toBe('+OK\n')
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await agent.call.waitFor('ended', SOON_MS)
    expect(patient.call.state).toBe('answered')
  })

  scenario('both: each is parked, and they can be brought together again', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_transfer ${patient.uuid} -both ${BACK}`)).toBe('+OK\n')
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': agent.uuid }, SOON_MS, before)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    for (const { uuid } of [patient, agent]) {
      expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 1\n')
    }
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
    await bothHear(patient.call, agent.call)
  })

  scenario('to nowhere: it is hung up', async (bench) => {
    const { uuid, call } = await bench.patient()
    expect(await bench.socket.api(`uuid_transfer ${uuid} nowhere XML cti`)).toBe('+OK\n')
    await call.waitFor('ended', SOON_MS)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NO_ROUTE_DESTINATION')
  })

  scenario('in the midst of a prompt: it ends, and what waited behind it is not heard', async (bench) => {
    const { uuid, call } = await bench.patient()
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()]
    const lock = { lock: true }
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('long-1900')]), first, lock)
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1600')]), second, lock)
    await call.audio.heard(1_900, { withinMs: SOON_MS })
    const before = bench.socket.events.length
    const silent = call.audio.notHeard(1_600, { watchMs: 1_000 })
    await bench.socket.api(`uuid_transfer ${uuid} ${BACK}`)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid }, SOON_MS, before)
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1300')]), third, lock)
    await bench.socket.completed(third)
    await silent
    const since = bench.socket.events.slice(before).filter((event) => event.get('Unique-ID') === uuid)
    const told = since.map((event) => event.get('Application-UUID') ?? event.name)
    const counted = [first, second, 'CHANNEL_PARK', third]
    expect(told.filter((what) => counted.includes(what))).toEqual(counted)
  })
})

contract('the way out is armed', (scenario) => {
  const arm = (seconds: number, uuid: string) => `sched_transfer +${seconds} ${uuid} ${FALLBACK}`

  scenario('anew: the second alone counts once the first is deleted', async (bench) => {
    const phone = await bench.desk({ extension: FALLBACK_EXTENSIONS[0] })
    const { uuid, call } = await bench.patient()
    await bench.socket.api(arm(1, uuid))
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 1\n')
    await bench.socket.api(arm(6, uuid))
    const token = randomUUID()
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('middle-2200')]), token, {
      lock: true,
    })
    // More than two seconds: the first task's time has gone by when it ends, the second's is far off.
    expect((await bench.socket.completed(token)).get('Application-Response')).toBe('FILE PLAYED')
    expect(phone.callCount).toBe(0)
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    await bothHear(call, offered)
  })

  scenario('and called off: nothing happens at its time', async (bench) => {
    const phone = await bench.desk({ extension: FALLBACK_EXTENSIONS[0] })
    const { uuid, call } = await bench.patient()
    await bench.socket.api(arm(1, uuid))
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 1\n')
    const other = await bench.patient()
    await bench.socket.api(arm(3, other.uuid))
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    expect(offered.remote.number).toBe(other.number)
    expect(phone.callCount).toBe(1)
    expect(call.state).toBe('answered')
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_fallback`)).toBe('_undef_')
  })

  scenario('for a leg that ends before its time: the task ends with it', async (bench) => {
    const { uuid, call } = await bench.patient()
    await bench.socket.api(arm(30, uuid))
    await call.hangUp()
    await bench.gone(uuid)
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 0\n')
  })

  scenario('for a leg that is gone: refused', async ({ socket }) => {
    expect(await socket.api(arm(1, randomUUID()))).toBe('-ERR No such channel!\n')
  })

  scenario('by the dialplan, and stays with the caller who is answered and not claimed', async (bench) => {
    const phone = await bench.desk({ extension: FALLBACK_EXTENSIONS[0] })
    await bench.goesUntaken(4)
    const { uuid } = await bench.arrival()
    const [marks] = claim(uuid, callId())
    await bench.socket.api(marks)
    await bench.answer(uuid)
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    expect(offered.state).toBe('incoming')
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_fallback`)).toBe('true')
  })
})
