/** What a drill came to: for people, and as JSON. */
import type { Controllers } from './arguments.ts'
import { CHECKS } from './checks/all.ts'
import { unclaimed, unrecorded } from './checks/ended-once.ts'
import { lossesOfSwitches, positionSetAside } from './checks/sealed.ts'
import { receivedAgain } from './checks/webhooks-whole.ts'
import type { Evidence, Finding } from './evidence.ts'
import { KINDS, kindNames } from './kinds.ts'
import { STATES } from './states.ts'
import { percentile, timesOf } from './times.ts'

export interface Settings {
  readonly seed: number
  readonly switchKind: string
  readonly controllers: Controllers
  readonly asked: number
}

interface Figures {
  readonly count: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

export interface Report extends Settings {
  readonly faults: Evidence['faults']
  readonly calls: number
  readonly facts: number
  readonly webhooks: { readonly received: number; readonly again: number }
  readonly recordings: number
  /** From outside while nobody was there: the fallback group or nobody had them, and no journal knows of them. */
  readonly unrecorded: number
  /** Of these, those who came while a controller was there: the fallback group had them all the same. */
  readonly unclaimed: number
  /** Files of facts that an owner without both stores had kept while another took the site. */
  readonly setAside: number
  readonly lostBySwitchesMs: readonly number[]
  readonly takeover: Figures
  readonly reconcile: Figures
  readonly failOpen: { readonly new: Figures; readonly waiting: Figures; readonly talked: Figures }
  readonly checks: readonly { readonly what: string; readonly findings: readonly Finding[] }[]
  readonly lost: number
}

export function reportOn(evidence: Evidence, settings: Settings): Report {
  const checks = Object.entries(CHECKS).map(([what, check]) => ({ what, findings: check(evidence) }))
  const { takeoverMs, reconcileMs, failOpen } = timesOf(evidence)
  const { facts, faults, webhooks, callers } = evidence
  return {
    ...settings,
    faults,
    calls: callers.length,
    facts: facts.length,
    webhooks: { received: webhooks.received.length, again: receivedAgain(evidence) },
    recordings: facts.filter(({ type }) => type === 'recordingCompleted').length,
    unrecorded: unrecorded(evidence).length,
    unclaimed: unclaimed(evidence).length,
    setAside: evidence.left.filter((path) => positionSetAside(path) !== undefined).length,
    lostBySwitchesMs: lossesOfSwitches(evidence).map(({ lostMs }) => lostMs),
    takeover: figuresOf(takeoverMs),
    reconcile: figuresOf(reconcileMs),
    failOpen: {
      new: figuresOf(failOpen.newMs),
      waiting: figuresOf(failOpen.waitingMs),
      talked: figuresOf(failOpen.talkedMs),
    },
    checks,
    lost: checks.reduce((sum, { findings }) => sum + findings.length, 0),
  }
}

function figuresOf(values: readonly number[]): Figures {
  return { count: values.length, p50Ms: percentile(values, 50), p99Ms: percentile(values, 99) }
}

const MOST_FINDINGS = 20

/** For people; its last line sums up. */
export function inWords(report: Report): readonly string[] {
  const { checks, webhooks, lostBySwitchesMs: lost } = report
  return [
    '',
    'Which faults met calls in which states (how often):',
    ...matrix(report),
    '',
    ...checks.flatMap(({ what, findings }) => [
      `${findings.length === 0 ? 'yes' : 'NO '}  ${what}`,
      ...findings.slice(0, MOST_FINDINGS).map(told),
      ...(findings.length > MOST_FINDINGS ? [`       and ${findings.length - MOST_FINDINGS} more`] : []),
    ]),
    '',
    `${report.facts} facts, ${webhooks.received} webhooks received (${webhooks.again} of them again), ${report.recordings} recordings`,
    `calls that came while no controller was there, and are in no journal: ${report.unrecorded}`,
    `calls that no controller took though one was there, so that the fallback group had them: ${report.unclaimed}`,
    ...(report.setAside === 0
      ? []
      : [
          `files set aside by a controller that had lost both stores while another had them: ${report.setAside}`,
        ]),
    lost.length === 0
      ? 'no recording ran when a switch was killed'
      : `lost of recordings by killed switches: at most ${Math.max(...lost)} ms each (${lost.length})`,
    `takeover              ${figures(report.takeover)}`,
    `reconcile             ${figures(report.reconcile)}`,
    `fail open, new        ${figures(report.failOpen.new)}`,
    `fail open, waiting    ${figures(report.failOpen.waiting)}`,
    `fail open, had talked ${figures(report.failOpen.talked)}`,
    '',
    summary(report),
  ]
}

export function summary(report: Report): string {
  const { faults, calls, lost, takeover, reconcile, failOpen, seed, switchKind, controllers } = report
  const times = [
    `takeover ${both(takeover)}`,
    `reconcile ${both(reconcile)}`,
    `fail open new ${both(failOpen.new)} waiting ${both(failOpen.waiting)}`,
  ].join(', ')
  const system = controllers === 1 ? switchKind : `${switchKind}, ${controllers} controllers`
  return `drill: ${faults.length} faults, ${calls} calls, ${lost} lost, ${times}, ${system}, seed ${seed}`
}

function told({ what, subject, at }: Finding): string {
  return `       ${at === null ? '' : `${new Date(at).toISOString()}  `}${subject}: ${what}`
}

function figures({ count, p50Ms, p99Ms }: Figures): string {
  return count === 0 ? 'never' : `p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, ${count} times`
}

function both({ p50Ms, p99Ms }: Figures): string {
  return `p50 ${ms(p50Ms)} p99 ${ms(p99Ms)}`
}

function ms(value: number | null): string {
  return value === null ? '-' : `${Math.round(value)} ms`
}

function matrix({ faults, controllers }: Report): readonly string[] {
  const names = kindNames(controllers)
  const wide = Math.max(...names.map((kind) => kind.length))
  const count = (kind: string, state: string) =>
    faults.filter((fault) => fault.kind === kind && (fault.met as readonly string[]).includes(state)).length
  const letters = STATES.map((_, index) => String.fromCharCode(97 + index))
  return [
    `${' '.repeat(wide)}  ${letters.map((letter) => letter.padStart(3)).join('')}`,
    ...names.map(
      (kind) =>
        `${kind.padEnd(wide)}  ${STATES.map((state) => String(count(kind, state) || '.').padStart(3)).join('')}  ${KINDS[kind].what}`,
    ),
    STATES.map((state, index) => `${letters[index]} ${state}`).join(', '),
  ]
}
