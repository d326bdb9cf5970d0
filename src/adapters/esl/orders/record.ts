/** Recording a leg, both its sides, into a file that grows in steps of 20 ms. */
import { takeToken } from '../../../domain/site/inputs.ts'
import { API_MS, type Order, type OrderContext } from './context.ts'

type OfTake = Order<'startRecording' | 'stopRecording' | 'maskRecording'>

/** A name that ends no argument, and that the switch doesn't expand. */
const FILE = /^\/[A-Za-z0-9_./-]{1,400}$/

/**
 * switch_ivr_async.c, `switch_ivr_record_session_event`, reads these from the channel. Headerless 16-bit samples,
 * what the leg says on the left, what it hears on the right; short takes are kept too. By default 25 frames are held
 * back at first, so that a switch that dies costs half a second; 4 are enough to bring the two sides together. A
 * thread of its own for each recording makes the order last 12 ms instead of 2, while nothing else is taken from the
 * event socket; the spool is memory, so the leg's own thread can write.
 */
const HOW = {
  RECORD_STEREO: 'true',
  RECORD_MIN_SEC: '0',
  record_sample_rate: '8000',
  enable_file_write_buffering: 'false',
  RECORD_PRE_BUFFER_FRAMES: '4',
  RECORD_USE_THREAD: 'false',
}

/** RECORD_START follows as `recordingBegan`. */
export function startRecording(order: Order<'startRecording'>, context: OrderContext): void {
  const { legId } = order
  const file = fileOf(order, context)
  if (file === undefined) return
  const how = Object.entries(HOW).map(([name, value]) => `${name}=${value}`)
  context.switch.api(`uuid_setvar_multi ${legId} ${how.join(';')}`, { timeoutMs: API_MS }, () => {})
  context.switch.api(`uuid_record ${legId} start ${file}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') context.fail(failed(order), result)
  })
}

/** That it doesn't record, or isn't there any more, is as good. */
export function stopRecording(order: Order<'stopRecording'>, context: OrderContext): void {
  const file = fileOf(order, context)
  if (file === undefined) return
  context.switch.api(`uuid_record ${order.legId} stop ${file}`, { timeoutMs: API_MS }, () => {})
}

/** The switch says nothing more than that it has done it. */
export function maskRecording(order: Order<'maskRecording'>, context: OrderContext): void {
  const { legId, recordingId, take, masked } = order
  const file = fileOf(order, context)
  if (file === undefined) return
  const what = masked ? 'mask' : 'unmask'
  context.switch.api(`uuid_record ${legId} ${what} ${file}`, { timeoutMs: API_MS }, (result) => {
    if (result.type !== 'ok') return context.fail(failed(order), result)
    const { nodeId } = context
    context.report({
      type: 'recordingMaskChanged',
      nodeId,
      legId,
      at: context.now(),
      recordingId,
      take,
      masked,
    })
  })
}

function fileOf(order: OfTake, context: OrderContext): string | undefined {
  const file = context.recordingFile(order.recordingId, order.take)
  if (file !== undefined && FILE.test(file)) return file
  const reason =
    file === undefined
      ? 'no spool is configured'
      : 'the path of the spool has a character that the switch reads'
  queueMicrotask(() => context.fail(failed(order), { type: 'invalid', reason }))
  return undefined
}

function failed({ type, legId, recordingId, take }: OfTake) {
  return { command: type, legId, token: takeToken(recordingId, take) }
}
