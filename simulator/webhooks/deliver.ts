import type { World } from '../core/world'
import { disorderOf } from './disorder'
import type { Change } from './envelope'

/**
 * Tells the business: every app that is subscribed to the account and the field gets it, after whatever the number's
 * chaos does to it. @returns resolved after the first attempt of each; nobody needs to wait for it
 */
export const deliver = (world: World, change: Change): Promise<void> => disorderOf(world).admit(change)
