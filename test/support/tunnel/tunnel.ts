/**
 * A tunnel to a switch, with a place on each side of its far end where a test may see and spoil what passes:
 *
 *     controller ──▶ network ──TLS──▶ stunnel ──▶ behind ──clear text──▶ event socket
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../free-ports.ts'
import { type TunnelCertificates, tunnelCertificates } from './certificates.ts'
import { type Stunnel, startStunnel } from './stunnel.ts'
import { startWireTap, type WireTap } from './wire-tap.ts'

export interface TestTunnel {
  /** Where the controller connects to. */
  readonly port: number
  /** `switches[].tunnel`, and the tunnel of the adapter but for its shape. */
  readonly name: string
  readonly certificates: TunnelCertificates
  readonly network: WireTap
  readonly stunnel: Stunnel
  readonly behind: WireTap
  close(): Promise<void>
}

export const TUNNEL_NAME = 'tls-a'

export async function startTunnel(eventSocketPort: number): Promise<TestTunnel> {
  const directory = mkdtempSync(join(tmpdir(), 'cti-tunnel-'))
  const certificates = await tunnelCertificates(directory)
  const behind = await startWireTap(eventSocketPort)
  const stunnel = await startStunnel({ port: await freePort(), connectPort: behind.port, directory })
  const network = await startWireTap(stunnel.port)
  return {
    port: network.port,
    name: TUNNEL_NAME,
    certificates,
    network,
    stunnel,
    behind,
    async close() {
      await network.close()
      stunnel.thaw()
      await stunnel.kill()
      await behind.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
