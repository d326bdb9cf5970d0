/** Figures of queues and agents by interval, and the wallboard. What each counts is in its description, and nowhere else. */
import { z } from 'zod'
import type { AgentMeasure, QueueMeasure } from '../../../runtime/figures/measures.ts'
import type { AgentRates, QueueRates } from '../../../runtime/figures/rates.ts'
import type { BoardAgents, QueueBoard } from '../../../runtime/figures/wallboard.ts'
import { moment, orNull, pageOf } from './common.ts'
import { agentId, queueId } from './ids.ts'

const count = (description: string) => z.int().meta({ description })
const ms = (description: string) => z.int().meta({ description: `${description} In milliseconds.` })
const mean = (description: string) =>
  z
    .int()
    .nullable()
    .meta({ description: `${description} In milliseconds; null: of none.` })
const share = (description: string) =>
  z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: `${description} Between 0 and 1; null: of nothing.` })

const interval = {
  from: moment.meta({ description: 'When the interval begins.' }),
  to: moment.meta({ description: 'When it is over.' }),
}

const queueCounts = {
  arrived: count(
    'Callers who came into the queue in this interval; who comes again, or overflows here, comes anew. All that follows ' +
      'is about these callers, whenever it happened.',
  ),
  overflowedIn: count('Of these, those who came from another queue by its overflow rules.'),
  answered: count('Connected to an agent. Whose talk breaks, and who waits again, was answered.'),
  answeredInTime: count('Of these, those who had waited no longer than the queue’s `serviceLevel.withinMs`.'),
  abandoned: count('Who hung up while they waited, without those of `shortAbandoned`.'),
  shortAbandoned: count('Who hung up sooner than `serviceLevel.shortAbandonMs`. In no rate.'),
  overflowed: count(
    'Who went to another queue, a flow or a number by the queue’s rules, or were answered on duty: nobody of the queue ' +
      'served them.',
  ),
  left: count('Who left by a key, those included who chose to be called back.'),
  timedOut: count('Whose longest wait, as the flow sets it, was over.'),
  fellBack: count('Whom the switch’s fallback group got.'),
  endedOtherwise: count('Whose call was cleared or lost, or ended otherwise while they waited.'),
  unserved: count(
    'Who count against the service level: all who were not answered, but for `shortAbandoned`, and for those of ' +
      '`abandoned` and `left` who went within the time.',
  ),
  answerWaitMs: ms('How long those answered had waited in this queue, together.'),
  abandonWaitMs: ms('The same of `abandoned`.'),
  longestWaitMs: ms('The longest wait that is over, whatever it came to.'),
  talks: count('Talks with agents that are over, callbacks’ and later ones of the same caller included.'),
  talkMs: ms('How long they were, together.'),
  wrapUpMs: ms('How long agents wrapped up after them, as far as that is over.'),
  requeued: count('How often a talk broke because the agent’s phone vanished, and the caller waited again.'),
  callbacksPromised: count(
    'Callbacks promised in this interval. Who is called back is not counted as an arrival once more.',
  ),
  callbacksAnswered: count('Of these, those whose caller was reached, and talked with an agent.'),
  callbacksFailed: count('Of these, those that came to nothing, or whose caller waited again instead.'),
} satisfies Record<QueueMeasure, z.ZodType>

const queueShares = {
  waiting: count('Who wait still: `arrived` less all outcomes.'),
  serviceLevel: share('`answeredInTime` of `answered` and `unserved`.'),
  answerRate: share('`answered` of all outcomes but `shortAbandoned`.'),
  abandonRate: share('`abandoned` of all outcomes but `shortAbandoned`.'),
  averageAnswerMs: mean('Average speed of answer: `answerWaitMs` by `answered`.'),
  averageAbandonMs: mean('`abandonWaitMs` by `abandoned`.'),
  averageTalkMs: mean('`talkMs` by `talks`.'),
  averageWrapUpMs: mean('`wrapUpMs` by `talks`.'),
  averageHandlingMs: mean('Average handling time: `talkMs` and `wrapUpMs` by `talks`.'),
} satisfies Record<keyof QueueRates, z.ZodType>

/** What is shown of emergencies apart. */
export const OF_EMERGENCIES = [
  'arrived',
  'answered',
  'answeredInTime',
  'abandoned',
  'shortAbandoned',
  'overflowed',
  'serviceLevel',
  'averageAnswerMs',
  'longestWaitMs',
] as const

const queueShape = z.strictObject({ queueId, ...interval, ...queueCounts, ...queueShares })
const emergency = queueShape
  .pick(
    Object.fromEntries(OF_EMERGENCIES.map((name) => [name, true])) as Record<
      (typeof OF_EMERGENCIES)[number],
      true
    >,
  )
  .meta({ id: 'EmergencyFigures', description: 'The same of emergencies alone, which the others include.' })

export const queueFigures = queueShape.extend({ emergency }).meta({ id: 'QueueIntervalFigures' })
export const queueFiguresPage = pageOf('QueueFiguresPage', queueFigures)

const agentCounts = {
  offered: count(
    'Offers to the agent made in this interval. What became of them, and the talks, counts here, whenever it happened.',
  ),
  answered: count('Connected to the caller.'),
  missed: count('Not answered in time.'),
  rejected: count('Rejected at the phone or at the desk.'),
  failed: count('The phone was busy, or couldn’t be reached, or the connection failed.'),
  withdrawn: count(
    'The caller hung up, somebody else answered, an emergency came, or the agent was logged off.',
  ),
  talks: count('Talks of these that are over.'),
  talkMs: ms('How long they were, together.'),
  wrapUpMs: ms('How long the agent wrapped up after those that came from a queue.'),
  outboundCalls: count('Calls that the agent began to make in this interval.'),
  outboundConnected: count('Of these, those that were answered.'),
  outboundTalkMs: ms('How long these talks were.'),
  readyMs: ms('Ready, within this interval, as all times below; what goes on is counted until now.'),
  ringingMs: ms('The phone rang.'),
  busyMs: ms('With a call.'),
  afterCallMs: ms('In wrap-up.'),
  notReadyMs: ms('Not ready; for the reasons see the shift log.'),
} satisfies Record<AgentMeasure, z.ZodType>

const agentShares = {
  ringing: count('Offers that ring still.'),
  loggedOnMs: ms('All five together.'),
  occupancy: share('`busyMs` and `afterCallMs` of these and of `readyMs` and `ringingMs`.'),
  averageTalkMs: mean('`talkMs` by `talks`.'),
  averageWrapUpMs: mean('`wrapUpMs` by `talks`.'),
  averageHandlingMs: mean('Average handling time: `talkMs` and `wrapUpMs` by `talks`.'),
} satisfies Record<keyof AgentRates, z.ZodType>

export const agentFigures = z
  .strictObject({ agentId, ...interval, ...agentCounts, ...agentShares })
  .meta({ id: 'AgentIntervalFigures' })
export const agentFiguresPage = pageOf('AgentFiguresPage', agentFigures)

const boardAgents = z
  .strictObject({
    loggedOn: z.int(),
    ready: z.int(),
    ringing: z.int(),
    talking: count('With a call, of whatever queue.'),
    wrapUp: z.int(),
    notReady: z.int(),
  } satisfies Record<keyof BoardAgents, z.ZodType>)
  .meta({
    id: 'WallboardAgents',
    description: 'Agents logged on for the queue. Who serves several is counted in each.',
  })

const today = z
  .strictObject({
    arrived: z.int(),
    answered: z.int(),
    abandoned: z.int(),
    shortAbandoned: z.int(),
    serviceLevel: queueShares.serviceLevel,
    averageAnswerMs: queueShares.averageAnswerMs,
    longestWaitMs: z.int(),
  })
  .meta({ id: 'WallboardDay', description: 'Of those who came since the site’s day began.' })

const lastHalfHour = z
  .strictObject({
    answered: z.int(),
    abandoned: z.int(),
    serviceLevel: queueShares.serviceLevel,
  })
  .meta({
    id: 'WallboardHalfHour',
    description: 'Of what was decided in the last 30 minutes, to the minute, whenever the callers came.',
  })

export const queueBoard = z
  .strictObject({
    queueId,
    waiting: count('Callers whom nobody has answered, those included for whom a phone rings.'),
    emergenciesWaiting: count('Of these.'),
    callbacksWaiting: count('Callers to be called back, and not called yet.'),
    longestWaitSince: moment
      .nullable()
      .meta({ description: 'Since when the caller waits who waits longest.' }),
    agents: boardAgents,
    target: z
      .strictObject({ percent: z.int(), withinMs: z.int() })
      .meta({ id: 'WallboardTarget', description: 'The queue’s `serviceLevel`.' }),
    today: orNull(today).meta({ description: 'Null: not counted yet.' }),
    lastHalfHour: orNull(lastHalfHour).meta({ description: 'Null: not counted yet.' }),
  } satisfies Record<keyof QueueBoard, z.ZodType>)
  .meta({ id: 'QueueBoard' })

export const wallboard = z.strictObject({ at: moment, queues: z.array(queueBoard) }).meta({ id: 'Wallboard' })
