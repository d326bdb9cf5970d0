import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Bench, bothHear, type Ringing, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves, playArgument } from './support/orders.ts'
import { AGENT_HZ, CALLER_HZ } from './support/site.ts'

const SUPERVISOR_HZ = 560
const LOCK = { lock: true }

interface Listening {
  readonly supervisor: Ringing
  /** The Application-UUID of the eavesdrop. */
  readonly token: string
}

/** A supervisor's phone, answered, in its own tone. */
async function supervise(bench: Bench, app: 'eavesdrop' | 'three_way', uuid: string): Promise<Listening> {
  const phone = await bench.desk({ tone: SUPERVISOR_HZ })
  const supervisor = await bench.agent({ phone, shownNumber: '138****0000' })
  const token = randomUUID()
  await bench.socket.api(`uuid_setvar ${supervisor.uuid} eavesdrop_enable_dtmf false`)
  expect(await bench.socket.execute(supervisor.uuid, app, uuid, token, LOCK)).toBe('+OK')
  return { supervisor, token }
}

/** Whom the supervisor speaks to: 0 nobody, 1 whoever hears the leg, 2 the leg itself, 3 both, * leaves. */
async function speakTo(bench: Bench, { supervisor }: Listening, command: string): Promise<void> {
  const reply = await bench.socket.send(
    `sendevent MESSAGE\nUnique-ID: ${supervisor.uuid}\neavesdrop-command: ${command}`,
  )
  expect(reply).toMatch(/^\+OK [0-9a-f-]{36}$/)
}

const hears = (one: { readonly call: Ringing['call'] }, hz: number) =>
  one.call.audio.heard(hz, { withinMs: SOON_MS })

const doesNotHear = (one: { readonly call: Ringing['call'] }, hz: number) =>
  one.call.audio.notHeard(hz, { watchMs: 400 })

contract('a supervisor listens to an agent’s leg', (scenario) => {
  scenario('hears both, and neither hears the supervisor', async (bench) => {
    const { patient, agent } = await bench.talk()
    const { supervisor } = await supervise(bench, 'eavesdrop', agent.uuid)
    await Promise.all([hears(supervisor, CALLER_HZ), hears(supervisor, AGENT_HZ)])
    await Promise.all([doesNotHear(patient, SUPERVISOR_HZ), doesNotHear(agent, SUPERVISOR_HZ)])
    await bothHear(patient.call, agent.call)
    expect(bench.socket.story(patient.uuid, agent.uuid).at(-1)).toBe('0 CHANNEL_BRIDGE')
  })

  scenario('whispers to the agent, not to the patient, and listens again', async (bench) => {
    const { patient, agent } = await bench.talk()
    const listening = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(listening.supervisor, CALLER_HZ)
    await speakTo(bench, listening, '2')
    await Promise.all([hears(agent, SUPERVISOR_HZ), hears(agent, CALLER_HZ), hears(patient, AGENT_HZ)])
    await doesNotHear(patient, SUPERVISOR_HZ)
    await speakTo(bench, listening, '0')
    const level = () => agent.call.audio.levels([SUPERVISOR_HZ]).get(SUPERVISOR_HZ) ?? 0
    await expect.poll(level, { timeout: SOON_MS }).toBeLessThan(-45)
    await Promise.all([hears(listening.supervisor, CALLER_HZ), hears(listening.supervisor, AGENT_HZ)])
  })

  scenario('speaks to the patient, and not to the agent', async (bench) => {
    const { patient, agent } = await bench.talk()
    const listening = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(listening.supervisor, CALLER_HZ)
    await speakTo(bench, listening, '1')
    await Promise.all([hears(patient, SUPERVISOR_HZ), hears(patient, AGENT_HZ)])
    await doesNotHear(agent, SUPERVISOR_HZ)
  })

  scenario('barges in: all three hear one another', async (bench) => {
    const { patient, agent } = await bench.talk()
    const listening = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(listening.supervisor, CALLER_HZ)
    await speakTo(bench, listening, '3')
    await Promise.all([
      hears(patient, SUPERVISOR_HZ),
      hears(patient, AGENT_HZ),
      hears(agent, SUPERVISOR_HZ),
      hears(agent, CALLER_HZ),
      hears(listening.supervisor, CALLER_HZ),
      hears(listening.supervisor, AGENT_HZ),
    ])
    await doesNotHear(listening.supervisor, SUPERVISOR_HZ)
  })

  scenario('the supervisor’s keys switch nothing once that is forbidden', async (bench) => {
    const { patient, agent } = await bench.talk()
    const { supervisor } = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(supervisor, CALLER_HZ)
    await supervisor.call.sendDigits('123')
    await Promise.all([doesNotHear(patient, SUPERVISOR_HZ), doesNotHear(agent, SUPERVISOR_HZ)])
    await hears(supervisor, AGENT_HZ)
  })

  scenario('leaves by command: parked again, and what was sent meanwhile is done then', async (bench) => {
    const { patient, agent } = await bench.talk()
    const listening = await supervise(bench, 'eavesdrop', agent.uuid)
    const { supervisor, token } = listening
    await hears(supervisor, CALLER_HZ)
    const next = randomUUID()
    await bench.socket.execute(
      supervisor.uuid,
      'playback',
      playArgument([bench.prompt('short-1300')]),
      next,
      LOCK,
    )
    expect(await bench.socket.api(`uuid_break ${supervisor.uuid}`)).toBe('+OK\n')
    await hears(supervisor, AGENT_HZ)
    const heard = hears(supervisor, 1_300)
    await speakTo(bench, listening, '*')
    const left = await bench.socket.completed(token)
    expect(left.pick('Unique-ID', 'Application', 'Application-Data', 'Application-Response')).toEqual({
      'Unique-ID': supervisor.uuid,
      Application: 'eavesdrop',
      'Application-Data': agent.uuid,
      'Application-Response': '_none_',
    })
    await heard
    await bench.socket.completed(next)
    await doesNotHear(supervisor, CALLER_HZ)
    await bothHear(patient.call, agent.call)
  })

  scenario('the agent hangs up: the listening ends, the supervisor’s leg stays', async (bench) => {
    const { agent } = await bench.talk()
    const { supervisor, token } = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(supervisor, CALLER_HZ)
    await agent.call.hangUp()
    await bench.socket.completed(token)
    await bench.gone(agent.uuid)
    expect(supervisor.call.state).toBe('answered')
    expect(bench.socket.story(supervisor.uuid).at(-1)).toBe('CHANNEL_PARK')
  })

  scenario('the supervisor hangs up: the other two do not notice', async (bench) => {
    const { patient, agent } = await bench.talk()
    const listening = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(listening.supervisor, CALLER_HZ)
    await speakTo(bench, listening, '3')
    await hears(patient, SUPERVISOR_HZ)
    await listening.supervisor.call.hangUp()
    await bench.gone(listening.supervisor.uuid)
    await Promise.all([doesNotHear(patient, SUPERVISOR_HZ), doesNotHear(agent, SUPERVISOR_HZ)])
    await bothHear(patient.call, agent.call)
    expect(bench.socket.story(patient.uuid, agent.uuid).at(-1)).toBe('0 CHANNEL_BRIDGE')
  })

  scenario('to a leg that is not there: it ends at once', async (bench) => {
    const { supervisor, token } = await supervise(bench, 'eavesdrop', randomUUID())
    await bench.socket.completed(token)
    expect(supervisor.call.state).toBe('answered')
  })

  scenario('two supervisors at once', async (bench) => {
    const { patient, agent } = await bench.talk()
    const one = await supervise(bench, 'eavesdrop', agent.uuid)
    const two = await supervise(bench, 'eavesdrop', agent.uuid)
    await Promise.all([hears(one.supervisor, CALLER_HZ), hears(two.supervisor, CALLER_HZ)])
    await one.supervisor.call.hangUp()
    await bench.gone(one.supervisor.uuid)
    await Promise.all([hears(two.supervisor, CALLER_HZ), hears(two.supervisor, AGENT_HZ)])
    await bothHear(patient.call, agent.call)
  })

  scenario('no message to the supervisor’s phone tells the number of the patient', async (bench) => {
    const { patient, agent } = await bench.talk()
    const { supervisor } = await supervise(bench, 'eavesdrop', agent.uuid)
    await hears(supervisor, CALLER_HZ)
    await supervisor.call.hold()
    await supervisor.call.unhold()
    await hears(supervisor, CALLER_HZ)
    const told = supervisor.phone.messages.filter(({ direction }) => direction === 'in')
    expect(told.map(({ text }) => text).join('\n')).not.toContain(patient.number)
  })
})

contract('three in one call', (scenario) => {
  scenario('a third joins, all hear one another, and keys change nothing', async (bench) => {
    const { patient, agent } = await bench.talk()
    const { supervisor } = await supervise(bench, 'three_way', agent.uuid)
    const all = () =>
      Promise.all([
        bothHear(patient.call, agent.call),
        hears(patient, SUPERVISOR_HZ),
        hears(agent, SUPERVISOR_HZ),
        hears(supervisor, CALLER_HZ),
        hears(supervisor, AGENT_HZ),
      ])
    await all()
    await supervisor.call.sendDigits('0')
    await all()
  })

  scenario('the agent leaves: the caller comes back parked, the third is parked too', async (bench) => {
    const { patient, agent } = await bench.talk()
    const { supervisor, token } = await supervise(bench, 'three_way', agent.uuid)
    await hears(patient, SUPERVISOR_HZ)
    const before = bench.socket.events.length
    await agent.call.hangUp()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await bench.socket.completed(token)
    await doesNotHear(patient, SUPERVISOR_HZ)
    await bench.socket.api(leaves(supervisor.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${supervisor.uuid}`)
    await Promise.all([hears(patient, SUPERVISOR_HZ), hears(supervisor, CALLER_HZ)])
  })

  scenario('on the caller’s leg it outlives the change of agents', async (bench) => {
    const { patient } = await bench.talk()
    const { supervisor } = await supervise(bench, 'three_way', patient.uuid)
    await hears(supervisor, CALLER_HZ)
    const second = await bench.agent()
    await bench.socket.api(leaves(second.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)
    await bothHear(patient.call, second.call)
    await Promise.all([
      hears(patient, SUPERVISOR_HZ),
      hears(second, SUPERVISOR_HZ),
      hears(supervisor, CALLER_HZ),
      hears(supervisor, AGENT_HZ),
    ])
  })
})
