/** From the agent's 200 to the moment at which the caller hears the agent, on calls with sound both ways. */
import type { Call, Phone } from '../../support/phone/index.ts'

/** The agent's phone sends it as soon as it has answered; it is none of the music's. */
export const AGENT_HZ = 1_300
/** Two packets: with one more to fill the first window, a tone is known 40 ms after its beginning, on each of the ways. */
const HEARD_MS = 20

/** One call, in milliseconds; both hang up. */
export async function untilHeard(caller: Phone, agent: Phone, number: string): Promise<number> {
  const call = await caller.call(number)
  const arriving = await agent.nextIncoming({ timeoutMs: 10_000 })
  await arriving.ring()
  const heard = call.audio.heard(AGENT_HZ, { forMs: HEARD_MS, withinMs: 10_000 })
  await arriving.answer()
  await heard
  const at = performance.timeOrigin + performance.now()
  const gone = arriving.waitFor('ended', 10_000)
  await call.hangUp()
  await gone
  return at - okSentAt(arriving)
}

function okSentAt(call: Call): number {
  const seen = call.messages.find(
    (one) =>
      one.direction === 'out' && one.text.startsWith('SIP/2.0 200') && /^CSeq: \d+ INVITE/im.test(one.text),
  )
  if (!seen) throw new Error('the agent sent no 200')
  return seen.at
}
