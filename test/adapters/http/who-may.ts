/**
 * Which roles may do what: a decision for every route, beside the scopes from which the router concludes the same. A route
 * that is added needs a line here.
 */
import { ROLES, type Role } from '../../../src/domain/access/roles.ts'

const everybody = ROLES
const all = (...but: Role[]) => ROLES.filter((role) => !but.includes(role))
const admins: readonly Role[] = ['admin']
const desks = all('quality', 'auditor')
const integration: readonly Role[] = ['admin', 'integrator']
const configuration = all('agent', 'quality')

/** Null: everybody, without a token; `metrics`: without one from the machine itself, as tests ask. */
export const WHO_MAY: Readonly<Record<string, readonly Role[] | null>> = {
  listCalls: everybody,
  readCall: everybody,
  explainWait: everybody,
  explainWaitOfAgent: everybody,
  makeCall: desks,
  clearCall: desks,
  maskRecording: desks,
  unmaskRecording: desks,
  readAttachedData: all('auditor'),
  attachData: desks,
  unmaskData: ['supervisor'],
  listCallRecords: everybody,
  readCallRecord: everybody,
  exportCallRecords: everybody,

  listAgents: everybody,
  readAgent: everybody,
  readShiftLog: everybody,
  defineAgent: admins,
  removeAgent: admins,
  logOnAgent: desks,
  makeAgentReady: desks,
  makeAgentNotReady: desks,
  logOffAgent: desks,
  endWrapUp: desks,
  acceptOffer: desks,
  rejectOffer: desks,
  chooseQueues: desks,
  extendWrapUp: desks,
  forceAgentReady: ['supervisor', 'admin'],
  forceAgentNotReady: ['supervisor', 'admin'],
  forceAgentLogOff: ['supervisor', 'admin'],

  listQueues: everybody,
  readQueue: everybody,
  defineQueue: admins,
  removeQueue: admins,
  listCallbacks: everybody,
  dropCallback: desks,

  listFlows: configuration,
  readFlow: configuration,
  listFlowVersions: configuration,
  publishFlow: admins,
  withdrawFlow: admins,
  listNumbers: configuration,
  readNumber: configuration,
  readNumbersOtherwise: configuration,
  assignNumber: admins,
  assignNumbersOtherwise: admins,
  unassignNumber: admins,
  listPrompts: configuration,
  readPromptAudio: configuration,
  putPromptAudio: admins,
  removePromptAudio: admins,
  listEndpoints: ['admin', 'auditor', 'integrator'],
  readEndpoint: ['admin', 'auditor', 'integrator'],
  defineEndpoint: admins,
  rotateEndpointPassword: admins,
  removeEndpoint: admins,
  listNodes: ['supervisor', 'admin', 'auditor', 'integrator'],
  readNode: ['supervisor', 'admin', 'auditor', 'integrator'],
  drainNode: admins,
  readmitNode: admins,
  giveUpNode: admins,

  listRecordings: all('agent'),
  readRecording: all('agent'),
  readRecordingAudio: ['supervisor', 'quality'],

  streamEvents: desks,
  issueTicket: desks,
  readSnapshot: desks,

  listWebhooks: integration,
  createWebhook: integration,
  readWebhook: integration,
  replaceWebhook: integration,
  deleteWebhook: integration,
  rotateWebhookSecret: integration,
  testWebhook: integration,
  enableWebhook: integration,
  disableWebhook: integration,
  replayWebhook: integration,
  listDeadLetters: integration,
  replayDeadLetter: integration,

  createKey: admins,
  listKeys: admins,
  readKey: admins,
  revokeKey: admins,
  listAccess: ['auditor'],

  readLiveness: null,
  readReadiness: null,
  readOpenApi: null,
  readDocs: null,
  readDocsFile: null,
  readMetrics: null,
}
