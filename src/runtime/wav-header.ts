/** The head of a WAV file: RIFF with one `fmt ` and one `data` chunk, PCM (Microsoft, Multimedia Programming Interface 1.0). */

export const WAV_HEADER_BYTES = 44

const PCM = 1
const SAMPLE_BITS = 16
/** What a field of 32 bits holds; players take longer files by their length. */
const MOST = 0xffff_ffff

/** Signed 16-bit samples, channels interleaved. */
export function wavHeader(dataBytes: number, rateHz: number, channels: number): Buffer {
  const frameBytes = (channels * SAMPLE_BITS) / 8
  const head = Buffer.alloc(WAV_HEADER_BYTES)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(Math.min(dataBytes + WAV_HEADER_BYTES - 8, MOST), 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(PCM, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(rateHz, 24)
  head.writeUInt32LE(rateHz * frameBytes, 28)
  head.writeUInt16LE(frameBytes, 32)
  head.writeUInt16LE(SAMPLE_BITS, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(Math.min(dataBytes, MOST - WAV_HEADER_BYTES + 8), 40)
  return head
}
