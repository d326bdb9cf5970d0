import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ, inCharge, killService } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { complete, heardIn, inWords, recording, recordingIdOf, soundOf } from '../support/recordings.ts'
import type { System } from '../support/system.ts'

const TALK_MS = 1_500
/** As `heardIn` cuts the sound. */
const PIECE_MS = 100

/** Who talks on which node, each with tones of their own. */
const TALKS = [
  { agentId: 'agent_li', extension: '1001', key: '1', tone: HZ.patient, agentTone: HZ.agent },
  { agentId: 'agent_wang', extension: '1002', key: '3', tone: HZ.second, agentTone: HZ.other },
] as const

const TONES = TALKS.flatMap(({ tone, agentTone }) => [tone, agentTone])

const heardMs = (samples: Int16Array, hz: number) =>
  heardIn(samples, hz).filter((isHeard) => isHeard).length * PIECE_MS

onEachSwitch('recordings of a site with two switches', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ nodes: 2 })
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  async function talkOn(number: 0 | 1) {
    const node = system.nodes[number]
    if (!node) throw new Error(`there is no node ${number}`)
    const { agentId, extension, key, tone, agentTone } = TALKS[number]
    const phone = await node.phone(extension, { answer: 'auto', tone: agentTone })
    await system.ready(agentId)
    const patient = await node.patient({ tone })
    await patient.queueUp(key)
    const agent = await phone.nextIncoming()
    const heard = () => bothHear(patient.call, tone, agent, agentTone)
    await heard()
    await recording(system, patient.callId, ({ takes }) => takes.length === 1)
    return { patient, heard, nodeId: node.nodeId, tone, agentTone }
  }

  const inSpool = (nodeId: string) => readdirSync(join(system.trial.spoolDir, nodeId))

  it('each switch writes into a spool of its own, and all of it is sealed though the service dies meanwhile', async () => {
    const talks = await Promise.all([talkOn(0), talkOn(1)])
    for (const { nodeId, patient } of talks)
      expect(inSpool(nodeId)).toEqual([`${recordingIdOf(patient.callId)}.0.raw`])
    await setTimeout(TALK_MS)
    await killService(system)
    await inCharge(system)
    await Promise.all(talks.map(({ heard }) => heard()))
    await setTimeout(TALK_MS)
    await Promise.all(talks.map(({ patient }) => patient.call.hangUp()))

    for (const { nodeId, patient, tone, agentTone } of talks) {
      const body = await complete(system, patient.callId, 30_000)
      expect(body.takes).toMatchObject([{ nodeId }])
      expect(body.gapMs).toBeLessThanOrEqual(500)
      const { left, right } = await soundOf(system, recordingIdOf(patient.callId))
      for (const [samples, hz] of [
        [left, tone],
        [right, agentTone],
      ] as const) {
        // A busy machine's phones stammer: not all of it is one piece.
        expect(heardMs(samples, hz), inWords(samples)).toBeGreaterThan(TALK_MS)
        for (const other of TONES) if (other !== hz) expect(heardMs(samples, other)).toBe(0)
      }
    }
    await eventually(async () => {
      const left = talks.flatMap(({ nodeId }) => inSpool(nodeId))
      return left.length === 0 ? { found: true } : { waiting: left.join() }
    })
  })
})
