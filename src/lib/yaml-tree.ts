/** From the parser's nodes to plain data, with the offset of each key and value, and with limits on aliases. */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { type Path, pathText, printable } from './fault.ts'

/** Values after aliases are expanded: a few lines of aliases to aliases would otherwise grow to billions. */
const MAX_VALUES = 20_000
/** Finding an anchor searches the whole document, so their number is bounded too. */
const MAX_ALIASES = 100
const MAX_DEPTH = 60

export interface TreeFault {
  readonly offset: number
  readonly path: string
  readonly message: string
}

export interface Tree {
  readonly value: unknown
  /** Offsets by the path in JSON. */
  readonly values: ReadonlyMap<string, number>
  readonly keys: ReadonlyMap<string, number>
  readonly faults: readonly TreeFault[]
}

interface Walk {
  readonly values: Map<string, number>
  readonly keys: Map<string, number>
  readonly faults: TreeFault[]
  /** Anchored nodes that are being expanded: an alias inside its own anchor never ends. */
  readonly open: Set<Node>
  count: number
  aliases: number
}

export function readTree(root: unknown, document: Document): Tree {
  const walk: Walk = { values: new Map(), keys: new Map(), faults: [], open: new Set(), count: 0, aliases: 0 }
  const value = nodeValue(root as Node | null, [], document, walk)
  return { value, values: walk.values, keys: walk.keys, faults: walk.faults }
}

function nodeValue(node: Node | null, path: Path, document: Document, walk: Walk): unknown {
  if (node === null) return null
  const offset = offsetOf(node)
  if (offset !== undefined) walk.values.set(JSON.stringify(path), offset)
  walk.count += 1
  if (walk.count > MAX_VALUES) {
    if (walk.count === MAX_VALUES + 1)
      addFault(walk, offset, path, `more than ${MAX_VALUES} values, aliases counted each time they are used`)
    return null
  }
  if (path.length > MAX_DEPTH) return missing(walk, offset, path, `nested deeper than ${MAX_DEPTH} levels`)
  if (isScalar(node)) return node.value
  if (isAlias(node)) {
    walk.aliases += 1
    if (walk.aliases > MAX_ALIASES) return missing(walk, offset, path, `more than ${MAX_ALIASES} aliases`)
    const target = node.resolve(document)
    if (target === undefined) return missing(walk, offset, path, 'an alias without its anchor')
    if (walk.open.has(target)) return missing(walk, offset, path, 'an alias inside its own anchor')
    return inside(target, walk, () => nodeValue(target, path, document, walk))
  }
  if (isSeq(node)) {
    return inside(node, walk, () =>
      node.items.map((item, index) => nodeValue(item as Node | null, [...path, index], document, walk)),
    )
  }
  if (isMap(node)) return inside(node, walk, () => mapOf(node.items, path, document, walk))
  return missing(walk, offset, path, 'a construct that is not plain data')
}

function mapOf(items: readonly unknown[], path: Path, document: Document, walk: Walk): object {
  const entries = new Map<string, unknown>()
  for (const pair of items) {
    if (!isPair(pair)) continue
    const keyOffset = offsetOf(pair.key as Node)
    if (!isScalar(pair.key)) {
      addFault(walk, keyOffset, path, 'a key that is not a plain word')
      continue
    }
    const key = keyText(pair.key)
    const here = [...path, key]
    if (entries.has(key)) {
      addFault(walk, keyOffset, here, `the key ${printable(key)} stands here twice`)
      continue
    }
    if (key === '__proto__') {
      addFault(walk, keyOffset, path, 'a key that no document has')
      continue
    }
    if (keyOffset !== undefined) walk.keys.set(JSON.stringify(here), keyOffset)
    entries.set(key, nodeValue(pair.value as Node | null, here, document, walk))
  }
  return Object.fromEntries(entries)
}

/** As written: a telephone number as a key would otherwise lose its leading zeros. */
function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function inside<T>(node: Node, walk: Walk, body: () => T): T {
  const added = !walk.open.has(node)
  walk.open.add(node)
  const result = body()
  if (added) walk.open.delete(node)
  return result
}

function offsetOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0]
}

function addFault(walk: Walk, offset: number | undefined, path: Path, message: string): void {
  if (walk.faults.length < 20) walk.faults.push({ offset: offset ?? 0, path: pathText(path), message })
}

function missing(walk: Walk, offset: number | undefined, path: Path, message: string): null {
  addFault(walk, offset, path, message)
  return null
}
