/** Two sites, each with a switch of its own, and two controllers that share them. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TrialService } from '../../src/trial/service.ts'
import { type Event, readEvents } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { System } from '../support/system.ts'

const ROLES = ['controller', 'api', 'worker'] as const
const ENDED = 'cti.call.ended.v1'

/** The ids of what came until two calls had ended. */
function untilTwoEnded(events: readonly Event[]): readonly (string | undefined)[] {
  const ends = events.flatMap(({ type }, at) => (type === ENDED ? [at] : []))
  return events.slice(0, (ends[1] ?? -1) + 1).map(({ id }) => id)
}

onEachSwitch('two sites and two controllers', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({
      nodes: 2,
      siteEach: true,
      processes: [
        { name: 'one', roles: ROLES },
        { name: 'two', roles: ROLES },
      ],
      env: { CTI_RECORDING_ENABLED: 'false' },
    })
  })
  afterAll(() => system?.stop())

  const service = (name: string): TrialService => {
    const found = system.trial.processes.get(name)
    if (!found) throw new Error(`no process ${name}`)
    return found
  }
  const urlOf = (name: string) => `http://${service(name).httpAddress}:${service(name).httpPort}`
  /** Who took each site last. */
  const owners = async () => {
    const rows = await system.sql(
      `select distinct on (site_id) site_id, data->>'controllerId' as owner from journal
        where type = 'siteTaken' order by site_id, pos desc`,
    )
    return Object.fromEntries(rows.map(({ site_id, owner }) => [String(site_id), String(owner)]))
  }
  const shared = () =>
    eventually(async () => {
      const now = await owners()
      const names = new Set(Object.values(now))
      return Object.keys(now).length === 2 && names.size === 2
        ? { found: now }
        : { waiting: JSON.stringify(now) }
    })
  const allOf = (name: string) =>
    eventually(async () => {
      const now = await owners()
      const all = ['site_b', 'site_main'].every((siteId) => now[siteId] === name)
      return all ? { found: now } : { waiting: JSON.stringify(now) }
    })
  /** Somebody calls the site's switch and hears its menu. */
  const served = async (siteId: string) => {
    const before = await menus(siteId)
    const node = system.nodes[siteId === 'site_main' ? 0 : 1]
    const phone = await node?.trunk({ tone: 500 })
    const call = await phone?.call(system.trial.serviceNumber)
    await eventually(async () =>
      (await menus(siteId)) > before
        ? { found: true }
        : { waiting: `a caller of ${siteId} to be in the menu` },
    )
    return call
  }
  const menus = async (siteId: string) => {
    const [row] = await system.sql(
      `select count(distinct subject)::int as n from journal where site_id = '${siteId}' and type = 'stepEntered'`,
    )
    return Number(row?.['n'])
  }
  /** The live stream of site_main as this process tells it, from after the event of this id. */
  const follow = (name: string, after?: string) =>
    readEvents(`${urlOf(name)}/v1/events`, {
      authorization: `Bearer ${system.trial.apiToken}`,
      ...(after !== undefined && { 'last-event-id': after }),
    })
  /** One request on a connection of its own; undefined when nobody has taken that any more. */
  const ask = (url: string, method: string) => begin(url, method, '').answer
  /** The same, whose body is to be ended by `end`. */
  const begin = (url: string, method: string, body: string) => {
    const headers = {
      authorization: `Bearer ${system.trial.apiToken}`,
      connection: 'close',
      ...(body !== '' && { 'content-type': 'application/json', 'content-length': String(body.length) }),
    }
    const sent = request(url, { method, headers, agent: false })
    const answer = new Promise<number | undefined>((resolve, reject) => {
      sent.once('response', (res) => {
        res.resume()
        res.once('end', () => resolve(res.statusCode))
        res.once('error', reject)
      })
      sent.once('error', (error: NodeJS.ErrnoException) =>
        body === '' && /^ECONN/.test(error.code ?? '') ? resolve(undefined) : reject(error),
      )
    })
    if (body === '') sent.end()
    else sent.write(body.slice(0, 1))
    return { answer, end: () => sent.end(body.slice(1)) }
  }

  it('each has one of the sites, and any of them answers for both', async () => {
    await shared()
    for (const siteId of ['site_main', 'site_b']) {
      const call = await served(siteId)
      for (const name of ['one', 'two']) {
        expect(await ask(`${urlOf(name)}/sites/${siteId}/readyz`, 'GET')).toBe(200)
        expect(await ask(`${urlOf(name)}/sites/${siteId}/v1/nodes`, 'GET')).toBe(200)
        expect(await ask(`${urlOf(name)}/sites/${siteId}/v1/agents/agent_li/log-on`, 'POST')).toBeLessThan(
          500,
        )
      }
      await call?.hangUp()
    }
  })

  it('the other has both when one dies, and gives one back when that returns', async () => {
    const dead = service('one')
    dead.keepAlive(false)
    process.kill(dead.pid, 'SIGKILL')
    await allOf('two')
    for (const siteId of ['site_main', 'site_b']) await (await served(siteId))?.hangUp()
    dead.keepAlive(true)
    await dead.revive()
    await shared()
  })

  it('one that is told to end loses no request and no call, and the other serves the next caller', async () => {
    const leaving = (await shared())['site_main'] ?? ''
    const staying = leaving === 'one' ? 'two' : 'one'
    const ending = service(leaving)
    const caller = await served('site_main')
    const reader = await follow(leaving)
    const elsewhere = await follow(staying)
    const answers: number[] = []
    const client = async () => {
      for (let n = 0; ; n += 1) {
        const command = n % 2 === 0 ? 'ready' : 'not-ready'
        const answer = await ask(`${urlOf(leaving)}/v1/agents/agent_li/${command}`, 'POST')
        if (answer === undefined) return
        answers.push(answer)
      }
    }
    // These are under way while the process ends: the rest of what they ask comes when it takes no more.
    const slow = Array.from({ length: 4 }, () =>
      begin(`${urlOf(leaving)}/v1/agents/agent_li/not-ready`, 'POST', '{"reasonCode":"lunch"}'),
    )
    const clients = Promise.all(Array.from({ length: 4 }, client))
    await eventually(async () =>
      answers.length >= 20 ? { found: true } : { waiting: `${answers.length} answers` },
    )
    ending.keepAlive(false)
    process.kill(ending.pid, 'SIGTERM')
    await reader.until(({ type }) => type === 'cti.stream.closed')
    await clients
    for (const one of slow) one.end()
    answers.push(...(await Promise.all(slow.map(async ({ answer }) => (await answer) ?? 0))))
    expect(answers.filter((status) => status >= 500 || status === 0)).toEqual([])
    await allOf(staying)
    const [released] = await system.sql(
      `select count(*)::int as n from journal where site_id = 'site_main' and type = 'siteReleased'`,
    )
    expect(Number(released?.['n'])).toBeGreaterThan(0)
    expect(caller?.ending).toBeUndefined()
    // Who followed it there goes on at the other, and misses nothing; who was at the other all along notices nothing.
    const afterwards = await follow(staying, reader.ids.at(-1))
    await (await served('site_main'))?.hangUp()
    await caller?.hangUp()
    for (const one of [afterwards, elsewhere])
      await one.until(() => one.types.filter((type) => type === ENDED).length === 2)
    const moved = untilTwoEnded([...reader.events, ...afterwards.events])
    const stayed = untilTwoEnded(elsewhere.events)
    expect(stayed).toEqual(moved.slice(moved.indexOf(stayed[0])))
    const positions = moved.map((id) => Number(id?.split('-').at(-1)))
    expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other))
    await Promise.all([afterwards, elsewhere].map((one) => one.leave()))
    ending.keepAlive(true)
    await ending.revive()
  })
})
