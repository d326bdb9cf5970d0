import type { Order, OrderContext } from './context.ts'

/** Has the node say which of these phones it has registrations of. */
export function lookAtPhones({ extensions }: Order<'lookAtPhones'>, { phones }: OrderContext): void {
  phones.look(extensions)
}
