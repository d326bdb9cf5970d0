/** What becomes of a command whose owner is another process, when that process isn't what it was. */
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import type { SiteGateway } from '../../src/runtime/gateway.ts'
import type { Called, DispatchReply, DispatchRequest, OwnerCalls } from '../../src/runtime/owner-calls.ts'
import { createOwnerFinder, type SiteOwnerView } from '../../src/runtime/owner-finder.ts'
import { PortUnavailable } from '../../src/runtime/ports.ts'
import { remoteGateway } from '../../src/runtime/remote-gateway.ts'
import type { AskSite } from '../../src/runtime/site-questions.ts'

const COMMAND = { type: 'clearAlarm', alarm: 'spoolFull', nodeId: null } as const
const NOT_OWNER = { type: 'answered', value: { type: 'notOwner', retryAfterMs: 1 } } as const
const ACCEPTED = { type: 'answered', value: { type: 'accepted' } } as const
const nobody: SiteGateway = {
  dispatch: async () => ({ type: 'notOwner', retryAfterMs: 1_000 }),
  figures: async () => undefined,
  flows: async () => undefined,
  flow: async () => undefined,
  numbers: async () => undefined,
  plans: async () => undefined,
  broadcast: async () => undefined,
  nodes: async () => undefined,
  wait: async () => undefined,
  callbacks: async () => undefined,
  waitAgent: async () => undefined,
}

const owner = (name: string, epoch: number): SiteOwnerView => ({
  epoch,
  controllerId: name,
  address: `https://${name}:1`,
})

/** `owners`: what the views say, look by look, the last one for good; `replies`: call by call. */
function reaching(owners: readonly (SiteOwnerView | 'away')[], replies: readonly Called<DispatchReply>[]) {
  const sent: { address: string; request: DispatchRequest }[] = []
  let looks = 0
  const calls: OwnerCalls = {
    async dispatch(address, _, request) {
      sent.push({ address, request })
      return replies[sent.length - 1] ?? { type: 'timedOut' }
    },
    query: async () => ({ type: 'answered', value: null }),
  }
  const { gateway } = remoteGateway({
    local: nobody,
    localAnswers: (async () => undefined) as AskSite,
    finder: createOwnerFinder({
      views: {
        async get() {
          const body = owners[Math.min(looks, owners.length - 1)]
          looks += 1
          if (body === 'away') throw new PortUnavailable('the database is away')
          return (
            body && {
              kind: 'site',
              id: 'site_main',
              pos: 1,
              body,
              orderAt: 0,
              state: 'taken',
              queueId: null,
              agentId: null,
            }
          )
        },
      },
      log: silentLog,
    }),
    calls,
    ownAddress: 'https://here:1',
    newKey: () => `key ${sent.length}`,
    clock: { monotonic: () => performance.now() },
  })
  return { sent, order: () => gateway.dispatch('site_main', COMMAND, { timeoutMs: 60_000 }) }
}

describe('a command to another process', () => {
  it('goes where the journal says that the owner is, and from then on without a look', async () => {
    const { sent, order } = reaching([owner('a', 1), 'away'], [ACCEPTED, ACCEPTED])
    expect([await order(), await order()]).toEqual([{ type: 'accepted' }, { type: 'accepted' }])
    expect(sent.map(({ address }) => address)).toEqual(['https://a:1', 'https://a:1'])
  })

  it('is looked for again where it was ours, and nobody had it yet when that was found', async () => {
    const { sent, order } = reaching([owner('here', 1), owner('here', 1), owner('a', 2)], [ACCEPTED])
    expect((await order()).type).toBe('notOwner')
    expect(await order()).toEqual({ type: 'accepted' })
    expect(sent.map(({ address }) => address)).toEqual(['https://a:1'])
  })

  it.each([
    ['no longer owns the site', NOT_OWNER],
    ['can’t be reached', { type: 'notReached' }],
    ['has too much to do', { type: 'refused', why: 'busy' }],
  ] as const)('follows the site, once, when the one before %s', async (_, first) => {
    const { sent, order } = reaching([owner('a', 1), owner('b', 2)], [first, ACCEPTED])
    expect(await order()).toEqual({ type: 'accepted' })
    expect(sent.map(({ address, request }) => [address, request.epoch])).toEqual([
      ['https://a:1', null],
      ['https://b:1', null],
    ])
  })

  it('isn’t sent again where nothing has changed', async () => {
    const { sent, order } = reaching([owner('a', 1)], [NOT_OWNER, ACCEPTED])
    expect(await order()).toMatchObject({ type: 'notOwner' })
    expect(sent).toHaveLength(1)
  })

  it('whose connection was lost is asked after with the same key, of the same time of owning', async () => {
    const { sent, order } = reaching([owner('a', 1), owner('b', 2)], [{ type: 'lost' }, ACCEPTED])
    expect(await order()).toEqual({ type: 'accepted' })
    expect(sent.map(({ address, request: { key, epoch } }) => [address, key, epoch])).toEqual([
      ['https://a:1', 'key 0', null],
      ['https://a:1', 'key 0', 1],
    ])
  })

  it.each([
    ['the site has been taken since', { type: 'answered', value: { type: 'otherEpoch' } }],
    ['it isn’t the owner any more', NOT_OWNER],
    ['it is gone', { type: 'notReached' }],
    ['the connection is lost again', { type: 'lost' }],
  ] as const)(
    'of which nobody knows any more, since %s, is never carried out by another',
    async (_, second) => {
      const { sent, order } = reaching([owner('a', 1), owner('b', 2)], [{ type: 'lost' }, second, ACCEPTED])
      expect(await order()).toEqual({ type: 'timedOut' })
      expect(sent).toHaveLength(2)
    },
  )

  it.each([
    ['the database is away', 'away'],
    ['the owner is said to be this very process', owner('here', 3)],
    ['the owner listens to no other', { ...owner('a', 1), address: 'http://127.0.0.1:8080' }],
  ] as const)('has no owner when %s', async (_, found) => {
    const { sent, order } = reaching([found], [])
    expect(await order()).toMatchObject({ type: 'notOwner' })
    expect(sent).toEqual([])
  })
})
