import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createCallSealing, parseMasterKey } from '../../src/adapters/crypto/call-private.ts'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { createLogger } from '../../src/lib/log.ts'
import { openSecrets } from '../../src/trial/secrets.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { SITE_ID, type System } from '../support/system.ts'
import { traces } from '../support/traces.ts'

const GBK_ZHANG_SAN = Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd)
const KEYS = '48151623'

onEachSwitch("a patient's name, number and keys", (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  /** What the sealed fields of a call hold, for somebody who has the master key. */
  async function opened(callId: string, name: string): Promise<string | undefined> {
    const key = parseMasterKey(openSecrets(system.trial.dataDir).value('master-key'))
    if (!key) throw new Error('no master key')
    const log = createLogger({ level: 'silent' })
    const address = system.trial.postgres
    const store = createStore({
      address,
      sealing: createCallSealing([key]),
      log,
      appendTimeoutMs: 1_000,
      maxReaders: 1,
    })
    try {
      return await store.privateFields.read(SITE_ID, callId, name)
    } finally {
      await store.close()
    }
  }

  describe.each([
    {
      charset: 'UTF-8',
      name: '欧阳 "娜娜"',
      sent: '欧阳 "娜娜"',
      number: '13912345678',
      masked: '139****5678',
    },
    { charset: 'GBK', name: '张三', sent: GBK_ZHANG_SAN, number: '13787654321', masked: '137****4321' },
  ])('with a name in $charset', ({ name, sent, number, masked }) => {
    it('are masked in the API and at the agent, sealed in the database, and in no line of a log', async () => {
      const agent = await system.phone('1001', { answer: 'auto' })
      await system.ready('agent_li')
      const trunk = await system.trunk({ tone: 500 })
      const call = await trunk.call(system.trial.serviceNumber, { from: { number, displayName: sent } })
      await call.waitFor('answered')
      const menu = await system.call(
        (now) => now.callingNumber === masked && now.facts.some(({ data }) => data['step'] === 'main-menu'),
      )
      await call.sendDigits('1')
      const atAgent = await agent.nextIncoming()
      await atAgent.audio.heard(500)
      expect(atAgent.remote.number).toBe(masked)
      await call.sendDigits(KEYS)
      await atAgent.audio.heardDigits(KEYS)
      await call.hangUp()
      const ended = await system.call((now) => now.state === 'ended', menu.callId)

      expect(await opened(ended.callId, 'callingNumber')).toBe(number)
      expect(await opened(ended.callId, 'callerName')).toBe(name)
      // Without the quotes, which each place would write in a way of its own.
      const secrets = [number, ...name.split(/[ "]+/).filter(Boolean), KEYS]
      expect(await traces(system, secrets)).toEqual([])
      // The search does find what is there.
      expect(await traces(system, [masked])).toEqual(expect.arrayContaining(['secret 0 in table journal']))
      const seenByAgent = agent.messages
        .map(({ text }) => Buffer.from(text, 'latin1').toString('utf8'))
        .join('\n')
      for (const secret of [number, name]) expect(seenByAgent).not.toContain(secret)
      for (const line of system.log) expect(line).not.toMatch(/dtmf|digits?["=:]/i)
    })
  })
})
