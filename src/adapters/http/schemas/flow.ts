/** Flows as clients read and publish them; what a flow may hold is said in config/FLOWS.md. */
import { z } from 'zod'
import type { FlowVersionView, FlowView } from '../../../domain/site/view-flows.ts'
import { moment, pageOf } from './common.ts'
import { flowId } from './ids.ts'

const version = z.string().meta({
  description: 'Of the content: equal content, equal version.',
  examples: ['sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
})

const ofVersion = {
  flowId,
  version,
  current: z.boolean().meta({ description: 'Calls begin in it.' }),
  languages: z.array(z.enum(['zh', 'en'])),
  steps: z.int().meta({ description: 'How many steps it has.' }),
  liveCalls: z.int().meta({ description: 'Calls that are in it now.' }),
} satisfies Record<keyof FlowVersionView, z.ZodType>

const ofFlow = {
  ...ofVersion,
  origin: z.enum(['file', 'api']).meta({
    description: 'Where the current version comes from. A file doesn’t replace what was published here.',
  }),
  revision: z.int().meta({ description: 'Of the publication; also its `ETag`.' }),
  publishedAt: moment,
  numbers: z.array(z.string()).meta({ description: 'Called numbers that lead here.' }),
  otherwise: z.boolean().meta({ description: 'All other numbers lead here.' }),
} satisfies Record<keyof FlowView, z.ZodType>

export const flowVersion = z.strictObject(ofVersion).meta({ id: 'FlowVersion' })
export const flowSummary = z.strictObject(ofFlow).meta({ id: 'FlowSummary' })
export const flowPage = pageOf('FlowPage', flowSummary)
export const flowVersionPage = pageOf('FlowVersionPage', flowVersion)

const definition = z.looseObject({ id: flowId, steps: z.record(z.string(), z.looseObject({})) }).meta({
  id: 'FlowDefinition',
  description: 'The flow itself, as config/FLOWS.md describes it; it can be published again as it stands.',
})
export const flow = z.strictObject({ ...ofFlow, definition }).meta({ id: 'Flow' })

export const flowChecked = z
  .strictObject({
    flowId,
    version,
    steps: ofVersion.steps,
    changes: z.boolean().meta({ description: 'It says something else than the current version.' }),
  })
  .meta({ id: 'FlowChecked' })

export const flowPublished = z.union([flowSummary, flowChecked])

export const flowFault = z
  .strictObject({
    line: z.int().nullable().meta({ description: 'In the body as it was sent; from 1.' }),
    column: z.int().nullable(),
    path: z.string().meta({ examples: ['steps.menu.options.1.next'] }),
    found: z.string().nullable(),
    expected: z.string().nullable(),
    detail: z.string().meta({ examples: ['there is no step "apointments" (did you mean "appointments"?)'] }),
  })
  .meta({ id: 'FlowFault' })
