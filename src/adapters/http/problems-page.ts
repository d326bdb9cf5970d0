/** The page of all problems, for those who write clients. */
import { PROBLEM_CODES, PROBLEMS, problemType } from './problems.ts'

const PREFACE = `# Problems

Every answer from 400 on is a problem document (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "${problemType('call-unknown')}",
  "title": "${PROBLEMS['call-unknown'].title}",
  "status": 404,
  "requestId": "6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d10"
}
\`\`\`

Branch on \`type\`: it is \`urn:cti-bridge:problem:\` and a code of this table. Codes are never changed; new ones may be
added, so treat an unknown one by its status. \`detail\` is for people. An id that cannot exist is answered like one that
does not exist. This page is made from the registry by \`npm run openapi\`.

| code | status | what it says | what to do |
|---|---|---|---|
`

/** `config/PROBLEMS.md`. */
export function problemsPage(): string {
  const rows = PROBLEM_CODES.map((code) => {
    const { status, title, remedy } = PROBLEMS[code]
    return `| \`${code}\` | ${status} | ${title} | ${remedy} |\n`
  })
  return PREFACE + rows.join('')
}
