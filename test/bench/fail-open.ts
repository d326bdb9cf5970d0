/**
 * How long callers are without a controller, on each switch that is there: from its kill -9 to the phone of the
 * fallback group when it stays dead, and to being in charge again when it is started at once.
 *
 *   npm run bench:fail-open -- 10
 */
import { FALLBACK_EXTENSION } from '../../src/trial/extensions.ts'
import { eventually } from '../support/eventually.ts'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { type System, startSystem } from '../support/system.ts'

const rounds = Number(process.argv[2] ?? 10)

for (const embeddedOnly of freeswitchPrefix() === undefined ? [true] : [true, false]) {
  const system = await startSystem({ embeddedOnly, deliveredPatience: true })
  try {
    report(system.switchKind, 'dead, waiting caller to fallback phone', await series(() => leftDead(system)))
    report(
      system.switchKind,
      'restarted, site is ours',
      await series(() => restarted(system, '"the site is ours"')),
    )
    report(
      system.switchKind,
      'restarted, switch connected, first beat sent',
      await series(() => restarted(system, '"switch connected"')),
    )
  } finally {
    await system.stop()
  }
}

async function series(once: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < rounds; n += 1) times.push(await once())
  return times.sort((a, b) => a - b)
}

function report(kind: string, what: string, times: readonly number[]): void {
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)
  console.log(`${kind}: ${what}: p50 ${at(0.5)} ms, max ${at(1)} ms (${times.length} rounds)`)
}

async function leftDead(system: System): Promise<number> {
  const { service } = system.trial
  const fallback = await system.phone(FALLBACK_EXTENSION, { answer: 'auto' })
  const patient = await system.patient()
  await patient.queueUp('1')
  service.keepAlive(false)
  const diedAt = performance.now()
  process.kill(service.pid, 'SIGKILL')
  await fallback.nextIncoming({ timeoutMs: 30_000 })
  const took = performance.now() - diedAt
  await service.revive()
  service.keepAlive(true)
  await inCharge(system)
  await system.reset()
  return took
}

/** Until the service has logged `line` again. */
async function restarted(system: System, line: string): Promise<number> {
  const seen = () => system.log.filter((one) => one.includes(line)).length
  const before = seen()
  const diedAt = performance.now()
  process.kill(system.trial.service.pid, 'SIGKILL')
  await eventually(async () => (seen() > before ? { found: true } : { waiting: line }), 60_000)
  const took = performance.now() - diedAt
  await inCharge(system)
  return took
}

function inCharge({ api }: System): Promise<boolean> {
  return eventually(async () => {
    const { status } = await api('GET', '/readyz')
    return status === 200 ? { found: true } : { waiting: String(status) }
  }, 60_000)
}
