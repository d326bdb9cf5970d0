/**
 * Makes what the switch reports fit for the core: numbers are masked and hashed, the full ones and the caller's name
 * go into the call's sealed fields and nowhere else.
 */
import { type CallId, callIdFrom } from '../domain/ids.ts'
import { maskNumber, type Party } from '../domain/party.ts'
import type { Arrival, SwitchInput } from '../domain/site/inputs.ts'
import type { PrivateField } from './ports.ts'
import type { RawArrival, RawSwitchInput } from './switch.ts'

export interface IntakeOptions {
  /** A fresh ULID. */
  newUlid(): string
  /** Keyed hash of a number, hex. */
  hashNumber(number: string): string
}

export interface Taken {
  readonly input: SwitchInput
  readonly privateFields: readonly PrivateField[]
}

/** A number as it may be shown, and its keyed hash. */
export function partyOf(number: string, hashNumber: (number: string) => string): Party {
  return { masked: maskNumber(number), hash: number === '' ? '' : hashNumber(number) }
}

export function createIntake({ newUlid, hashNumber }: IntakeOptions): (raw: RawSwitchInput) => Taken {
  function arrivalOf(raw: RawArrival): { arrival: Arrival; privateFields: PrivateField[] } {
    const callId = callIdFrom(newUlid())
    const arrival: Arrival = {
      legId: raw.legId,
      callId,
      nodeId: raw.nodeId,
      calling: partyOf(raw.callingNumber, hashNumber),
      called: partyOf(raw.calledNumber, hashNumber),
      serviceNumber: raw.calledNumber,
      answered: raw.answered,
    }
    return { arrival, privateFields: fieldsOf(raw, callId) }
  }
  return (raw) => {
    if (raw.type === 'legParked') {
      const { arrival, privateFields } = arrivalOf(raw.arrival)
      return { input: { type: 'legParked', nodeId: raw.nodeId, at: raw.at, arrival }, privateFields }
    }
    if (raw.type !== 'switchConnected') return { input: raw, privateFields: [] }
    const privateFields: PrivateField[] = []
    const legs = raw.legs.map((leg) => {
      if (!leg.arrival) return { ...leg, arrival: undefined }
      const taken = arrivalOf(leg.arrival)
      privateFields.push(...taken.privateFields)
      return { ...leg, arrival: taken.arrival }
    })
    return { input: { ...raw, legs }, privateFields }
  }
}

function fieldsOf(raw: RawArrival, callId: CallId): PrivateField[] {
  const all = [
    { callId, name: 'callingNumber', value: raw.callingNumber },
    { callId, name: 'callerName', value: raw.callerName },
    { callId, name: 'calledNumber', value: raw.calledNumber },
  ]
  return all.filter((field) => field.value !== '')
}
