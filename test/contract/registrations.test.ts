/** What the adapter learns of phones that register and vanish, on each switch that is there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { createPhone, type Phone } from '../support/phone/index.ts'
import { startSoftswitch } from '../support/softswitch.ts'
import type { TestSwitch, TestSwitchOptions } from '../support/test-switch.ts'
import { NODE, type OpenPort, openPort } from './support/port.ts'

const prefix = freeswitchPrefix()
const switches: readonly [string, boolean, (options: TestSwitchOptions) => Promise<TestSwitch>][] = [
  ['the embedded switch', true, startSoftswitch],
  ['FreeSWITCH', prefix !== undefined, (options) => startFreeswitch({ ...options, prefix: prefix ?? '' })],
]

describe.each(switches)('phones that come and go on %s', (_name, isThere, start) => {
  if (!isThere) {
    it.skip('not run: CTI_TEST_FREESWITCH names no installation', () => {})
    return
  }
  const phones: Phone[] = []
  let node: TestSwitch
  let opened: OpenPort

  beforeAll(async () => {
    node = await start({
      users: ['1001', '1002'].map((extension) => {
        return { extension, password: `pw-${extension}`, name: extension }
      }),
      serviceNumbers: ['8000'],
      fallbackTargets: [],
      trunkAcl: ['127.0.0.1/32'],
    })
    opened = openPort(node, () => '')
    await opened.next('switchConnected')
  })
  afterAll(async () => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()))
    await opened.port.close()
    await node.stop()
  })

  async function phone(extension: string): Promise<Phone> {
    const registrar = { host: node.host, port: node.sipPort }
    const made = await createPhone({ extension, password: `pw-${extension}`, domain: node.domain, registrar })
    phones.push(made)
    await made.register()
    return made
  }
  const said = (type: 'phoneGone' | 'phoneRegistered', extension: string, from: number) =>
    opened.inputs.first((input) => input.type === type && input.extension === extension, from)

  it('one that registers is reported, and one that unregisters is gone', async () => {
    let from = opened.inputs.items.length
    const one = await phone('1001')
    expect(await said('phoneRegistered', '1001', from)).toMatchObject({ nodeId: NODE })
    from = opened.inputs.items.length
    await one.unregister()
    expect(await said('phoneGone', '1001', from)).toMatchObject({ nodeId: NODE })
  })

  it('those that it is asked for are answered for', async () => {
    await phone('1002')
    const from = opened.inputs.items.length
    opened.port.run({ type: 'lookAtPhones', nodeId: NODE, extensions: ['1002', '1009'] })
    await said('phoneRegistered', '1002', from)
    await said('phoneGone', '1009', from)
  })

  it('one whose registration is thrown out is gone', async () => {
    const from = opened.inputs.items.length
    await opened.port.phonesChanged([{ extension: '1002', domain: node.domain }])
    await said('phoneGone', '1002', from)
  })
})
