/** Which order is carried out by whom. */
import { assertNever } from '../../../domain/assert-never.ts'
import type { SwitchCommand } from '../../../runtime/switch.ts'
import { bridge } from './bridge.ts'
import { claimLeg, sendToFallback } from './claim.ts'
import { collect } from './collect.ts'
import type { OrderContext } from './context.ts'
import { answer, answerPhone, hangUp, hangUpStray } from './hang-up.ts'
import { lookAtPhones } from './look-at-phones.ts'
import { startMusic } from './music.ts'
import { originate } from './originate.ts'
import { pauseInbound } from './pause-inbound.ts'
import { play, stopPlayback } from './play.ts'
import { maskRecording, startRecording, stopRecording } from './record.ts'

/** Sends one order. What comes of it is reported as inputs, never before this returns. */
export function carryOut(order: SwitchCommand, context: OrderContext): void {
  switch (order.type) {
    case 'claimLeg':
      claimLeg(order, context)
      break
    case 'answer':
      answer(order, context)
      break
    case 'play':
      play(order, context)
      break
    case 'collect':
      collect(order, context)
      break
    case 'startMusic':
      startMusic(order, context)
      break
    case 'stopPlayback':
      stopPlayback(order, context)
      break
    case 'originate':
      originate(order, context)
      break
    case 'answerPhone':
      answerPhone(order, context)
      break
    case 'bridge':
      bridge(order, context)
      break
    case 'hangUp':
      hangUp(order, context)
      break
    case 'sendToFallback':
      sendToFallback(order, context)
      break
    case 'startRecording':
      startRecording(order, context)
      break
    case 'stopRecording':
      stopRecording(order, context)
      break
    case 'maskRecording':
      maskRecording(order, context)
      break
    case 'hangUpStray':
      hangUpStray(order, context)
      break
    case 'lookAtPhones':
      lookAtPhones(order, context)
      break
    case 'pauseInbound':
      pauseInbound(order, context)
      break
    default:
      assertNever(order)
  }
}
