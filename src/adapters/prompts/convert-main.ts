/** The process in which one recording is converted; `converter.ts` starts it. */
import { convertWav } from './convert-wav.ts'

process.once('message', (bytes) => {
  process.send?.(convertWav(bytes as Uint8Array), () => process.disconnect())
})
