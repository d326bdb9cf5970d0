/** From the caller's INVITE to the agent's. */
import type { Call, Phone } from '../../support/phone/index.ts'

/** One call, from INVITE to INVITE in milliseconds; the caller gives up while the agent's phone rings. */
export async function untilInvited(caller: Phone, agent: Phone, number: string): Promise<number> {
  const call = await caller.call(number)
  const arriving = await agent.nextIncoming({ timeoutMs: 10_000 })
  await arriving.ring()
  const gone = arriving.waitFor('ended', 10_000)
  const tookMs = invite(arriving, 'in') - invite(call, 'out')
  await call.hangUp()
  await gone
  return tookMs
}

/** When the INVITE passed that led to the call: the first one is challenged, and sent again with its digest. */
function invite(call: Call, direction: 'in' | 'out'): number {
  const sent = call.messages.filter((seen) => seen.direction === direction && seen.text.startsWith('INVITE '))
  const at = sent.at(direction === 'out' ? -1 : 0)?.at
  if (at === undefined) throw new Error('a call without an INVITE')
  return at
}
