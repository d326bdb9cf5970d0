/**
 * How deep a YAML text nests, seen before it is parsed. The parser recurses; where the stack ends inside one of its
 * regular expressions V8 ends the process ("RegExpCompiler Allocation failed"), which no `catch` sees.
 */
import { CST, Lexer } from 'yaml'

/** Brackets, leading indicators and columns of indentation together; what people write stays under 40. */
const MAX_DEPTH = 100

/** The line where the text nests deeper than any honest document, or undefined. Linear in the text. */
export function lineTooDeep(text: string): number | undefined {
  let line = 1
  let brackets = 0
  let indent = 0
  let indicators = 0
  let atLineStart = true
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token)
    switch (type) {
      case 'newline':
        atLineStart = true
        // Inside brackets a line break means nothing.
        if (brackets === 0) indicators = 0
        indent = 0
        break
      case 'space':
        if (atLineStart && brackets === 0) indent = token.length
        atLineStart = false
        break
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        indicators += 1
        atLineStart = false
        break
      case 'flow-seq-start':
      case 'flow-map-start':
        brackets += 1
        break
      case 'flow-seq-end':
      case 'flow-map-end':
        brackets = Math.max(0, brackets - 1)
        indicators = 0
        break
      case 'comma':
        indicators = 0
        break
      case 'comment':
        indent = 0
        break
      default:
        atLineStart = false
    }
    if (brackets + indent + indicators > MAX_DEPTH && type !== 'space') return line
    line += token.split('\n').length - 1
  }
  return undefined
}
