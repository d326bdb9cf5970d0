import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { rescue } from '../../../src/softswitch/core/watchdog.ts'
import { Bench } from '../support/bench.ts'

let bench: Bench
afterEach(() => bench.close())

describe('without a controller', () => {
  it('a call goes straight to the fallback group, which rings together', async () => {
    bench = await Bench.start({ controller: 'never seen' })
    const esl = await bench.client()
    const caller = bench.signalling.call()
    const one = await bench.signalling.nextInvite()
    const two = await bench.signalling.nextInvite()
    expect(caller.done).toEqual(['200'])
    expect(esl.order).not.toContain('event:CHANNEL_PARK')
    two.farAnswers()
    await esl.event('CHANNEL_BRIDGE')
    await esl.until(() => caller.media.peer === two.media, 'audio')
    await esl.until(() => one.end !== undefined, 'the other phone let go')
    expect(one.end?.elsewhere).toBe(true)
    two.farEnds({ how: 'BYE' })
    await esl.until(() => caller.end !== undefined, 'the caller let go')
  })

  it('rings again after a round in which nobody answered, and lets go after the last', async () => {
    bench = await Bench.start({ controller: 'never seen', fallback: { rounds: 2, targets: ['1001'] } })
    const esl = await bench.client()
    const caller = bench.signalling.call()
    const first = await bench.signalling.nextInvite()
    first.farEnds({ how: 'REFUSED', sipStatus: 486 })
    const second = await bench.signalling.nextInvite()
    second.farEnds({ how: 'REFUSED', sipStatus: 480 })
    await esl.until(() => caller.end !== undefined, 'the end')
    expect(caller.end?.q850).toBe(19)
  })

  it('rings one after the other when the configuration says so', async () => {
    bench = await Bench.start({ controller: 'never seen', fallback: { order: 'order' } })
    const esl = await bench.client()
    const caller = bench.signalling.call()
    const first = await bench.signalling.nextInvite()
    expect(bench.signalling.invited).toHaveLength(0)
    const second = await bench.signalling.nextInvite()
    expect(first.end).toMatchObject({ q850: 19 })
    second.farAnswers()
    await esl.until(() => caller.media.peer === second.media, 'audio')
  })
})

describe('an armed call', () => {
  it('goes to the fallback by itself when its time is over and nobody takes it', async () => {
    bench = await Bench.start({ unclaimedSeconds: 1 })
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await bench.signalling.nextInvite()
    const told = await esl.event('CUSTOM', { 'Event-Subclass': 'cti::fallback' })
    expect(told.get('Unique-ID')).toBe(uuid)
    const at = await esl.event('CHANNEL_EXECUTE', { 'Unique-ID': uuid, Application: 'bridge' })
    expect(at.get('variable_cti_fallback')).toBe('true')
    expect(bench.switch.core.scheduler.size).toBe(0)
  })

  it('stays where it is once its task is deleted', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    expect(await esl.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 1\n')
    expect(await esl.api(`sched_del ${uuid}`)).toBe('+OK Deleted: 0\n')
    expect(bench.switch.core.scheduler.size).toBe(0)
  })
})

describe('the watchdog', () => {
  it('moves the waiting caller when the controller falls silent, and leaves the others alone', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const waiting = await bench.parked(esl)
    const handled = await bench.parked(esl)
    const talking = await bench.parked(esl)
    for (const { uuid } of [waiting, handled, talking]) await esl.api(`sched_del ${uuid}`)
    for (const { uuid } of [waiting, talking]) await esl.api(`uuid_setvar ${uuid} cti_waiting true`)
    await esl.execute(talking.uuid, 'answer')
    const agent = await bench.agent(esl, 'agent-1', '1003')
    await esl.api(`uuid_bridge ${talking.uuid} agent-1`)
    await esl.until(() => talking.leg.media.peer === agent.leg.media, 'audio')
    expect(rescue(bench.switch.core)).toBe(0)
    bench.silence()
    expect(rescue(bench.switch.core)).toBe(1)
    expect(rescue(bench.switch.core)).toBe(0)
    await bench.signalling.nextInvite()
    expect(talking.leg.media.peer).toBe(agent.leg.media)
    expect(esl.story(handled.uuid)).not.toContain('CHANNEL_UNPARK')
  })

  it('runs by itself each second', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.api(`sched_del ${uuid}`)
    await esl.api(`uuid_setvar ${uuid} cti_waiting true`)
    await esl.api('global_setvar cti_seen=1')
    await bench.signalling.nextInvite()
    expect(await esl.api(`uuid_getvar ${uuid} cti_waiting`)).toBe('_undef_')
  })

  it.each([
    ['forth', 3_600_000],
    ['back', -3_600_000],
  ])('does not notice that the wall clock is set %s by an hour', async (_, stepMs) => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.api(`sched_del ${uuid}`)
    await esl.api(`uuid_setvar ${uuid} cti_waiting true`)
    const seen = Number(await esl.api('strepoch'))
    await esl.api(`global_setvar cti_seen=${seen}`)
    onTestFinished(stepWall(stepMs))
    expect(rescue(bench.switch.core)).toBe(0)
    await esl.api(`global_setvar cti_seen=${seen - 3}`)
    await esl.until(() => !isWaiting(uuid), 'the caller moved')
  })

  it('is not needed for an armed call when the wall clock is set back: that goes at its time', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    await esl.api(`sched_del ${uuid}`)
    await esl.api(`sched_transfer +1 ${uuid} cti_fallback XML cti_fallback`)
    onTestFinished(stepWall(-3_600_000))
    await bench.signalling.nextInvite()
  })
})

const isWaiting = (uuid: string) => bench.switch.core.channels.get(uuid)?.get('cti_waiting') === 'true'

/** The wall clock is set; what it returns sets it right. */
function stepWall(ms: number): () => void {
  const now = Date.now
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => now() + ms)
  return () => spy.mockRestore()
}
