import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { bothHear, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { claim, collectArgument, leaves } from './support/orders.ts'
import { FALLBACK_EXTENSIONS, MUSIC_HZ } from './support/site.ts'

const LOCK = { lock: true }

contract('a controller’s connection is lost', (scenario) => {
  scenario('between the marks of a claim and the disarming: the fallback takes the caller', async (bench) => {
    const phone = await bench.desk({ extension: FALLBACK_EXTENSIONS[0] })
    await bench.goesUntaken(4)
    const { uuid, call } = await bench.arrival()
    const first = await bench.anotherSocket()
    const [marks] = claim(uuid, callId())
    await first.api(marks)
    first.close()
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    await bothHear(call, offered)
  })

  scenario('after the claim: the caller waits, and the next one finds whose call it is', async (bench) => {
    const id = callId()
    const { uuid, call } = await bench.arrival()
    const first = await bench.anotherSocket()
    for (const command of claim(uuid, id)) await first.api(command)
    first.close()
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_call_id`)).toBe(id)
    expect(await bench.socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 0\n')
    await bench.answer(uuid)
    await call.waitFor('answered', SOON_MS)
  })

  scenario(
    'while a key is asked for: the key is taken, and its answer is told to who is there',
    async (bench) => {
      const { uuid, call } = await bench.patient()
      const first = await bench.anotherSocket()
      const token = randomUUID()
      await first.execute(uuid, 'play_and_get_digits', collectArgument(8_000, []), token, LOCK)
      first.close()
      await call.sendDigits('6')
      expect((await bench.socket.completed(token)).get('variable_cti_digits')).toBe('6')
    },
  )

  scenario('while music plays: it plays on, and the next one breaks it off', async (bench) => {
    const { uuid, call } = await bench.patient()
    const first = await bench.anotherSocket()
    await first.execute(uuid, 'playback', 'local_stream://moh', randomUUID(), { loops: '-1' })
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
    first.close()
    await call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS, forMs: 600 })
    await bench.socket.api(`uuid_break ${uuid} all`)
    await call.audio.silentFor(400)
  })

  scenario(
    'while a phone rings: the job’s answer and the leg’s events come to the next one',
    async (bench) => {
      const first = await bench.anotherSocket()
      const phone = await bench.desk()
      const uuid = randomUUID()
      const job = randomUUID()
      const text = `originate {origination_uuid=${uuid},originate_timeout=20}user/${phone.extension} &park()`
      await first.send(`bgapi ${text}\nJob-UUID: ${job}`)
      const call = await phone.nextIncoming({ timeoutMs: SOON_MS })
      first.close()
      const next = await bench.anotherSocket()
      expect(await next.api(`uuid_exists ${uuid}`)).toBe('true')
      call.refuse(486)
      const hangup = await next.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe('USER_BUSY')
      await next.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
      // A job has no owner: its answer goes to whoever listens then.
      expect((await next.event('BACKGROUND_JOB', { 'Job-UUID': job })).body).toBe('-ERR USER_BUSY\n')
    },
  )

  scenario('right behind a command: it is carried out', async (bench) => {
    const patient = await bench.patient()
    const agent = await bench.agent()
    const first = await bench.anotherSocket()
    await bench.socket.api(leaves(agent.uuid))
    expect(await first.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)).toBe(`+OK ${agent.uuid}\n`)
    first.close()
    await bench.socket.event('CHANNEL_BRIDGE', { 'Unique-ID': patient.uuid })
    await bothHear(patient.call, agent.call)
  })

  scenario('while a leg ends: the next one is told nothing of it, and finds it gone', async (bench) => {
    const { uuid, call } = await bench.patient()
    await call.hangUp()
    await bench.gone(uuid)
    const next = await bench.anotherSocket()
    expect(await next.api(`uuid_exists ${uuid}`)).toBe('false')
    expect(next.story(uuid)).toEqual([])
  })
})
