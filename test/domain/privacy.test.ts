import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { callingParty, hangsUp, heard, presses } from './support/given.ts'
import { agentLeg, aSite, callerLeg } from './support/story.ts'

describe('the journal of a day', () => {
  it('holds no pressed key and no whole number', () => {
    const site = aSite()
    site.arrives(1, '8001')
    heard(site, 1)
    for (const key of ['5', 'none', '9']) presses(site, 1, key)
    site.arrives(2, '8001')
    heard(site, 2)
    presses(site, 2, '1')
    callingParty(site, 3)
    hangsUp(site, agentLeg(3, 2), 'USER_BUSY')
    hangsUp(site, callerLeg(1))

    const facts = site.journal.filter((row) => row.kind === 'call')
    expect(facts.map((row) => row.type)).toContain('menuMissed')
    const strings: { type: string; path: string; text: string }[] = []
    for (const row of facts)
      walk(row.data, row.type, (path, text) => strings.push({ type: row.type, path, text }))
    // A lone key, in whatever field it might hide.
    expect(strings.filter(({ text }) => /^[0-9*#]$/.test(text))).toEqual([])
    // The hospital's own numbers are short; anything longer that is all digits is somebody's.
    expect(strings.filter(({ text }) => /^\+?[0-9]{6,}$/.test(text))).toEqual([])
    const numbers = strings.filter(({ path }) => path.endsWith('.masked') && path !== 'called.masked')
    expect(numbers.length).toBeGreaterThan(0)
    expect(new Set(facts.flatMap((row) => Object.keys(row.data)))).not.toContain('digit')
  })

  it('is plain JSON', () => {
    const site = aSite()
    site.arrives(1, '8001')
    heard(site, 1)
    presses(site, 1, '1')
    expect(JSON.parse(JSON.stringify(site.journal))).toEqual(site.journal)
  })
})

function walk(value: unknown, path: string, visit: (path: string, text: string) => void): void {
  if (typeof value === 'string') visit(path, value)
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`, visit)
}
