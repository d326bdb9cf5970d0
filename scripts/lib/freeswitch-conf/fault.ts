/** Something wrong, at a place that can be opened in an editor. */
export interface Fault {
  /** FILE:LINE, or FILE where there is no line. */
  readonly place: string
  readonly text: string
}

export function byPlace(a: Fault, b: Fault): number {
  return a.place.localeCompare(b.place, 'en', { numeric: true }) || a.text.localeCompare(b.text, 'en')
}
