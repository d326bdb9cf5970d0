/** The part of sdp-transform 3.0.0 that is used here; the package has no types of its own. */
declare module 'sdp-transform' {
  export interface SdpConnection {
    version: number
    ip: string
  }
  export interface SdpMedia {
    type: string
    port: number
    protocol: string
    payloads?: string | number
    connection?: SdpConnection
    direction?: string
    ptime?: number
    rtp: { payload: number; codec: string; rate?: number; encoding?: number }[]
    fmtp: { payload: number; config: string }[]
  }
  export interface Sdp {
    version?: number
    origin?: {
      username: string
      sessionId: number | string
      sessionVersion: number
      netType: string
      ipVer: number
      address: string
    }
    name?: string | number
    connection?: SdpConnection
    timing?: { start: number; stop: number }
    direction?: string
    media: SdpMedia[]
  }
  const sdpTransform: { parse(text: string): Sdp; write(sdp: Sdp): string }
  export default sdpTransform
}
