/** What flows ask and say: sources by the names that the configuration gives them, and texts. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { SourceObserver } from '../../runtime/sources.ts'
import type { SpeechObserver } from '../../runtime/speech.ts'

export function createFlowMeter(registry: Registry): SourceObserver & SpeechObserver {
  const registers = [registry]
  const requests = new Counter({
    name: 'cti_source_requests_total',
    help: 'Requests of flows to HIS sources, by how they ended',
    labelNames: ['source', 'outcome'],
    registers,
  })
  const requestDuration = new Histogram({
    name: 'cti_source_request_duration_seconds',
    help: 'From the beginning of a request to a HIS source to its end',
    labelNames: ['source'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const texts = new Counter({
    name: 'cti_speech_texts_total',
    help: 'Texts of flows that were to be heard, by what became of them; all but kept and made stayed silent',
    labelNames: ['outcome'],
    registers,
  })
  const speechDuration = new Histogram({
    name: 'cti_speech_duration_seconds',
    help: 'How long a caller waited for a text that had to be spoken',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  return {
    asked(source, outcome, durationMs) {
      requests.inc({ source, outcome })
      if (outcome !== 'busy') requestDuration.observe({ source }, durationMs / 1_000)
    },
    spoken(outcome, durationMs) {
      texts.inc({ outcome })
      if (outcome === 'made') speechDuration.observe(durationMs / 1_000)
    },
  }
}
