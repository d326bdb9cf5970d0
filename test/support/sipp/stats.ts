/** What sipp counted, from the last line of its statistics file. */
export interface SippStats {
  readonly created: number
  readonly successful: number
  readonly failed: number
  readonly retransmissions: number
  /** Every column, by sipp's own names. */
  readonly columns: ReadonlyMap<string, string>
}

/** Parses sipp's CSV (semicolons, one header line, one line per report); undefined while there is no report. */
export function parseStats(csv: string): SippStats | undefined {
  const lines = csv.split('\n').filter((line) => line.includes(';'))
  const names = lines[0]?.split(';') ?? []
  const last = lines.length < 2 ? undefined : lines.at(-1)?.split(';')
  if (last === undefined) return undefined
  const columns = new Map(
    names.map((name, i): [string, string] => [name, last[i] ?? '']).filter(([name]) => name !== ''),
  )
  const count = (name: string): number => Number(columns.get(name) ?? 0)
  return {
    created: count('TotalCallCreated'),
    successful: count('SuccessfulCall(C)'),
    failed: count('FailedCall(C)'),
    retransmissions: count('Retransmissions(C)'),
    columns,
  }
}
