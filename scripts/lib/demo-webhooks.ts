/** A hospital's own system that is told of everything: webhooks, verified as they come. */
import type { DemoApi } from './demo-api.ts'
import { type Received, type Receiver, startReceiver } from './webhook-receiver.ts'

export interface DemoReceiver {
  /** Verified events, in the order in which they came. */
  readonly received: readonly Received[]
  readonly refused: readonly string[]
  close(): Promise<void>
}

/** Listens, and has the service told where. */
export async function receiveWebhooks(api: DemoApi): Promise<DemoReceiver> {
  const received: Received[] = []
  const refused: string[] = []
  let secret = ''
  const receiver: Receiver = await startReceiver({
    secrets: () => [secret],
    answer(event) {
      received.push(event)
      return 204
    },
    refused: (reason) => refused.push(reason),
  })
  const created = await api.post('/v1/webhooks', { url: receiver.url, description: 'the demonstration' })
  secret = (created as { secret: string }).secret
  return { received, refused, close: () => receiver.close() }
}

/** Waits until the call's last event is there; its events in a table. Throws where one is missing, doubled or out of order. */
export async function callEvents(
  api: DemoApi,
  { received, refused }: DemoReceiver,
  callId: string,
): Promise<readonly string[]> {
  const ofCall = () => received.map(({ event }) => event).filter(({ subject }) => subject === callId)
  await api.until('the webhook of the call’s end', 10_000, async () =>
    ofCall().find(({ type }) => type === 'cti.call.ended.v1'),
  )
  const events = ofCall()
  const outOfOrder = events.find(({ sequence }, n) => Number(sequence) !== n + 1)
  if (outOfOrder) throw new Error(`event ${outOfOrder.id} is out of order`)
  if (refused.length > 0)
    throw new Error(`${refused.length} requests were not signed as they should be: ${refused[0]}`)
  return [
    `Webhooks of the call, each verified by its signature, in order (${received.length} with those of agent and site):`,
    ...events.map(({ id, type, sequence }) => `  ${sequence.padStart(3)}  ${type.padEnd(32)} ${id}`),
  ]
}
