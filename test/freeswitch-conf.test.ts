import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parser as saxParser } from 'sax'
import { describe, expect, it } from 'vitest'

/** What can be known about freeswitch-conf without a FreeSWITCH. */

const ROOT = fileURLToPath(new URL('../freeswitch-conf/', import.meta.url))
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml'))
const textOf = new Map(files.map((name) => [name, readFileSync(`${ROOT}${name}`, 'utf8')]))

interface Element {
  readonly file: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The elements of a file; throws with line and column where it isn't well-formed. */
function elementsOf(file: string): Element[] {
  const elements: Element[] = []
  const parser = saxParser(true)
  parser.onopentag = ({ name, attributes }) => {
    elements.push({ file, name, attributes: attributes as Record<string, string> })
  }
  parser.onerror = (error) => {
    throw new Error(`${file}: ${error.message}`)
  }
  parser.write(textOf.get(file) ?? '').close()
  return elements
}

describe('freeswitch-conf', () => {
  it.each(files)('%s is well-formed', (file) => {
    expect(elementsOf(file).length).toBeGreaterThan(0)
  })

  it('defines every variable that it refers to, before it is read', () => {
    // FreeSWITCH expands a name that nobody has set to nothing, without a word.
    const defined = new Set(['configuration_fault'])
    const missing: string[] = []
    const order = ['defaults.xml', 'derived.xml', 'secrets.xml', ...files]
    for (const file of order) {
      for (const line of (textOf.get(file) ?? '').split('\n')) {
        for (const [, name] of line.matchAll(/\$\$\{([^}]+)\}/g)) {
          if (name !== undefined && !defined.has(name)) missing.push(`${file}: ${name}`)
        }
        const set = /<X-PRE-PROCESS cmd="(?:set|env-set|exec-set)" data="([^=]+)=/.exec(line)?.[1]
        if (set !== undefined) defined.add(set)
      }
    }
    expect(missing).toEqual([])
  })

  it('holds no preprocessor directive inside a comment, where it would be obeyed', () => {
    for (const [file, text] of textOf) {
      for (const [comment] of text.matchAll(/<!--[\s\S]*?-->/g)) {
        expect(/X-PRE-PROCESS/i.test(comment), `${file}: ${comment}`).toBe(false)
      }
    }
  })

  it('includes only files that are there, or that a site may add', () => {
    const included = files.flatMap(elementsOf).filter(({ attributes }) => attributes['cmd'] === 'include')
    expect(included.length).toBeGreaterThan(5)
    for (const { file, attributes } of included) {
      const wanted = attributes['data'] ?? ''
      if (wanted.startsWith('$${site_dir}/')) continue
      const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : ''
      const path = new URL(wanted.replace('*.xml', ''), `file:///${folder}`).pathname.slice(1)
      expect(
        files.some((name) => (wanted.endsWith('*.xml') ? name.startsWith(path) : name === path)),
        `${file} includes ${wanted}`,
      ).toBe(true)
    }
  })

  it('has no password in it, for the event socket least of all', () => {
    for (const { file, attributes } of files.flatMap(elementsOf)) {
      const named = `${attributes['name'] ?? ''}`
      if (/password|passphrase|a1-hash/i.test(named)) {
        expect(attributes['value'], file).toMatch(/^\$\$\{\w+_password\}$/)
      }
      expect(attributes['data'] ?? '', file).not.toMatch(/^\w*password=(?!grep |head )/i)
    }
    expect([...textOf.values()].join('')).not.toMatch(/ClueCon/i)
  })

  it('listens where the site says, on loopback by default, and nowhere else', () => {
    const all = files.flatMap(elementsOf)
    const listeners = all.filter(({ attributes }) =>
      /^(sip-ip|rtp-ip|listen-ip)$/.test(attributes['name'] ?? ''),
    )
    expect(listeners.map(({ attributes }) => attributes['value']).sort()).toEqual([
      '$${agents_address}',
      '$${agents_address}',
      '$${trunks_address}',
      '$${trunks_address}',
      '127.0.0.1',
    ])
    const defaults = textOf.get('defaults.xml') ?? ''
    expect(defaults).toContain('data="agents_address=127.0.0.1"')
    expect(defaults).toContain('data="trunks_address=127.0.0.1"')
    for (const text of textOf.values()) expect(text).not.toMatch(/0\.0\.0\.0|"::"/)
  })

  it('logs warnings and worse only: the lines below them hold numbers and digits', () => {
    const maps = elementsOf('autoload_configs/logfile.conf.xml').filter(({ name }) => name === 'map')
    expect(maps.map(({ attributes }) => attributes['value'])).toEqual(['warning,err,crit,alert'])
    expect(textOf.get('defaults.xml')).toContain('data="log_level=warning"')
  })
})
