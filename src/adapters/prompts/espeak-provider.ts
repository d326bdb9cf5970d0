/** Speech for flows by espeak-ng. */
import type { SpeechProvider } from '../../runtime/speech.ts'
import type { Speaker } from './speaker.ts'
import { RECIPE } from './synthesis-recipe.ts'

export function espeakProvider(speaker: Speaker): SpeechProvider {
  return {
    recipe: `${RECIPE}; texts 1`,
    speak: ({ text, language, pace }, signal) => speaker.ask({ kind: 'speak', text, language, pace }, signal),
    close: () => speaker.close(),
  }
}
