/** RTP: RFC 3550 section 5.1. */
export interface RtpPacket {
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Uint8Array
}

/** G.711 has its payload types by RFC 3551: µ-law and A-law. */
export const PCMU_TYPE = 0
export const PCMA_TYPE = 8

const HEADER_BYTES = 12

/** Reads a datagram; undefined if it isn't RTP version 2. The payload is a copy. */
export function parseRtp(datagram: Buffer): RtpPacket | undefined {
  if (datagram.length < HEADER_BYTES || datagram.readUInt8(0) >> 6 !== 2) return undefined
  const first = datagram.readUInt8(0)
  const second = datagram.readUInt8(1)
  let start = HEADER_BYTES + 4 * (first & 0x0f)
  if ((first & 0x10) !== 0) {
    if (datagram.length < start + 4) return undefined
    start += 4 + 4 * datagram.readUInt16BE(start + 2)
  }
  const padding = (first & 0x20) === 0 ? 0 : datagram.readUInt8(datagram.length - 1)
  const end = datagram.length - padding
  if (start > end) return undefined
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payload: Uint8Array.from(datagram.subarray(start, end)),
  }
}

export function formatRtp(packet: RtpPacket): Buffer {
  const datagram = Buffer.alloc(HEADER_BYTES + packet.payload.length)
  datagram.writeUInt8(0x80, 0)
  datagram.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1)
  datagram.writeUInt16BE(packet.sequence & 0xffff, 2)
  datagram.writeUInt32BE(packet.timestamp >>> 0, 4)
  datagram.writeUInt32BE(packet.ssrc >>> 0, 8)
  datagram.set(packet.payload, HEADER_BYTES)
  return datagram
}
