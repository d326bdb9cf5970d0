import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createTrunk, type Phone } from '../support/phone/index.ts'
import { type Bench, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { FALLBACK_EXTENSIONS } from './support/site.ts'

/** Somebody outside whom a caller is asked to call, past the switch. */
async function elsewhere(bench: Bench): Promise<{ readonly phone: Phone; readonly uri: string }> {
  const phone = await createTrunk({ tone: 440 })
  bench.later(() => phone.close())
  return { phone, uri: `sip:4711@127.0.0.1:${phone.address.port}` }
}

contract('a caller is deflected', (scenario) => {
  scenario('by a REFER: the caller’s own side makes the new call, and the leg ends', async (bench) => {
    const { phone, uri } = await elsewhere(bench)
    const { call, uuid } = await bench.patient()
    bench.socket.write(`api uuid_deflect ${uuid} ${uri}\n\n`)
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    expect((await call.waitFor('referred', SOON_MS)).to).toBe(uri)
    await offered.answer()
    expect((await bench.socket.reply()).body).toBe('+OK:SIP/2.0 200 OK\r\n\n')
    expect(await call.waitFor('ended', SOON_MS)).toMatchObject({ by: 'remote', reason: 'hungUp' })
    await bench.gone(uuid)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.pick('Hangup-Cause', 'variable_sip_refer_reply')).toEqual({
      'Hangup-Cause': 'BLIND_TRANSFER',
      variable_sip_refer_reply: 'SIP/2.0 200 OK\r\n',
    })
    expect(bench.socket.story(uuid).slice(3)).toEqual([
      'CHANNEL_HANGUP',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ])
  })

  scenario('to somebody who is busy: told so, and the leg ends all the same', async (bench) => {
    const { phone, uri } = await elsewhere(bench)
    const { call, uuid } = await bench.patient()
    bench.socket.write(`api uuid_deflect ${uuid} ${uri}\n\n`)
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    offered.refuse(486)
    expect((await bench.socket.reply()).body).toMatch(/^\+OK:SIP\/2\.0 486 .*\r\n\n$/)
    await call.waitFor('ended', SOON_MS)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('BLIND_TRANSFER')
  })

  scenario('who will not: nothing is told for ten seconds, then the leg ends', async (bench) => {
    const agent = await bench.agent({ phone: await bench.desk({ followsRefer: false }) })
    const { answer } = await bench.socket.bgapi(`uuid_deflect ${agent.uuid} sip:4711@127.0.0.1`, 15_000)
    await agent.call.waitFor('referred', SOON_MS)
    expect(await bench.socket.api(`uuid_exists ${agent.uuid}`)).toBe('true')
    expect(await answer).toBe('+OK:no reply\n')
    const ended = await agent.call.waitFor('ended', SOON_MS)
    expect(ended.reasonHeader).toBe('SIP;cause=800;text="BLIND_TRANSFER"')
  })

  scenario('in the midst of a talk: the agent’s leg ends with it', async (bench) => {
    const { phone, uri } = await elsewhere(bench)
    const { patient, agent } = await bench.talk()
    bench.socket.write(`api uuid_deflect ${patient.uuid} ${uri}\n\n`)
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    expect((await bench.socket.reply()).body).toBe('+OK:SIP/2.0 200 OK\r\n\n')
    await agent.call.waitFor('ended', SOON_MS)
    await Promise.all([bench.gone(patient.uuid), bench.gone(agent.uuid)])
    const both = bench.socket.story(patient.uuid, agent.uuid).filter((line) => !/COMPLETE|DESTROY/.test(line))
    expect(both.slice(-3)).toEqual(['0 CHANNEL_HANGUP', '1 CHANNEL_HANGUP', '0 CHANNEL_UNBRIDGE'])
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': agent.uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
  })

  scenario('by an application of the leg', async (bench) => {
    const { phone, uri } = await elsewhere(bench)
    const { uuid } = await bench.patient()
    const token = randomUUID()
    expect(await bench.socket.execute(uuid, 'deflect', uri, token, { lock: true })).toBe('+OK')
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    const done = await bench.socket.completed(token)
    expect(done.pick('Application', 'Application-Data', 'Application-Response')).toEqual({
      Application: 'deflect',
      'Application-Data': uri,
      'Application-Response': '_none_',
    })
    await bench.gone(uuid)
  })

  scenario('who is gone: refused in words of its own', async ({ socket }) => {
    const uuid = randomUUID()
    expect(await socket.api(`uuid_deflect ${uuid} sip:4711@127.0.0.1`)).toBe(
      `-ERR No such channel ${uuid}!\n`,
    )
    expect(await socket.api(`uuid_deflect ${uuid}`)).toBe('-USAGE: <uuid> <uri>\n')
  })
})

contract('a caller not yet answered', (scenario) => {
  scenario('is redirected: 302 says where to call', async (bench) => {
    const { call, uuid, phone } = await bench.arrival()
    const token = randomUUID()
    await bench.socket.execute(uuid, 'redirect', 'sip:4711@127.0.0.1:5999', token, { lock: true })
    expect(await call.waitFor('ended', SOON_MS)).toMatchObject({
      reason: 'refused',
      sipStatus: 302,
      reasonHeader: 'Q.850;cause=31;text="NORMAL_UNSPECIFIED"',
    })
    const refusal = phone.messages.find(({ text }) => text.startsWith('SIP/2.0 302'))?.text
    expect(refusal).toMatch(/^Contact: "unknown" ?<sip:4711@127\.0\.0\.1:5999>/m)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_UNSPECIFIED')
  })

  scenario(
    'is deflected by a REFER too, which is no way out: the fallback has the caller meanwhile',
    async (bench) => {
      const phone = await bench.desk({ extension: FALLBACK_EXTENSIONS[0] })
      await bench.goesUntaken(2)
      const { uuid, call } = await bench.arrival()
      const other = await bench.anotherSocket()
      other.write(`api uuid_deflect ${uuid} sip:4711@127.0.0.1:9\n\n`)
      expect((await call.waitFor('referred', SOON_MS)).to).toBe('sip:4711@127.0.0.1:9')
      await phone.nextIncoming({ timeoutMs: SOON_MS })
      expect(await bench.socket.api(`uuid_getvar ${uuid} cti_fallback`)).toBe('true')
    },
  )
})
