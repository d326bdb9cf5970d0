/** What is wrong with a flow although each single name and value in it is right. */
import type { Flow, MenuKey, MenuOptions, Step } from '../../domain/ivr/flow.ts'
import type { Path } from '../../lib/fault.ts'
import { silentRounds, unreachableSteps } from './graph.ts'

export interface RuleFault {
  readonly path: Path
  readonly message: string
}

type Way = Pick<Flow, 'start' | 'steps' | 'emergency' | 'silence'>

/** Ways that no caller can come, and ways round that a silent caller never leaves. */
export function graphFaults(flow: Way): RuleFault[] {
  const { steps, start, emergency, silence } = flow
  const starts = [start, ...(emergency ? [emergency.step] : []), ...(silence ? [silence.step] : [])]
  const unreachable = unreachableSteps(steps, starts).map((name) => ({
    path: ['steps', name],
    message: 'no step leads here',
  }))
  const rounds = silentRounds(steps).map((round) => {
    const way = [...round, round[0]].join(' → ')
    return {
      path: ['steps', round[0] ?? ''],
      message: `a caller who presses nothing would go round for ever: ${way}`,
    }
  })
  return [...unreachable, ...rounds]
}

/** The emergency key means the same everywhere, so no step may have it mean something else. */
export function emergencyFaults({ steps, emergency }: Pick<Flow, 'steps' | 'emergency'>): RuleFault[] {
  if (emergency === undefined) return []
  return Object.entries(steps).flatMap(([name, step]) =>
    otherMeanings(step, emergency.key, emergency.step).map(({ path, message }) => ({
      path: ['steps', name, ...path],
      message: `${emergency.key} is this flow's emergency key, which leads to ${emergency.step}: ${message}`,
    })),
  )
}

function otherMeanings(step: Step, key: MenuKey, to: string): RuleFault[] {
  switch (step.kind) {
    case 'menu':
      return [
        ...otherWay(step.options, ['options'], key, to),
        ...Object.entries(step.variants).flatMap(([profile, variant]) =>
          otherWay(variant.options, ['variants', profile, 'options'], key, to),
        ),
      ]
    case 'queue':
      return otherWay(step.keys ?? {}, ['keys'], key, to)
    case 'confirm':
    case 'consent':
      return [
        ...(step.yes === key ? [{ path: ['yes'], message: 'take another key for yes' }] : []),
        ...(step.no === key ? [{ path: ['no'], message: 'take another key for no' }] : []),
      ]
    case 'collect':
      if (step.terminator === key) return [{ path: ['terminator'], message: 'take another terminator' }]
      return /\d/.test(key) ? [{ path: [], message: `what is collected can’t begin with ${key}` }] : []
    case 'survey': {
      const score = /\d/.test(key) ? Number(key) : Number.NaN
      return score >= step.lowest && score <= step.highest
        ? [{ path: [], message: `it can’t be a score` }]
        : []
    }
    case 'voicemail':
      return step.endKey === key ? [{ path: ['endKey'], message: 'take another endKey' }] : []
    default:
      return []
  }
}

function otherWay(options: MenuOptions, at: Path, key: MenuKey, to: string): RuleFault[] {
  const option = options[key]
  if (option === undefined || option.next === to) return []
  return [{ path: [...at, key], message: 'take another key, or lead there too' }]
}
