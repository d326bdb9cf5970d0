import { expect } from 'vitest'
import { bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { SERVICE_NUMBER } from './support/site.ts'

const drain = 'global_setvar cti_draining=true'

contract('a draining node', (scenario) => {
  scenario('refuses new callers with 503, and takes them again when it is readmitted', async (bench) => {
    bench.later(async () => void (await bench.socket.api('global_setvar cti_draining=false')))
    expect((await bench.socket.api(drain)).trim()).toBe('+OK')
    expect((await bench.socket.api('global_getvar cti_draining')).trim()).toBe('true')
    for (const phone of [await bench.trunk(), await bench.desk()]) {
      const refused = await phone.call(SERVICE_NUMBER)
      expect((await refused.waitFor('ended', SOON_MS)).sipStatus).toBe(503)
    }
    expect(bench.socket.events.filter(({ name }) => name === 'CHANNEL_PARK')).toEqual([])
    await bench.socket.api('global_setvar cti_draining=false')
    await bench.arrival()
  })

  scenario('goes on with what it has: talks, phones that register, phones that are rung', async (bench) => {
    bench.later(async () => void (await bench.socket.api('global_setvar cti_draining=false')))
    const waiting = await bench.patient()
    const { patient, agent } = await bench.talk()
    await bench.socket.api(drain)
    await bothHear(patient.call, agent.call)
    const another = await bench.agent()
    await bench.socket.api(`uuid_bridge ${waiting.uuid} ${another.uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE', { 'Unique-ID': waiting.uuid })
    await bothHear(waiting.call, another.call)
  })

  scenario('is open to all when no controller is there', async (bench) => {
    bench.later(async () => void (await bench.socket.api('global_setvar cti_draining=false')))
    await bench.socket.api(drain)
    await bench.socket.api('global_setvar cti_seen=1')
    const trunk = await bench.trunk()
    const call = await trunk.call(SERVICE_NUMBER)
    await call.waitFor('answered', SOON_MS)
  })
})
