import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { FALLBACK, playArgument } from './support/orders.ts'

contract('the service ends a leg', (scenario) => {
  for (const [cause, reason] of [
    ['NORMAL_CLEARING', 'Q.850;cause=16;text="NORMAL_CLEARING"'],
    ['NO_ANSWER', 'Q.850;cause=19;text="NO_ANSWER"'],
    ['LOSE_RACE', 'SIP;cause=200;text="Call completed elsewhere"'],
    ['ORIGINATOR_CANCEL', 'SIP;cause=487;text="ORIGINATOR_CANCEL"'],
    ['NORMAL_TEMPORARY_FAILURE', 'Q.850;cause=41;text="NORMAL_TEMPORARY_FAILURE"'],
    ['ALLOTTED_TIMEOUT', 'SIP;cause=802;text="ALLOTTED_TIMEOUT"'],
  ] as const) {
    scenario(`an answered caller by ${cause}: BYE with its reason`, async (bench) => {
      const { uuid, call } = await bench.patient()
      expect(await bench.socket.api(`uuid_kill ${uuid} ${cause}`)).toBe('+OK\n')
      expect(await call.waitFor('ended', SOON_MS)).toMatchObject({
        by: 'remote',
        reason: 'hungUp',
        reasonHeader: reason,
      })
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe(cause)
      const complete = await bench.socket.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
      expect(complete.get('Hangup-Cause')).toBe(cause)
    })
  }

  for (const [cause, status] of [
    ['USER_BUSY', 486],
    ['CALL_REJECTED', 603],
    ['NORMAL_TEMPORARY_FAILURE', 503],
    ['NO_ANSWER', 480],
    ['NORMAL_CLEARING', 480],
  ] as const) {
    scenario(`a caller not yet answered by ${cause}: ${status}`, async (bench) => {
      const { uuid, call } = await bench.arrival()
      await bench.socket.api(`uuid_kill ${uuid} ${cause}`)
      const ended = await call.waitFor('ended', SOON_MS)
      expect(ended).toMatchObject({ reason: 'refused', sipStatus: status })
      expect(ended.reasonHeader).toMatch(new RegExp(`^Q\\.850;cause=\\d+;text="${cause}"$`))
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe(cause)
    })
  }

  scenario('what is done with a leg that is gone: each refusal in its words', async ({ socket }) => {
    const uuid = randomUUID()
    const token = randomUUID()
    const none = '-ERR No such channel!\n'
    expect(await socket.api(`uuid_kill ${uuid} NORMAL_CLEARING`)).toBe(none)
    expect(await socket.api(`uuid_break ${uuid} all`)).toBe(none)
    expect(await socket.api(`uuid_setvar ${uuid} park_after_bridge false`)).toBe(none)
    expect(await socket.api(`uuid_setvar_multi ${uuid} a=b;c=d`)).toBe(
      `${none}-USAGE: <uuid> <var>=<value>;<var>=<value>...\n`,
    )
    expect(await socket.api(`uuid_transfer ${uuid} ${FALLBACK}`)).toBe(none)
    expect(await socket.api(`uuid_dump ${uuid}`)).toBe(none)
    expect(await socket.api(`uuid_getvar ${uuid} x`)).toBe(none)
    expect(await socket.api(`uuid_exists ${uuid}`)).toBe('false')
    expect(await socket.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 0\n')
    expect(await socket.execute(uuid, 'answer', '', token)).toBe(`-ERR invalid session id [${uuid}]`)
    expect(await socket.send(`sendmsg ${uuid}\ncall-command: hangup\nhangup-cause: NORMAL_CLEARING`)).toBe(
      `-ERR invalid session id [${uuid}]`,
    )
  })

  scenario('only while a global variable says that the sender is still in charge', async (bench) => {
    const { uuid } = await bench.patient()
    await bench.socket.api('global_setvar cti_epoch=17')
    const fenced = (epoch: number) =>
      `expand uuid_kill \${cond(\${global_getvar(cti_epoch)} == ${epoch} ? ${uuid} : fenced)}`
    expect(await bench.socket.api(fenced(16))).toBe('-ERR No such channel!\n')
    expect(await bench.socket.api(`uuid_exists ${uuid}`)).toBe('true')
    expect(await bench.socket.api(fenced(17))).toBe('+OK\n')
    await bench.gone(uuid)
  })

  scenario('by the channel’s own thread, behind what was sent before', async (bench) => {
    const { uuid, call } = await bench.patient()
    const token = randomUUID()
    await bench.socket.execute(uuid, 'playback', playArgument([bench.prompt('short-1300')]), token, {
      lock: true,
    })
    expect(await bench.socket.send(`sendmsg ${uuid}\ncall-command: hangup\nhangup-cause: USER_BUSY`)).toBe(
      '+OK',
    )
    await call.waitFor('ended', SOON_MS)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('USER_BUSY')
  })

  scenario('while music plays: what plays has no end of its own', async (bench) => {
    const { uuid, call } = await bench.patient()
    const token = randomUUID()
    await bench.socket.execute(uuid, 'playback', 'local_stream://moh', token, { loops: '-1' })
    await call.audio.heard(1_000, { withinMs: SOON_MS })
    await bench.socket.api(`uuid_kill ${uuid} NORMAL_CLEARING`)
    await bench.gone(uuid)
    expect(bench.socket.story(uuid).slice(-3)).toEqual([
      'CHANNEL_HANGUP',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ])
  })

  scenario('twice: the second finds it, or finds nothing, and there is one end', async (bench) => {
    const { uuid } = await bench.patient()
    bench.socket.write(`api uuid_kill ${uuid} NO_ANSWER\n\napi uuid_kill ${uuid} USER_BUSY\n\n`)
    expect((await bench.socket.reply()).body).toBe('+OK\n')
    expect((await bench.socket.reply()).body).toMatch(/^(\+OK|-ERR No such channel!)\n$/)
    await bench.gone(uuid)
    const hangups = bench.socket.events.filter(
      (e) => e.name === 'CHANNEL_HANGUP' && e.get('Unique-ID') === uuid,
    )
    expect(hangups.map((event) => event.get('Hangup-Cause'))).toEqual(['NO_ANSWER'])
  })
})
