import { DAY } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { deleteParkedBefore } from './parked.repository'

/** Meta repeats itself for a week at most: a status whose message has not come in a month is another app's. */
const KEPT_FOR = 30 * DAY

/** Statuses of messages that never came: without this they would pile up for ever. @returns how many */
export const deleteOldParkedStatuses = (system: Pick<SystemContext, 'env' | 'clock'>): Promise<number> =>
  deleteParkedBefore(system, system.clock.now() - KEPT_FOR)
