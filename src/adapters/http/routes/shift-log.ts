import { z } from 'zod'
import { beginOfDay, dayOf, parseDay } from '../../../domain/acd/days.ts'
import { type ShiftDay, shiftDays } from '../../../domain/acd/shift-log.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam } from '../schemas/ids.ts'
import { date, shiftLog } from '../schemas/shift.ts'
import { toWire } from '../wire.ts'
import { maySee } from '../within.ts'

const MOST_DAYS = 31
/** A busy agent has some thousand facts a day. */
const MOST_FACTS = 100_000

export const readShiftLog = route({
  method: 'get',
  path: '/v1/agents/{agentId}/shifts',
  operationId: 'readShiftLog',
  scope: 'agents:read',
  summary: 'An agent’s log-ons and states by day, and how long each lasted (班次记录)',
  description: `Of at most ${MOST_DAYS} days. What goes on is counted until now. An agent who was removed can’t be read.`,
  tag: 'agents',
  params: { agentId: agentParam },
  query: z.strictObject({
    from: date
      .optional()
      .meta({ description: 'The first day; today unless told.', examples: ['2026-11-22'] }),
    to: date.optional().meta({ description: 'The last day; the first unless told.' }),
  }),
  body: nothing,
  success: { status: 200, description: 'The days, the oldest first.', schema: shiftLog },
  problems: ['agent-unknown', 'invalid', 'store-unavailable'],
  async handle(request, deps) {
    const { agentId } = request.params
    const { siteId } = deps.config
    const now = deps.now()
    const fromDay = request.query.from === undefined ? dayOf(now) : parseDay(request.query.from)
    const toDay = request.query.to === undefined ? fromDay : parseDay(request.query.to)
    if (toDay < fromDay || toDay - fromDay >= MOST_DAYS)
      return problem('invalid', {
        detail: `\`to\` is not before \`from\`, and ${MOST_DAYS} days at most are read`,
      })
    const unseen = await maySee(deps, request, 'agent', agentId, 'agent-unknown')
    if (unseen) return unseen
    const found = await reach(deps, 'agent', async () => {
      if (!(await deps.views.get(siteId, 'agent', agentId))) return 'unknown'
      const [from, to] = [beginOfDay(fromDay), beginOfDay(toDay + 1)]
      return deps.agentHistory.between(siteId, agentId, from, to, MOST_FACTS)
    })
    if (!found.ok) return found.problem
    if (found.value === 'unknown') return problem('agent-unknown')
    if (found.value === undefined)
      return problem('invalid', { detail: 'too much has happened in these days: read fewer at a time' })
    const days = shiftDays(found.value, fromDay, toDay, now).map(dated)
    return json(200, { agentId, days: days.map(toWire) })
  },
})

function dated({ day, ...rest }: ShiftDay): object {
  return { date: new Date(day * 86_400_000).toISOString().slice(0, 10), ...rest }
}
