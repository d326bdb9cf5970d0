import type { AppDefinition } from '../core.ts'
import { audioApps } from './audio.ts'
import { controlApps } from './control.ts'
import { routingApps } from './routing.ts'
import { signallingApps } from './signalling.ts'
import { supervisionApps } from './supervision.ts'
import { variableApps } from './variables.ts'

/** Every dialplan application, by name. */
export const APPLICATIONS: ReadonlyMap<string, AppDefinition> = new Map(
  [signallingApps, variableApps, audioApps, routingApps, controlApps, supervisionApps].flatMap((family) =>
    Object.entries(family),
  ),
)
