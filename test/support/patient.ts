/** Somebody who calls the service from outside, under a number of their own, and the call as the API shows it. */
import { SERVICE_NUMBER } from '../../src/trial/trial.ts'
import { eventually } from './eventually.ts'
import type { Call, Phone, TrunkOptions } from './phone/index.ts'
import { type CallBody, type SystemApi, types } from './system-api.ts'

export interface Patient {
  readonly phone: Phone
  readonly call: Call
  readonly callId: string
  /** Waits until the view of this call satisfies `holds`. */
  view(holds: (call: CallBody) => boolean): Promise<CallBody>
  /** Waits for the menu and presses the key in its first attempt, or in the one given. */
  press(key: string, attempt?: number): Promise<void>
  /** Presses the key and waits until the call is in a queue; resolves with the view. */
  queueUp(key: string): Promise<CallBody>
}

export interface PatientOptions extends Partial<TrunkOptions> {
  /** The trial's service number unless told. */
  readonly dials?: string
}

let patientsMade = 0

/** 138 0000 0001 and on, so that each is known by the four digits that the API shows. */
export function nextNumber(): string {
  patientsMade += 1
  return `138${String(patientsMade).padStart(8, '0')}`
}

export function patients(
  { api, call: viewOf }: SystemApi,
  trunk: (options: Partial<TrunkOptions>) => Promise<Phone>,
): (options?: PatientOptions) => Promise<Patient> {
  return async ({ dials = SERVICE_NUMBER, ...options } = {}) => {
    const { number = nextNumber() } = options
    const phone = await trunk({ tone: 500, ...options, number })
    const call = await phone.call(dials)
    const callId = await eventually(async () => {
      const { items } = (await api('GET', '/v1/calls?limit=50')).body
      const own = items.find((one: CallBody) => one.callingNumber.slice(-4) === number.slice(-4))
      return own ? { found: String(own.callId) } : { waiting: JSON.stringify(items) }
    })
    const view = (holds: (call: CallBody) => boolean) => viewOf(holds, callId)
    const press = async (key: string, attempt = 1) => {
      await view(({ facts }) =>
        facts.some(({ type, data }) => isMenu(type, data) && data['attempt'] === attempt),
      )
      await call.sendDigits(key)
    }
    return {
      phone,
      call,
      callId,
      view,
      press,
      async queueUp(key) {
        await press(key)
        return view((now) => types(now).includes('callQueued'))
      },
    }
  }
}

function isMenu(type: string, data: Readonly<Record<string, unknown>>): boolean {
  return type === 'stepEntered' && data['step'] === 'main-menu'
}
