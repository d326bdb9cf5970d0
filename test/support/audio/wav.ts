import { writeFile } from 'node:fs/promises'
import { SAMPLE_RATE_HZ } from './goertzel.ts'

const HEADER_BYTES = 44

/** Writes 16-bit mono at 8 kHz. */
export async function writeWav(path: string, samples: Int16Array): Promise<void> {
  const dataBytes = samples.length * 2
  const file = Buffer.alloc(HEADER_BYTES + dataBytes)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(SAMPLE_RATE_HZ, 24)
  file.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(dataBytes, 40)
  samples.forEach((sample, i) => {
    file.writeInt16LE(sample, HEADER_BYTES + i * 2)
  })
  await writeFile(path, file)
}
