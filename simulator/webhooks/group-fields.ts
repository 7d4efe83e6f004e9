import type { PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { deliver } from './deliver'
import { metadataOf, seconds } from './identity'

export type GroupField =
  | 'group_lifecycle_update'
  | 'group_participants_update'
  | 'group_settings_update'
  | 'group_status_update'
type GroupEvent = {
  number: PhoneNumber
  field: GroupField
  groupId: string
  type: string
  more?: Record<string, unknown>
}

/** One event of a group: created, somebody joined or was removed, its name changed, suspended. */
export const sendGroupEvent = (world: World, { number, field, groupId, type, more }: GroupEvent): Promise<void> =>
  deliver(world, {
    accountId: number.accountId,
    numberId: number.id,
    field,
    value: { ...metadataOf(number), groups: [{ timestamp: seconds(world.now()), group_id: groupId, type, ...more }] },
    summary: type.replaceAll('_', ' '),
  })
