/** What callers need and agents have, as it is written: in the API, in the seed, in flows, between processes. */
import { z } from 'zod'

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a name: lower-case letters, digits, single hyphens')
  .max(60)
const level = z.int().min(1).max(10)

export const skillLevels = z
  .array(z.strictObject({ skill: name, level }))
  .max(20)
  .refine((all) => new Set(all.map(({ skill }) => skill)).size === all.length, 'each skill once')

export const licenceNeed = z.strictObject({ kind: name, jurisdiction: z.string().min(1).max(60).optional() })

export const rank = z.int().min(0).max(9)
const ageingMs = z.int().min(1_000).max(3_600_000)
/** At most half an hour: then anybody's time is better than one agent's. */
const preferAgentMs = z.int().min(1_000).max(1_800_000)
const ringAtOnce = z.int().min(1).max(10)

/** Level 0: the skill isn't demanded any more. */
const relaxations = z
  .array(
    z.strictObject({
      afterMs: z.int().min(1_000).max(86_400_000),
      skill: name,
      level: z.int().min(0).max(10),
    }),
  )
  .max(40)

const serviceLevel = z.strictObject({
  withinMs: z.int().min(1_000).max(3_600_000).default(20_000),
  targetPercent: z.int().min(1).max(100).default(80),
  shortAbandonMs: z.int().min(0).max(60_000).default(5_000),
})

const dataName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a name of attached data')
const demand = z.strictObject({
  skills: skillLevels.optional(),
  licence: licenceNeed.optional(),
  rank: rank.optional(),
})
const MOST_VALUES = 200

/** What a call needs by the value of attached data. */
export const needsFrom = z
  .array(
    z.strictObject({
      field: dataName,
      values: z
        .record(z.string().min(1).max(100), demand)
        .refine((all) => Object.keys(all).length <= MOST_VALUES, `${MOST_VALUES} values at most`),
      otherwise: demand.optional(),
    }),
  )
  .min(1)
  .max(5)
export const preferFrom = dataName

const day = z.iso.date('a day: YYYY-MM-DD').meta({ examples: ['2026-12-31'] })
const licences = z
  .array(
    z
      .strictObject({
        kind: name,
        number: z.string().min(1).max(60),
        jurisdiction: z.string().min(1).max(60),
        validFrom: day,
        validTo: day,
        suspended: z.boolean().default(false),
      })
      .refine(({ validFrom, validTo }) => validFrom <= validTo, 'validTo before validFrom'),
  )
  .max(20)

const weight = z.int().min(1).max(100)

/** How a queue's callers and agents are brought together: members of its definition, all of which may be left out. */
export const queueMatching = {
  strategy: z
    .enum(['longestIdle', 'fewestCalls', 'roundRobin', 'bestSkill', 'sequential', 'ringSeveral'])
    .optional()
    .meta({
      description:
        'Whom of several idle agents it takes: who has been idle longest (so it is when left out), has talked least ' +
        'today, wasn’t rung for longest, masters best what is needed, comes first by weight; or several of the ' +
        'longest idle at once (so it is when left out for a queue whose priority is `emergency`).',
    }),
  ringAtOnce: ringAtOnce.optional().meta({
    description:
      '`ringSeveral`: how many phones ring at once. Left out: 10 where the priority is `emergency`, else 1.',
  }),
  rank: rank.optional().meta({
    description: 'Of callers whose flow doesn’t say: 0 is served first, 9 last, 5 is usual.',
  }),
  ageingMs: ageingMs.optional().meta({
    description:
      'What one rank is worth in waiting; left out: a minute. A caller overtakes those who came at most so much ' +
      'earlier for each rank, so nobody waits for ever.',
  }),
  skills: skillLevels.optional().meta({
    description: 'What an agent must have to be offered its callers; from the next caller on.',
    examples: [[{ skill: 'stroke', level: 3 }]],
  }),
  licence: licenceNeed.optional().meta({
    description: 'A qualification that is demanded, never relaxed; from the next caller on.',
    examples: [{ kind: 'physician', jurisdiction: 'CN-11' }],
  }),
  relax: relaxations.optional().meta({
    description: 'After so long a wait that level is enough; 0: the skill isn’t demanded any more.',
    examples: [[{ afterMs: 60_000, skill: 'stroke', level: 1 }]],
  }),
  preferAgentMs: preferAgentMs.optional().meta({
    description:
      'How long a caller is kept for the agent who served the number last, while that agent is at work. Left out: ' +
      'not at all.',
  }),
  needsFrom: needsFrom.optional().meta({
    description:
      'What a caller needs besides, by the value of attached data, from a flow, the HIS or `PUT …/data` while the ' +
      'caller waits: skills and licences on top, the rank instead. `otherwise`: for every other value, and where none ' +
      'is known. Emergencies are matched without it.',
    examples: [
      [
        {
          field: 'department',
          values: { cardiology: { skills: [{ skill: 'cardiology', level: 3 }] } },
          otherwise: { rank: 6 },
        },
      ],
    ],
  }),
  preferFrom: preferFrom.optional().meta({
    description:
      'Attached data with the id of the agent for whom the caller is kept, for `preferAgentMs`, or else a minute, while ' +
      'that agent is at work.',
    examples: ['ownAgent'],
  }),
  serviceLevel: serviceLevel.optional().meta({
    description:
      'What figures are judged by: so many per cent of the callers are to be answered within that time; who hangs up ' +
      'sooner than `shortAbandonMs` is counted apart. From the next caller on. Left out: 80 % within 20 s, 5 s.',
  }),
}

/** What an agent has to show for it. */
export const agentMatching = {
  skills: skillLevels.optional().meta({ examples: [[{ skill: 'stroke', level: 5 }]] }),
  licences: licences.optional().meta({
    description: 'Days are the site’s and count whole: a licence has expired the day after `validTo`.',
  }),
  weights: z
    .record(z.string().regex(/^queue_[a-z0-9-]{1,58}$/, 'a queue: queue_NAME'), weight)
    .optional()
    .meta({
      description:
        'By queue: how many times as much a wait there counts when the agent becomes free; left out: 1. ' +
        '`sequential` takes the greatest first.',
      examples: [{ queue_stroke: 3 }],
    }),
}

type Said<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Without the members that are undefined. */
export function said<T extends object>(all: T): Said<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Said<T>
}
