/** The roles and their scopes as config/API.md shows them. */
import { ROLE_SCOPES, ROLES } from '../../domain/access/roles.ts'
import { ALL_SCOPES, SCOPES } from '../../domain/access/scopes.ts'

const BEGIN = '<!-- roles: written by `npm run openapi` -->'
const END = '<!-- end of roles -->'

function rolesTable(): string {
  const head = ['scope', ...ROLES, 'lets']
  const rows = ALL_SCOPES.map((scope) => [
    `\`${scope}\``,
    ...ROLES.map((role) => (ROLE_SCOPES[role].includes(scope) ? '●' : '')),
    SCOPES[scope],
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** `page` with the table in its place. Throws when the page has no place for it. */
export function withRolesTable(page: string): string {
  const from = page.indexOf(BEGIN)
  const to = page.indexOf(END)
  if (from < 0 || to < from) throw new Error(`the page has no ${BEGIN} … ${END}`)
  return `${page.slice(0, from)}${BEGIN}\n\n${rolesTable()}\n\n${page.slice(to)}`
}
