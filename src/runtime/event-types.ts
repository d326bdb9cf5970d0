/**
 * Which facts are told to the outside, and under which CloudEvents type.
 *
 * The type is made from the fact's name: `cti.SUBJECT.WORDS.v1`, where WORDS is the name in lower case with hyphens
 * between its words, without the subject in front. So `callOfferEnded` is `cti.call.offer-ended.v1`, and
 * `switchLost`, which happens to a site, is `cti.site.switch-lost.v1`. The version changes when what an event
 * carries changes otherwise than by additions.
 *
 * Of a call, an agent, a queue and a recording everything is told, so that `sequence` has no gaps there and whoever
 * counts can prove that nothing is missing. What a site's controllers and its configuration do stays inside, and so
 * does who has listened to a recording: that is for auditors.
 */
import type { CallFactType } from '../domain/call/facts.ts'
import type { Fact } from '../domain/decision.ts'

type TypesOf<Kind> = Extract<Fact, { readonly kind: Kind }>['type']

/** Every fact of the domain, and whether it is told: one without an entry doesn't compile. */
const FACTS: { readonly [F in Fact as F['kind']]: Readonly<Record<TypesOf<F['kind']>, boolean>> } = {
  call: {
    callAccepted: true,
    callTurnedAway: true,
    callAnswered: true,
    stepEntered: true,
    menuChosen: true,
    menuMissed: true,
    digitsTaken: true,
    confirmationGiven: true,
    confirmationRefused: true,
    consentGiven: true,
    consentRefused: true,
    surveyAnswered: true,
    hoursLooked: true,
    branchTaken: true,
    dataSet: true,
    lookedUp: true,
    stepsAnswered: true,
    errandFailed: true,
    profileChosen: true,
    emergencyRaised: true,
    silenceNoticed: true,
    callQueued: true,
    callWaitedTooLong: true,
    callOverflowed: true,
    callOverflowPassed: true,
    callAnnounced: true,
    callNeedsChanged: true,
    callNeedsRelaxed: true,
    broadcastHeard: true,
    drillPrompted: true,
    callLeftQueue: true,
    callbackOffered: true,
    callbackAwaited: true,
    callbackDialled: true,
    callbackAsked: true,
    callbackConfirmed: true,
    callbackFailed: true,
    callbackGivenUp: true,
    dutyBegan: true,
    dutyRung: true,
    dutyPassed: true,
    dutyLooked: true,
    dutyAsked: true,
    dutyConfirmed: true,
    dutyFailed: true,
    dutyWithdrawn: true,
    emergencyUnanswered: true,
    voicemailBegan: true,
    voicemailResumed: true,
    voicemailLeft: true,
    handOnBegan: true,
    handOnAnswered: true,
    callHandedOn: true,
    handOnEnded: true,
    afterTalkBegan: true,
    callOffered: true,
    callAlerting: true,
    callOfferAnswered: true,
    callOfferEnded: true,
    callConnected: true,
    callRecorded: true,
    callReturned: true,
    callBridging: true,
    callRejoined: true,
    callRequeued: true,
    callFellBack: true,
    callPlaced: true,
    callPartyCalled: true,
    callPartyBridging: true,
    callPartyBridged: true,
    callPartyAnswered: true,
    callFailureTold: true,
    callLegDoubted: true,
    callLegEnded: true,
    callEnding: true,
    callEnded: true,
  },
  agent: {
    agentDefined: true,
    agentRemoved: true,
    agentLoggedOn: true,
    agentLoggedOff: true,
    agentQueuesChosen: true,
    agentLicencesChanged: true,
    agentReady: true,
    agentNotReady: true,
    agentChangePending: true,
    agentReserved: true,
    agentBusy: true,
    agentWrapUp: true,
    agentWrapUpExtended: true,
  },
  queue: { queueDefined: true, queueRemoved: true },
  recording: {
    recordingTakeOrdered: true,
    recordingTakeStarted: true,
    recordingTakeEnded: true,
    recordingMaskRequested: true,
    recordingMasked: true,
    recordingUnmasked: true,
    recordingClosed: true,
    recordingSegmentStored: true,
    recordingTakeAccounted: true,
    recordingCompleted: true,
  },
  opening: { recordingOpened: false },
  access: {
    accessDenied: false,
    administered: false,
    keyCreated: false,
    keyRevoked: false,
    dataUnmasked: false,
  },
  site: {
    siteTaken: false,
    siteReleased: false,
    siteKept: false,
    switchConnected: true,
    switchLost: true,
    switchHealthChanged: true,
    switchDrainBegun: true,
    switchDrainSuspended: true,
    switchDrainResumed: true,
    switchReadmitted: true,
    switchGivenUp: true,
    callbackSettled: true,
    phoneGone: true,
    phoneFound: true,
    flowPublished: false,
    flowWithdrawn: false,
    numbersAssigned: false,
    numberAssigned: false,
    numberUnassigned: false,
    otherwiseAssigned: false,
    planDefined: false,
    planRemoved: false,
    planSwitchedOn: true,
    planSwitchedOff: true,
    drillBegun: true,
    drillEnded: true,
    broadcastMade: true,
    recordingPolicySet: false,
    recorderNoted: false,
    admissionSet: false,
    loadChanged: true,
    alarmRaised: true,
    alarmCleared: true,
  },
}

const TYPES = new Map<string, string>()
for (const [kind, facts] of Object.entries(FACTS))
  for (const [fact, told] of Object.entries<boolean>(facts))
    if (told) TYPES.set(key(kind, fact), nameOf(kind, fact))

/** All that can have happened to a call; the API shows it, told or not. */
export const CALL_FACT_TYPES = Object.keys(FACTS.call) as readonly CallFactType[]

/** All types that events can have, sorted. */
export const EVENT_TYPES: readonly string[] = [...TYPES.values()].sort()

/** The CloudEvents type of a fact, whatever `version` wrote it; undefined when it isn't for the outside. */
export function eventTypeOf(kind: string, factType: string): string | undefined {
  return TYPES.get(key(kind, factType))
}

function key(kind: string, factType: string): string {
  return `${kind} ${factType}`
}

function nameOf(kind: string, factType: string): string {
  const rest = factType.startsWith(kind) ? factType.slice(kind.length) : factType
  const words = rest.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '')
  return `cti.${kind}.${words}.v1`
}
