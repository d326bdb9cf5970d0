/** The parts of an RTP packet that are used here (RFC 3550 5.1). */
export interface RtpPacket {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
}

export const RTP_HEADER_BYTES = 12

/** Undefined for what isn't a well-formed RTP packet. */
export function readRtp(datagram: Buffer): RtpPacket | undefined {
  if (datagram.length < RTP_HEADER_BYTES) return undefined
  const first = datagram.readUInt8(0)
  const second = datagram.readUInt8(1)
  if (first >> 6 !== 2) return undefined
  // 200 to 204 in the second byte is RTCP sharing the port (RFC 5761 4).
  if (second >= 200 && second <= 204) return undefined
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4
  if (first & 0x10) {
    if (datagram.length < start + 4) return undefined
    start += 4 + datagram.readUInt16BE(start + 2) * 4
  }
  let end = datagram.length
  if (first & 0x20) {
    const padding = datagram.readUInt8(end - 1)
    if (padding === 0) return undefined
    end -= padding
  }
  if (start >= end) return undefined
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payload: datagram.subarray(start, end),
  }
}

export interface RtpHeader {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
}

/** A packet with room for `payloadBytes` after the header. */
export function newRtp(header: RtpHeader, payloadBytes: number): Buffer {
  const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + payloadBytes)
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1)
  packet.writeUInt16BE(header.sequence & 0xffff, 2)
  packet.writeUInt32BE(header.timestamp >>> 0, 4)
  packet.writeUInt32BE(header.ssrc, 8)
  return packet
}

/** How far `a` is ahead of `b` in 16-bit sequence numbers, -32768 to 32767. */
export function sequenceAhead(a: number, b: number): number {
  return ((a - b) << 16) >> 16
}

/** How far `a` is ahead of `b` in 32-bit timestamps. */
export function timestampAhead(a: number, b: number): number {
  return (a - b) | 0
}
