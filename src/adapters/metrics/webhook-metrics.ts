/** Webhooks by endpoint: what was tried, how far behind each is. There are a hundred endpoints at most. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { WebhookObserver } from '../../runtime/webhooks.ts'

export function createWebhookMeter(registry: Registry): WebhookObserver {
  const registers = [registry]
  const tries = new Counter({
    name: 'cti_webhook_tries_total',
    help: 'Tries to deliver an event, by how they ended',
    labelNames: ['webhook', 'outcome'],
    registers,
  })
  const duration = new Histogram({
    name: 'cti_webhook_try_duration_seconds',
    help: 'From the beginning of a try to the receiver’s answer',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const lag = new Histogram({
    name: 'cti_webhook_delivery_lag_seconds',
    help: 'From the fact to the receiver’s answer, of what was delivered',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600, 86_400],
    registers,
  })
  const deadLetters = new Counter({
    name: 'cti_webhook_dead_letters_total',
    help: 'Events that were given up after the last try',
    labelNames: ['webhook'],
    registers,
  })
  const waiting = new Gauge({
    name: 'cti_webhook_waiting_subjects',
    help: 'Calls and other subjects of which something is to be delivered',
    labelNames: ['webhook'],
    registers,
  })
  const behind = new Gauge({
    name: 'cti_webhook_lag_seconds',
    help: 'Age of the oldest event that is not delivered; 0 when nothing waits',
    labelNames: ['webhook'],
    registers,
  })
  const kept = new Gauge({
    name: 'cti_webhook_dead_letters',
    help: 'Events that were given up, and not replayed since',
    labelNames: ['webhook'],
    registers,
  })
  return {
    tried(webhook, outcome, durationMs) {
      tries.inc({ webhook, outcome })
      duration.observe(durationMs / 1_000)
    },
    delivered: (_, lagMs) => lag.observe(lagMs / 1_000),
    deadLettered: (webhook) => deadLetters.inc({ webhook }),
    standings(standings, now) {
      // Endpoints that were deleted disappear.
      for (const gauge of [waiting, behind, kept]) gauge.reset()
      for (const { webhookId: webhook, ...standing } of standings) {
        waiting.set({ webhook }, standing.waiting)
        behind.set({ webhook }, Math.max(0, now - (standing.behindSince ?? now)) / 1_000)
        kept.set({ webhook }, standing.deadLetters)
      }
    },
  }
}
