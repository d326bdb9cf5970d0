import '../support/pure.ts'
import { expect, it } from 'vitest'
import { initialState } from '../../../src/domain/site/state.ts'
import { aSite, type Site, siteId } from '../support/story.ts'

const takes = (site: Site, holder?: string) =>
  site.when({ type: 'siteTaken', controllerId: 'c1', address: 'elsewhere', ...(holder ? { holder } : {}) })

it('knows of no owner while nobody has taken the site', () => {
  expect(initialState(siteId).tenure).toBeUndefined()
})

it('says who has taken it, whether it drives the switches, and that it has let go in order', () => {
  const site = aSite()
  takes(site, 'c1/nonce')
  expect(site.state.tenure).toEqual({ holder: 'c1/nonce', drove: false, released: false })
  site.reconnected([])
  expect(site.state.tenure).toEqual({ holder: 'c1/nonce', drove: true, released: false })
  const { facts, commands } = site.when({ type: 'releaseSite' })
  expect(facts.map(({ type, data }) => ({ type, data }))).toEqual([
    { type: 'siteReleased', data: { epoch: site.state.epoch } },
  ])
  expect(commands).toEqual([])
  expect(site.state.tenure).toEqual({ holder: 'c1/nonce', drove: true, released: true })
})

it('begins anew with each owner; one that gives no name has none', () => {
  const site = aSite()
  takes(site, 'c1/nonce')
  site.reconnected([])
  site.when({ type: 'releaseSite' })
  takes(site)
  expect(site.state.tenure).toEqual({ holder: null, drove: false, released: false })
})
