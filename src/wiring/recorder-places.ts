/**
 * Where recorders work: each switch's spool, with a stage of its own. A recorder takes every file in its spool and every
 * segment in its stage for its own, so no two recorders share either. Objects in the store are named by recording and
 * take, of which no other node has one, so the store is common.
 *
 *     spool = recording.spoolDir   stage = recording.stageDir              the only switch, or the one that says so
 *     any other spool              stage = recording.stageDir/NODEID
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { type NodeId, parseNodeId } from '../domain/ids.ts'
import { parseSpoolFileName } from '../runtime/recording.ts'

export interface RecorderPlace {
  /** Null: it isn't known any more which node wrote there. */
  readonly nodeId: NodeId | null
  readonly spoolDir: string
  readonly stageDir: string
}

export interface ConfiguredPlace extends RecorderPlace {
  readonly nodeId: NodeId
}

type Configured = Pick<Config, 'recording' | 'switches'>

/** One for each switch whose spool is on this machine. */
export function configuredPlaces({ recording, switches }: Configured): ConfiguredPlace[] {
  return switches.flatMap(({ nodeId, spoolDir }) => {
    if (spoolDir === null) return []
    const { stageDir } = recording
    const isCommon = spoolDir === recording.spoolDir
    return [{ nodeId, spoolDir, stageDir: isCommon ? stageDir : join(stageDir, nodeId) }]
  })
}

/**
 * Places that no switch of the configuration has, and in which something lies: of a switch that was taken out, or from
 * when there was one switch, or several. What lies there is somebody's talk, partly in clear.
 */
export function abandonedPlaces(config: Configured): RecorderPlace[] {
  const { spoolDir, stageDir } = config.recording
  const used = configuredPlaces(config)
  const nodeIds = new Set([...namesIn(stageDir), ...namesIn(spoolDir)].flatMap(nodeIdOf))
  const places: RecorderPlace[] = [
    { nodeId: null, spoolDir, stageDir },
    ...[...nodeIds].map((nodeId) => ({
      nodeId,
      spoolDir: join(spoolDir, nodeId),
      stageDir: join(stageDir, nodeId),
    })),
  ]
  return places.filter(
    (place) =>
      !used.some((one) => one.spoolDir === place.spoolDir || one.stageDir === place.stageDir) &&
      (namesIn(place.spoolDir).some((name) => parseSpoolFileName(name) !== undefined) ||
        namesIn(place.stageDir).some((name) => name.startsWith('rec_'))),
  )
}

function nodeIdOf(name: string): NodeId[] {
  const parsed = parseNodeId(name)
  return parsed.ok ? [parsed.id] : []
}

/** Empty for what isn't there, or can't be read: a recorder of the configuration's says that. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
