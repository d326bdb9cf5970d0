/** Looks for personal data wherever a system may have left it: its logs, its database, its metrics. */
import type { System } from './system.ts'

/**
 * Where any of `secrets` is found, as text, percent-encoded, as JSON escapes, or as bytes in hex; one line each,
 * without the secret itself.
 */
export async function traces(system: System, secrets: readonly string[]): Promise<string[]> {
  const forms = secrets.flatMap((secret, i) =>
    formsOf(secret).map((form) => ({ form, which: `secret ${i}` })),
  )
  const found: string[] = []
  const look = (where: string, text: string) => {
    const lower = text.toLowerCase()
    for (const { form, which } of forms) if (lower.includes(form)) found.push(`${which} in ${where}`)
  }
  for (const line of system.log) look(`a line of the log: ${line.slice(0, 24)}…`, line)
  look("the switch's log file", system.switchLogFile())
  const metrics = await fetch(`${system.trial.apiUrl}/metrics`, { signal: AbortSignal.timeout(5_000) })
  look('the metrics', await metrics.text())
  const tables = await system.sql(
    "select table_name from information_schema.tables where table_schema = 'public'",
  )
  for (const { table_name: table } of tables) {
    const rows = await system.sql(`select t::text as row from "${String(table)}" t`)
    for (const { row } of rows) look(`table ${String(table)}`, String(row))
  }
  return found
}

function formsOf(secret: string): string[] {
  const escaped = [...secret].map((sign) => (sign > '\x7f' ? `\\u${hex4(sign)}` : sign)).join('')
  const forms = [secret, encodeURIComponent(secret), escaped, Buffer.from(secret, 'utf8').toString('hex')]
  return [...new Set(forms.map((form) => form.toLowerCase()))]
}

function hex4(sign: string): string {
  return sign.charCodeAt(0).toString(16).padStart(4, '0')
}
