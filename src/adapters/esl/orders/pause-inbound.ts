import type { Order, OrderContext } from './context.ts'

/** Has the node's dialplan send new calls away with 503, or take them again. */
export function pauseInbound({ paused }: Order<'pauseInbound'>, { draining }: OrderContext): void {
  draining.order(paused)
}
