/**
 * Texts with places for attached data: `{{name}}`. Names only, no logic: what needs logic is an expression.
 */
const PLACE = /\{\{([^{}]*)\}\}/g
const NAME = /^[a-z][A-Za-z0-9]{0,39}$/

export type TemplateValue = string | number | boolean

/** The names in their order, each once. `wrong`: what stands between braces and is no name of attached data. */
export function templateNames(text: string): {
  readonly names: readonly string[]
  readonly wrong: readonly string[]
} {
  const found = [...text.matchAll(PLACE)].map(([, inside = '']) => inside.trim())
  const unpaired = /\{\{|\}\}/.exec(text.replace(PLACE, ''))
  const wrong = found.filter((name) => !NAME.test(name))
  return {
    names: [...new Set(found.filter((name) => NAME.test(name)))],
    wrong: unpaired ? [...wrong, unpaired[0]] : wrong,
  }
}

/** For what is said: a name that isn't there is said as nothing. */
export function fillText(text: string, lookUp: (name: string) => TemplateValue | undefined): string {
  return text.replace(PLACE, (_, inside: string) => `${lookUp(inside.trim()) ?? ''}`)
}

/** For parts of an address, each value percent-encoded. Undefined when a name isn't there, or its value is empty. */
export function fillPath(
  text: string,
  lookUp: (name: string) => TemplateValue | undefined,
): string | undefined {
  return filled(text, (name) => {
    const value = `${lookUp(name) ?? ''}`
    // Dots alone would climb to another folder, whatever is encoded around them.
    if (value === '' || /^\.+$/.test(value) || /\p{Surrogate}/u.test(value)) return undefined
    return encodeURIComponent(value)
  })
}

/** For what is encoded afterwards. Undefined when a name isn't there. */
export function fillWhole(
  text: string,
  lookUp: (name: string) => TemplateValue | undefined,
): string | undefined {
  return filled(text, (name) => lookUp(name)?.toString())
}

function filled(text: string, valueFor: (name: string) => string | undefined): string | undefined {
  let missing = false
  const whole = text.replace(PLACE, (_, inside: string) => {
    const value = valueFor(inside.trim())
    if (value === undefined) missing = true
    return value ?? ''
  })
  return missing ? undefined : whole
}
