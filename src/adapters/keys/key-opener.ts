/** The key service as playback asks it. */
import type { KeyOpener } from '../../runtime/opening-ports.ts'
import type { KeyServiceClient, StoredEnvelope } from './key-service-client.ts'

export function keyOpener(client: Pick<KeyServiceClient, 'open'>): KeyOpener {
  return {
    async open({ envelope, ...wish }) {
      const parsed = parsedEnvelope(envelope)
      if (parsed === undefined) return { type: 'refused', reason: 'malformedRequest' }
      return client.open({ ...wish, envelope: parsed })
    },
  }
}

/** The key service checks each field; here it is enough that it can be sent. */
function parsedEnvelope(text: string): StoredEnvelope | undefined {
  try {
    return JSON.parse(text) as StoredEnvelope
  } catch {
    return undefined
  }
}
