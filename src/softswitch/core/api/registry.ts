import type { ApiCommand } from '../core.ts'
import { controlCommands } from './control.ts'
import { coreCommands } from './core-commands.ts'
import { originateCommands } from './originate.ts'
import { schedulingCommands } from './scheduling.ts'
import { showCommands } from './show.ts'
import { uuidControlCommands } from './uuid-control.ts'
import { uuidDataCommands } from './uuid-data.ts'
import { uuidMediaCommands } from './uuid-media.ts'

/** Every API command, by name. */
export const API_COMMANDS: ReadonlyMap<string, ApiCommand> = new Map(
  [
    coreCommands,
    controlCommands,
    originateCommands,
    schedulingCommands,
    showCommands,
    uuidControlCommands,
    uuidDataCommands,
    uuidMediaCommands,
  ].flatMap((family) => Object.entries(family)),
)
