/** The process in which texts are spoken and sounds converted; `speaker.ts` starts it. */
import { convertWav } from './convert-wav.ts'
import type { SpeakerAnswer, SpeakerTask } from './speaker.ts'
import { spokenForm } from './spoken-form.ts'
import { synthesise } from './synthesis.ts'

process.on('disconnect', () => process.exit(0))

process.on('message', (task: SpeakerTask) => {
  void answerTo(task).then((answer) => process.send?.(answer, () => undefined))
})

async function answerTo(task: SpeakerTask): Promise<SpeakerAnswer> {
  const { id } = task
  if (task.kind === 'convert') {
    const converted = convertWav(task.wav)
    return converted.type === 'converted'
      ? { id, ok: true, wav: converted.wav }
      : { id, ok: false, reason: converted.found }
  }
  const spoken = spokenForm(task.language, task.text)
  if (spoken === undefined) return { id, ok: false, reason: 'nothing in it can be spoken' }
  const sound = await synthesise(task.language, spoken, task.pace)
  return { id, ...sound }
}
