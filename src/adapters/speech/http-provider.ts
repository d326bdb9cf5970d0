/**
 * Speech by a service in the house. It is sent `{ "text", "language", "pace" }` as JSON and answers a WAV file, which
 * is brought to what a telephone line carries. Texts are in no log.
 */

import type { SpeechProvider, SpokenSound } from '../../runtime/speech.ts'
import type { Converted } from './converted.ts'

export interface HttpProviderOptions {
  readonly url: string
  /** The bearer token as it is now; undefined: it can't be read. Null: none is sent. */
  readonly token: (() => string | undefined) | null
  /** Brings a WAV file to 8 kHz mono 16 bit, or says what it found instead. */
  readonly convert: (wav: Uint8Array, signal: AbortSignal) => Promise<Converted>
  readonly close: () => Promise<void>
}

/** Five minutes of 48 kHz would be more; a text of 500 characters is spoken in two. */
const MOST_BYTES = 16 * 1024 * 1024
const WAV_TYPE = /^audio\/(?:x-|vnd\.)?wav(?:e)?\b/i

export function httpProvider({ url, token, convert, close }: HttpProviderOptions): SpeechProvider {
  return {
    recipe: `http ${url}`,
    async speak(text, signal) {
      const bearer = token?.()
      if (token && bearer === undefined) return failed("the token of the speech service can't be read")
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            accept: 'audio/wav',
            'accept-encoding': 'identity',
            connection: 'close',
            'content-type': 'application/json',
            ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          },
          body: JSON.stringify({ text: text.text, language: text.language, pace: text.pace }),
          redirect: 'error',
          signal,
        })
        const wav = await wavOf(response)
        if (!(wav instanceof Uint8Array)) return wav
        const converted = await convert(wav, signal)
        return converted.type === 'converted'
          ? { ok: true, wav: converted.wav }
          : failed(`the speech service answered ${converted.found}`)
      } catch {
        return failed(signal.aborted ? 'the speech service is too slow' : 'the speech service is unreachable')
      }
    },
    close,
  }
}

async function wavOf(response: Response): Promise<Uint8Array | SpokenSound> {
  const { status, body, headers } = response
  if (status !== 200 || !body || !WAV_TYPE.test(headers.get('content-type') ?? '')) {
    await body?.cancel()
    return failed(
      status === 200 ? 'the speech service answered no audio/wav' : `the speech service answered ${status}`,
    )
  }
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    if (bytes > MOST_BYTES) return failed('the speech service answered more than 16 MiB')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function failed(reason: string): SpokenSound {
  return { ok: false, reason }
}
