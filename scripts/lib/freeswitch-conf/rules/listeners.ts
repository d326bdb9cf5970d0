/** Nothing listens on every address, the event socket on loopback only, and every listener is told where. */
import type { Context } from '../check.ts'
import { around, type Element } from '../document.ts'
import type { Fault } from '../fault.ts'
import { UNKNOWN } from '../preprocess.ts'

const ADDRESSES = /^(sip-ip|rtp-ip|listen-ip|ws-binding|wss-binding)$/
/** Everywhere, or wherever FreeSWITCH guesses. */
const ANYWHERE = /^(0\.0\.0\.0|::|\[::\]|\*|auto|auto-nat|)$/
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

export function checkListeners({ elements }: Context): Fault[] {
  const params = elements.filter(({ name }) => name === 'param')
  const faults = params.flatMap(({ attributes, place }) => {
    const { name = '', value = '' } = attributes
    if (!ADDRESSES.test(name)) return []
    // An empty binding is none.
    if (name.endsWith('-binding') && value === '') return []
    const address = name.endsWith('-binding') ? value.replace(/:\d+$/, '') : value
    if (value === UNKNOWN) return [{ place, text: `${name} is an address that FreeSWITCH guesses` }]
    return ANYWHERE.test(address)
      ? [{ place, text: `${name} is "${value}": it would listen on every address` }]
      : []
  })
  for (const profile of elements.filter(({ name }) => name === 'profile')) {
    if (around(profile, 'configuration')?.attributes['name'] !== 'sofia.conf') continue
    for (const wanted of ['sip-ip', 'rtp-ip']) {
      if (settingOf(params, profile, wanted) === undefined) {
        const { name = '' } = profile.attributes
        faults.push({
          place: profile.place,
          text: `the profile ${name} has no ${wanted}: FreeSWITCH would guess one`,
        })
      }
    }
  }
  const socket = elements.find(
    ({ name, attributes }) => name === 'configuration' && attributes['name'] === 'event_socket.conf',
  )
  return socket === undefined ? faults : [...faults, ...eventSocket(params, socket)]
}

function eventSocket(params: readonly Element[], socket: Element): Fault[] {
  const { place } = socket
  const faults: Fault[] = []
  const address = settingOf(params, socket, 'listen-ip')
  if (address === undefined) {
    faults.push({ place, text: 'the event socket has no listen-ip: it would listen on every address' })
  } else if (!LOOPBACK.test(address)) {
    faults.push({
      place,
      text: `the event socket listens on ${address}: it has no TLS and belongs on loopback`,
    })
  }
  if (settingOf(params, socket, 'apply-inbound-acl') === undefined) {
    faults.push({ place, text: 'the event socket has no apply-inbound-acl' })
  }
  if (settingOf(params, socket, 'password') === undefined) {
    faults.push({
      place,
      text: 'the event socket has no password: FreeSWITCH takes the one that everybody knows',
    })
  }
  return faults
}

function settingOf(params: readonly Element[], within: Element, name: string): string | undefined {
  return params.find((param) => param.attributes['name'] === name && isWithin(param, within))?.attributes[
    'value'
  ]
}

function isWithin(element: Element, ancestor: Element): boolean {
  for (let at = element.parent; at !== undefined; at = at.parent) if (at === ancestor) return true
  return false
}
