/** All routes, and the document that describes them. */
import { describeApi } from '../openapi.ts'
import type { Route } from '../route.ts'
import { listAccess } from './access.ts'
import { agentCommands } from './agent-commands.ts'
import { listAgents, readAgent } from './agents.ts'
import { attachedDataRoutes } from './attached-data.ts'
import { broadcastRoutes } from './broadcasts.ts'
import { callRecords } from './call-records.ts'
import { callWaits } from './call-wait.ts'
import { callbackRoutes } from './callbacks.ts'
import { clearCall } from './clear-call.ts'
import { defineAgent, removeAgent } from './define-agent.ts'
import { defineQueue, removeQueue } from './define-queue.ts'
import { docs } from './docs.ts'
import { endpointRoutes } from './endpoints.ts'
import { events } from './events.ts'
import { figureRoutes } from './figures.ts'
import { flowRoutes } from './flows.ts'
import { keyRoutes } from './keys.ts'
import { listCalls } from './list-calls.ts'
import { makeCall } from './make-call.ts'
import { recordingMask } from './mask-recording.ts'
import { nodeRoutes } from './nodes.ts'
import { numberRoutes } from './numbers.ts'
import { openApiRoute, operation } from './operation.ts'
import { planRoutes } from './plans.ts'
import { promptChanges } from './prompt-changes.ts'
import { promptReads } from './prompts.ts'
import { listQueues, readQueue } from './queues.ts'
import { readCall } from './read-call.ts'
import { recordingAudio } from './recording-audio.ts'
import { listRecordings, readRecording } from './recordings.ts'
import { readShiftLog } from './shift-log.ts'
import { readWallboard } from './wallboard.ts'
import { webhookActions } from './webhook-actions.ts'
import { webhookRoutes } from './webhooks.ts'

const ROUTES: readonly Route[] = [
  listCalls,
  makeCall,
  readCall,
  clearCall,
  ...callWaits,
  ...attachedDataRoutes,
  ...callRecords,
  listAgents,
  readAgent,
  defineAgent,
  removeAgent,
  readShiftLog,
  ...agentCommands,
  listQueues,
  readQueue,
  defineQueue,
  removeQueue,
  ...figureRoutes,
  readWallboard,
  ...callbackRoutes,
  ...flowRoutes,
  ...numberRoutes,
  ...endpointRoutes,
  ...planRoutes,
  ...broadcastRoutes,
  ...nodeRoutes,
  ...promptReads,
  ...promptChanges,
  listRecordings,
  readRecording,
  recordingAudio,
  ...recordingMask,
  ...events,
  ...webhookRoutes,
  ...webhookActions,
  ...keyRoutes,
  listAccess,
  ...operation,
]

/** `version` is that of the package. The document is written once, when it is first asked for. */
export function allRoutes(version: string): readonly Route[] {
  let document: string | undefined
  const routes: readonly Route[] = [
    ...ROUTES,
    ...docs,
    openApiRoute(() => {
      document ??= openApiJson(version, routes)
      return document
    }),
  ]
  return routes
}

/** The document as `config/openapi.json` holds it. */
export function openApiJson(version: string, routes = allRoutes(version)): string {
  return `${JSON.stringify(describeApi(routes, version), null, 2)}\n`
}
