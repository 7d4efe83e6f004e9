import type { App } from '../core/state'
import type { World } from '../core/world'
import type { Change } from './envelope'

/** Only these follow the overrides of number and account; all others always go to the app's own callback. */
const OVERRIDABLE = new Set([
  ...['messages', 'standby', 'messaging_handovers', 'message_echoes', 'smb_message_echoes', 'smb_app_state_sync'],
  ...['history', 'user_preferences', 'user_id_update', 'calls', 'group_lifecycle_update'],
  ...['group_participants_update', 'group_settings_update', 'group_status_update'],
])

export type Target = { app: App; url: string }

/** Where an update goes: the number's callback before the account's before the app's. */
export function targetsOf({ state }: World, change: Change): Target[] {
  const account = state.accounts[change.accountId]
  const number = change.numberId === undefined ? undefined : state.numbers[change.numberId]
  return Object.entries(account?.subscribedApps ?? {}).flatMap(([appId, subscription]) => {
    const app = state.apps[appId]
    if (!app?.fields.includes(change.field)) return []
    const override = number?.overrideCallbackUrl || subscription.overrideCallbackUrl
    const url = (OVERRIDABLE.has(change.field) && override) || app.callbackUrl
    return url ? [{ app, url }] : []
  })
}
