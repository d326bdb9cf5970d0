import { describe, expect, it } from 'vitest'
import { handle } from '../../src/domain/site/handle.ts'
import type { SiteInput } from '../../src/domain/site/inputs.ts'
import type { ApiCommand, DispatchOutcome } from '../../src/runtime/gateway.ts'
import { accountForMissing, PAGE } from '../../src/runtime/missing-takes.ts'
import { PortUnavailable, type View, type ViewsPort } from '../../src/runtime/ports.ts'
import type { EnvelopeRow, EnvelopesPort, RecordingsPort } from '../../src/runtime/recording.ts'
import { createRecordingsPort } from '../../src/runtime/recordings-port.ts'
import { Touched } from '../../src/runtime/touched.ts'
import { hangsUp } from '../domain/support/given.ts'
import { began, recordingOf, recordingSite, talkRecorded } from '../domain/support/recordings.ts'
import { agentLeg, callerLeg, nodeId, type Site, siteId, talking } from '../domain/support/story.ts'

/** A port on a site in memory, whose views are those that a batch would write. */
function portOn(site: Site, more: { outcome?: DispatchOutcome; unavailable?: boolean } = {}) {
  const stored = new Map<string, View>()
  const keep = (happened: ReturnType<typeof handle>) => {
    const touched = new Touched()
    for (const row of happened.rows) touched.add(row, happened)
    for (const view of touched.views(site.state)) stored.set(view.id, view)
  }
  const views: Pick<ViewsPort, 'get' | 'list'> = {
    get: async (_site, _kind, id) => {
      if (more.unavailable) throw new PortUnavailable('away')
      return stored.get(id) ?? viewOf(site, id)
    },
    list: async ({ state }) => {
      if (more.unavailable) throw new PortUnavailable('away')
      const ids = [...site.state.recordings.keys()]
      return ids.flatMap((id) => viewOf(site, id) ?? []).filter((view) => view.state === state)
    },
  }
  const port = createRecordingsPort({
    siteId,
    nodeId,
    views,
    gateway: {
      dispatch: async (_site: string, command: ApiCommand) => {
        if (more.outcome) return more.outcome
        const happened = handle(site.state, { ...command, at: site.now } as SiteInput)
        keep(happened)
        return happened.outcome ?? { type: 'timedOut' }
      },
    },
  })
  return { port, views }
}

function viewOf(site: Site, id: string): View | undefined {
  const recording = [...site.state.recordings.values()].find((one) => one.id === id)
  if (!recording) return undefined
  const touched = new Touched()
  const row = { siteId, pos: 1, subjectSeq: 1, at: 0, type: 'x', data: {} }
  touched.add({ ...row, kind: 'recording', subject: id }, { ended: [], completed: [] })
  return touched.views(site.state)[0]
}

const nothingStored: Pick<EnvelopesPort, 'list'> = { list: async () => [] }

function ended(site: Site): string {
  talkRecorded(site, 1)
  const { id } = recordingOf(site, 1) ?? { id: '' }
  hangsUp(site, callerLeg(1))
  hangsUp(site, agentLeg(1, 1))
  return id
}

const segment = (recordingId: string) => ({
  recordingId,
  take: 0,
  segment: 0,
  startedAt: '2026-11-22T06:00:00.000Z',
  samples: 80,
  objectKey: 'o',
  byteLength: 320,
  sha256: 'x',
  truncated: false,
})

describe('the recorder’s way to the owner', () => {
  it('knows of a take whether it runs, has ended, is accounted for; and what nobody knows', async () => {
    const site = recordingSite()
    talkRecorded(site, 1)
    const { port } = portOn(site)
    const { id } = recordingOf(site, 1) ?? { id: '' }
    expect(await port.take(id, 0)).toEqual({ type: 'running' })
    expect(await port.take(id, 1)).toEqual({ type: 'unknown' })
    expect(await port.take('rec_01K00000000000000000000009', 0)).toEqual({ type: 'unknown' })
    hangsUp(site, callerLeg(1))
    expect(await port.take(id, 0)).toEqual({ type: 'ended' })
    hangsUp(site, agentLeg(1, 1))
    expect(await port.takeAccounted(id, 0, 80)).toBe('accepted')
    expect(await port.take(id, 0)).toEqual({ type: 'accounted' })
  })

  it('what was said before is accepted, also when the owner has forgotten the recording', async () => {
    const site = recordingSite()
    const id = ended(site)
    const { port } = portOn(site)
    for (let times = 0; times < 2; times += 1) {
      expect(await port.segmentStored(segment(id))).toBe('accepted')
    }
    for (let times = 0; times < 2; times += 1) expect(await port.takeAccounted(id, 0, 80)).toBe('accepted')
    expect(await port.segmentStored(segment(id))).toBe('accepted')
    expect(await port.takeStalled(id, 0)).toBe('accepted')
    expect(await port.segmentStored({ ...segment(id), segment: 1 })).toBe('unknown')
    expect(await port.takeAccounted('nonsense', 0, 80)).toBe('unknown')
  })

  it('keeps the moment of a segment’s first sample', async () => {
    const site = recordingSite()
    const id = ended(site)
    await portOn(site).port.segmentStored(segment(id))
    expect(recordingOf(site, 1)?.segments).toMatchObject([
      { startedAt: Date.UTC(2026, 10, 22, 6), truncated: false },
    ])
  })

  it('says to try later while nobody can be asked', async () => {
    const site = recordingSite()
    const id = ended(site)
    const away = portOn(site, { outcome: { type: 'notOwner', retryAfterMs: 1 } }).port
    expect(await away.takeAccounted(id, 0, 1)).toBe('tryLater')
    expect(await away.alarm('spoolFull', true, 'why')).toBe('tryLater')
    const unavailable = portOn(site, { unavailable: true }).port
    expect(await unavailable.take(id, 0)).toEqual({ type: 'unavailable' })
    expect(await unavailable.takeAccounted('rec_01K00000000000000000000009', 0, 1)).toBe('tryLater')
  })

  it('raises and clears its alarms for its own node', async () => {
    const site = recordingSite()
    const { port } = portOn(site)
    expect(await port.alarm('spoolFull', true, 'why')).toBe('accepted')
    expect([...site.state.alarms.values()]).toMatchObject([{ alarm: 'spoolFull', nodeId, detail: 'why' }])
    expect(await port.alarm('spoolFull', false, '')).toBe('accepted')
    expect(site.state.alarms.size).toBe(0)
  })
})

describe('takes that left no file', () => {
  it('are accounted for when they have ended a while ago, and nothing of them is there', async () => {
    const site = recordingSite()
    talking(site, 1, 'li')
    site.when({ type: 'switchLost' })
    site.reconnected([{ legId: callerLeg(1), bridgedTo: agentLeg(1, 1) }, { legId: agentLeg(1, 1) }])
    began(site, 1, 1)
    const { port, views } = portOn(site)
    const asked: number[] = []
    const look = (holds: boolean) =>
      accountForMissing({
        siteId,
        isKnown: (id) => id === nodeId,
        views,
        recordings: port,
        envelopes: nothingStored,
        holds: async (_id, take) => {
          asked.push(take)
          return holds
        },
        now: () => site.now,
      })
    expect(await look(false)).toBe(0)
    site.now += 60_000
    expect(await look(true)).toBe(0)
    expect(await look(false)).toBe(1)
    // The one that runs is none of them.
    expect(asked).toEqual([0, 0])
    expect(recordingOf(site, 1)?.takes.map(({ samples }) => samples)).toEqual([0, null])
    expect(await look(false)).toBe(0)
  })

  it('are looked for page by page, on the nodes whose spools are here', async () => {
    const takes = [
      { take: 0, nodeId: 'node_a', endedAt: 0, samples: null },
      { take: 1, nodeId: 'node_b', endedAt: 0, samples: null },
      { take: 2, nodeId: 'node_elsewhere', endedAt: 0, samples: null },
    ]
    const all = Array.from({ length: 2 * PAGE + 1 }, (_, n) => {
      const body = { recordingId: `rec_${n}`, takes, segments: [] }
      return { kind: 'recording', id: `rec_${n}`, state: 'sealing', orderAt: n, body } as unknown as View
    })
    const [pages, accounted]: [number[], string[]] = [[], []]
    const count = await accountForMissing({
      siteId,
      isKnown: (id) => ['node_a', 'node_b'].includes(id),
      views: {
        async list({ state, limit, after }) {
          const page = all.filter((view) => view.state === state && view.orderAt > (after?.orderAt ?? -1))
          pages.push(Math.min(page.length, limit))
          // What was asked for before has been dealt with by now.
          expect(accounted).toHaveLength(2 * (after ? after.orderAt + 1 : 0))
          return page.slice(0, limit)
        },
      },
      envelopes: nothingStored,
      recordings: {
        segmentStored: async () => 'accepted',
        async takeAccounted(id, take) {
          accounted.push(`${id}.${take}`)
          return 'accepted'
        },
      },
      holds: async () => false,
      now: () => 60_000,
    })
    expect(pages).toEqual([0, PAGE, PAGE, 1])
    expect(count).toBe(2 * all.length)
    expect(accounted.every((name) => /\.[01]$/.test(name))).toBe(true)
  })

  it('wait while nobody can be asked', async () => {
    const site = recordingSite()
    ended(site)
    site.now += 60_000
    const { port, views } = portOn(site, { unavailable: true })
    const holds = async () => false
    const isKnown = () => true
    const envelopes = nothingStored
    const asked = { siteId, isKnown, views, recordings: port, envelopes, holds, now: () => site.now }
    expect(await accountForMissing(asked)).toBe(0)
  })

  it('but were told to an owner whose facts were set aside: what is in the store counts', async () => {
    const site = recordingSite()
    const id = ended(site)
    const { port, views } = portOn(site)
    await port.segmentStored(segment(id))
    site.now += 60_000
    const object = { key: 'o', byteLength: 640, sha256: 'y', samples: 160, truncated: true }
    const row = { siteId, recordingId: id, envelope: '', startedAt: '2026-11-22T06:00:00.010Z' }
    const rows: EnvelopeRow[] = [
      { ...row, take: 0, segment: 0, object: { ...object, samples: 80 } },
      { ...row, take: 0, segment: 1, object },
      // Of a recorder that died before the first chunk, and of another take.
      { ...row, take: 0, segment: 2, object: null },
      { ...row, take: 1, segment: 1_000, object },
    ]
    const look = (recordings: Pick<RecordingsPort, 'segmentStored' | 'takeAccounted'>) =>
      accountForMissing({
        siteId,
        isKnown: () => true,
        views,
        recordings,
        envelopes: { list: async () => rows },
        holds: async () => false,
        now: () => site.now,
      })
    // Not before its segments are in the journal.
    const deaf = { ...port, segmentStored: async () => 'tryLater' as const }
    expect(await look(deaf)).toBe(0)
    expect(recordingOf(site, 1)?.takes).toMatchObject([{ samples: null }])
    expect(await look(port)).toBe(1)
    expect((await views.get(siteId, 'recording', id))?.body).toMatchObject({
      state: 'complete',
      sealedMs: 30,
      segments: [
        { segment: 0, samples: 80 },
        { segment: 1, samples: 160, objectKey: 'o', truncated: true },
      ],
    })
  })
})
