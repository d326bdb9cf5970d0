/** What the API works with where the site's owner may be another process: every question goes there. */
import type { Flow } from '../domain/ivr/flow.ts'
import { type Checked, inOrder, type Path } from '../lib/fault.ts'
import type { Places } from '../lib/yaml-validate.ts'
import type { PhoneKeeper } from './endpoints.ts'
import type { FlowDesk } from './flow-desk.ts'
import { PortUnavailable } from './ports.ts'
import type { AskSite } from './site-questions.ts'

/** Places that are the path itself, for whoever has no text before him; `atPlaces` finds them in the text again. */
export const placesByPath: Places = {
  placeOf: (path) => JSON.stringify({ path }),
  placeOfKey: (path) => JSON.stringify({ path, isKey: true }),
}

export function askedFlowDesk(ask: AskSite, siteId: string): FlowDesk {
  return {
    async check(value, places) {
      const checked = await ask(siteId, { what: 'checkFlow', value })
      return checked && atPlaces(checked, places)
    },
    async ofFile(flowId) {
      return ask(siteId, { what: 'flowOfFile', flowId })
    },
    checkPlan: (plan) => ask(siteId, { what: 'checkPlan', plan }),
    missingPrompts: (prompts) => ask(siteId, { what: 'missingPrompts', prompts }),
    readAgain: () => void ask(siteId, { what: 'filesChanged' }),
  }
}

export function askedPhoneKeeper(ask: AskSite, siteId: string): PhoneKeeper {
  return {
    // Whoever takes the site brings all phones.
    changed: async () => (await ask(siteId, { what: 'phonesChanged' })) ?? 'pending',
    settled: async () => (await ask(siteId, { what: 'phonesSettled' })) ?? 'pending',
    async isForeign(extension) {
      const answer = await ask(siteId, { what: 'phoneIsForeign', extension })
      if (answer === undefined) throw new PortUnavailable('the owner of the site can’t be asked')
      return answer
    },
  }
}

function atPlaces(checked: Checked<Flow>, places: Places): Checked<Flow> {
  if (checked.ok) return checked
  const faults = checked.faults.map((fault) => ({ ...fault, place: placed(fault.place, places) }))
  return { ok: false, faults: inOrder(faults) }
}

function placed(text: string, places: Places): string {
  let read: { path?: unknown; isKey?: unknown }
  try {
    read = JSON.parse(text) as object
  } catch {
    return text
  }
  if (!Array.isArray(read.path)) return text
  const path = read.path as Path
  return read.isKey === true ? places.placeOfKey(path) : places.placeOf(path)
}
