/** Views and facts as clients get them: the same in answers, in the live stream and in webhooks. */
export { toWire } from '../../runtime/wire.ts'
