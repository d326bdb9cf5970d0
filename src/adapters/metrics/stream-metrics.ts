/** Who reads the live stream, and how close behind the journal it is. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ReaderEnd, StreamObserver } from '../../runtime/stream.ts'

const ENDS: Readonly<Record<ReaderEnd, true>> = {
  left: true,
  slow: true,
  shutdown: true,
  revoked: true,
  failed: true,
}

export function createStreamMeter(registry: Registry): StreamObserver {
  const registers = [registry]
  const readers = new Gauge({ name: 'cti_stream_readers', help: 'Readers of the live stream', registers })
  const ended = new Counter({
    name: 'cti_stream_readers_ended_total',
    help: 'Readers that are there no longer, by why',
    labelNames: ['why'],
    registers,
  })
  for (const why of Object.keys(ENDS)) ended.inc({ why }, 0)
  const refused = new Counter({
    name: 'cti_stream_readers_refused_total',
    help: 'Readers turned away because as many as are allowed were there',
    registers,
  })
  const position = new Gauge({
    name: 'cti_stream_position',
    help: 'Position of the newest fact that readers of this process can have',
    registers,
  })
  const lag = new Histogram({
    name: 'cti_stream_lag_seconds',
    help: 'Age of the newest fact of each batch when it reached the stream',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  return {
    followed(pos, ageMs) {
      position.set(pos)
      lag.observe(ageMs / 1000)
    },
    readerCame: () => readers.inc(),
    readerWent(why) {
      readers.dec()
      ended.inc({ why })
    },
    readerRefused: () => refused.inc(),
  }
}
