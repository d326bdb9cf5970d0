/** Carries commands to the switch node that they are for, if the site is still ours to command. */
import type { Command } from '../domain/site/commands.ts'
import type { Fence } from './fence.ts'
import type { RuntimeObserver } from './observer.ts'
import type { PrivatePort } from './ports.ts'
import type { RawSwitchInput, SwitchCommand, SwitchPort } from './switch.ts'

export interface ExecutorOptions {
  readonly siteId: string
  readonly switches: readonly SwitchPort[]
  readonly fence: Fence
  readonly privateFields: Pick<PrivatePort, 'read'>
  readonly observer: RuntimeObserver
  now(): number
  /** Failures that never reached a switch come back as the switch's own would. */
  input(input: RawSwitchInput): void
}

type Originate = Extract<Command, { type: 'originate' }>

export function createExecutor(options: ExecutorOptions): (commands: readonly Command[]) => void {
  const { siteId, switches, fence, privateFields, observer, now, input } = options
  const byNode = new Map(switches.map((node) => [node.nodeId, node]))

  function send(command: SwitchCommand): void {
    if (!fence.mayCommand) {
      observer.commandReleased(command.type, 'fenced')
      return
    }
    observer.commandReleased(command.type, 'sent')
    byNode.get(command.nodeId)?.run(command)
  }

  /** The number leaves its seal for this one order. */
  async function unsealed(command: Originate): Promise<void> {
    let number: string | undefined
    try {
      number = await privateFields.read(siteId, command.callId, 'calledNumber')
    } catch {
      // Reported below like a number that isn't there: the call ends with a reason instead of ringing for ever.
    }
    if (number !== undefined) {
      send({ ...command, to: { kind: 'number', number } })
      return
    }
    const { nodeId, legId } = command
    const failed = { type: 'commandFailed', nodeId, legId, at: now(), command: 'originate' } as const
    input({ ...failed, token: undefined, reason: 'invalid', cause: 'INVALID_NUMBER_FORMAT' })
  }

  return (commands) => {
    for (const command of ringingFirst(commands)) {
      if (command.type !== 'originate') send(command)
      else if (command.to.kind === 'extension') send({ ...command, to: command.to })
      else void unsealed(command)
    }
  }
}

/** What a caller's leg is told when a call is taken: nothing in it depends on whether a phone rings already. */
const FOR_THE_CALLER: ReadonlySet<Command['type']> = new Set(['claimLeg', 'answer', 'startMusic'])

/**
 * The agent's phone rings before the caller's leg is seen to: an event socket takes one command after the other, and
 * these cost it most of a millisecond. Other orders stay in front; one of them may free that very phone.
 */
function ringingFirst(commands: readonly Command[]): readonly Command[] {
  const at = commands.findIndex(({ type }) => type === 'originate')
  const before = commands.slice(0, Math.max(0, at))
  if (at <= 0 || !before.every(({ type }) => FOR_THE_CALLER.has(type))) return commands
  return [...commands.slice(at, at + 1), ...before, ...commands.slice(at + 1)]
}
