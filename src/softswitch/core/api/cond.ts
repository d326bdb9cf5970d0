/**
 * mod_commands.c `cond_function`: `A OP B ? C : D`. Numbers are compared as numbers, anything else as text or by
 * its length for less and greater. Undefined for a syntax error.
 */
export function compare(text: string): string | undefined {
  const match = /^('(?:[^'\\]|\\.)*'|\S+)\s+(==|!=|>=|<=|>|<)\s*('(?:[^'\\]|\\.)*'|\S+)\s*\?\s*(.*)$/s.exec(
    text,
  )
  if (match === null) return undefined
  const [, left = '', operator = '', right = '', branches = ''] = match
  const colon = splitAtColon(branches)
  return holds(left, operator, right) ? colon[0] : colon[1]
}

function splitAtColon(text: string): [string, string] {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted
    else if (text[i] === ':' && !quoted) return [clean(text.slice(0, i)), clean(text.slice(i + 1))]
  }
  return [clean(text), '']
}

function clean(text: string): string {
  return text.trim().replace(/^'(.*)'$/s, '$1')
}

function holds(left: string, operator: string, right: string): boolean {
  const quoted = left.startsWith("'") || right.startsWith("'")
  const a = clean(left)
  const b = clean(right)
  const numeric = !quoted && /^-?\d+(\.\d+)?$/.test(a) && /^-?\d+(\.\d+)?$/.test(b)
  if (numeric) return order(Number(a), operator, Number(b))
  if (operator === '==') return a.toLowerCase() === b.toLowerCase()
  if (operator === '!=') return a.toLowerCase() !== b.toLowerCase()
  return order(a.length, operator, b.length)
}

function order(a: number, operator: string, b: number): boolean {
  switch (operator) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '>':
      return a > b
    case '<':
      return a < b
    case '>=':
      return a >= b
    default:
      return a <= b
  }
}
