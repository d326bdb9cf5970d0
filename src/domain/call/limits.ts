/**
 * How long each wait of a call may last, in milliseconds. These bound waits for the switch, not for people; what
 * people wait for is configured (ring times, menu time-outs, the longest wait of a queue).
 */
export const LIMITS = {
  /** From the order to bridge to CHANNEL_BRIDGE. FreeSWITCH takes 6 to 40 ms. */
  bridgeMs: 3_000,
  /** From the order to hang up to the leg's end, before the order is given again. */
  hangUpMs: 5_000,
  /** How often a hang-up is ordered before the call is closed without having seen its end. */
  hangUpAttempts: 3,
  /** Longest run of prompts in one step; a prompt that never ends (a dead node) must not keep a caller for ever. */
  promptsMs: 180_000,
  /** The announcement that all is busy, in all languages of the flow. */
  busyMs: 20_000,
  /** The tone before a message, and what an order takes: how much later than its longest time a message may be seen to end. */
  messageMs: 10_000,
  /** The least time between two announcements to a waiting caller, whatever the flow says. */
  betweenAnnouncementsMs: 5_000,
  /** From the caller's leg coming back to the end of the agent's leg. */
  returnMs: 2_000,
  /** From a command's "no such channel" to the hang-up event that explains it. */
  doubtMs: 2_000,
  /** How long after its ring time an agent is kept reserved by an offer on a switch that is out of reach. */
  outOfReachMs: 30_000,
  /** How long a number rings to which waiting callers overflow. */
  overflowRingMs: 30_000,
  /** From the answer of a caller who is called back to the end of the question, and how long a key is waited for then. */
  callbackAskMs: 60_000,
  callbackKeyMs: 8_000,
  /** Until a caller is rung again whose leg was lost with a switch. */
  callbackLostMs: 10_000,
  /** From the answer of somebody on duty to the end of the question, and how long a key is waited for then. */
  dutyAskMs: 40_000,
  dutyKeyMs: 5_000,
  /** How long a called party's phone rings (outbound). */
  partyRingMs: 60_000,
  /** How long an agent's own phone rings before an outbound call of the agent's is given up. */
  ownRingMs: 30_000,
  /** For a look at a calendar, or at expressions. */
  errandMs: 2_000,
  /** After an errand's own time, for its answer to come through. */
  errandSlackMs: 3_000,
  /** Between two attempts to ask a source for the next steps. */
  betweenAsksMs: 1_000,
  /** How often a call may ask a source for its next steps. */
  asks: 20,
  /** Steps that one answer may have. */
  answeredSteps: 50,
  /** Steps in a row without the caller having done anything, before a flow counts as spinning. */
  silentSteps: 100,
} as const
