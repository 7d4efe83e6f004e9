import { api, call } from '../shared/api'
import { errorText } from '../shared/errors'
import { t } from '../shared/i18n'
import { session } from '../shared/session'
import { takeLeave } from '../shared/taking-leave'
import { showToast } from '../ui/toast'

/** The new token names the other organization; the frame then starts over with it, here and in the other tabs. */
export async function switchWorkspace(organization: { id: string; name: string }): Promise<void> {
  try {
    const waiting = await takeLeave()
    const token = await call(api.api.auth['switch-organization'].$post({ json: { organizationId: organization.id } }))
    session.accept(token)
    const switched = t('shell.workspace.switched', { name: organization.name })
    showToast({ text: waiting > 0 ? t('shell.workspace.leftWaiting', switched, waiting) : switched })
  } catch (error) {
    showToast({ text: errorText(error), tone: 'bad' })
  }
}

export async function signOut(): Promise<void> {
  try {
    await takeLeave()
    await session.signOut()
  } catch {
    showToast({ text: t('shell.account.signingOutFailed'), tone: 'bad' })
  }
}
