import '../../strings/register-settings-contacts'
import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Card } from '../../ui/card'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Select } from '../../ui/select'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { rememberOrganization } from '../organizations/organizations.queries'

const FOR_EVER = '-'
const usual = [90, 180, 365, 730, 1095, 1825]

/** How long messages are kept. Asked again before it is saved: what is older goes within a day. */
export function RetentionCard() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const current = () => member.me().organization.retentionDays
  const [wanted, setWanted] = createSignal<number | null>(null)
  const [isAsking, setAsking] = createSignal(false)
  const [isSaving, setSaving] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const options = createMemo(() => {
    const days = current()
    const all = days === null || usual.includes(days) ? usual : [...usual, days].sort((a, b) => a - b)
    return [
      { value: FOR_EVER, label: t('settingsContacts.retention.forEver') },
      ...all.map((count) => ({ value: String(count), label: t('settingsContacts.retention.days', count) })),
    ]
  })
  async function save(): Promise<void> {
    setSaving(true)
    setProblem(undefined)
    try {
      rememberOrganization(
        cache,
        await call(api.api.organizations.current.$patch({ json: { retentionDays: wanted() } })),
      )
      setAsking(false)
      showToast({ text: t('settings.common.saved'), tone: 'ok' })
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  const choose = (value: string) => {
    const days = value === FOR_EVER ? null : Number(value)
    if (days === current()) return
    setWanted(days)
    setProblem(undefined)
    setAsking(true)
  }
  return (
    <Card title={t('settingsContacts.retention.card')} description={t('settingsContacts.retention.text')}>
      <Select
        label={t('settingsContacts.retention.label')}
        options={options()}
        value={String(current() ?? FOR_EVER)}
        onChange={choose}
        disabled={!member.can('organization:update')}
      />
      <ConfirmDialog
        open={isAsking()}
        onOpenChange={setAsking}
        title={
          wanted() === null
            ? t('settingsContacts.retention.keepTitle')
            : t('settingsContacts.retention.title', wanted() ?? 0)
        }
        text={t(wanted() === null ? 'settingsContacts.retention.keepText' : 'settingsContacts.retention.confirmText')}
        tone={wanted() === null ? 'primary' : 'danger'}
        confirmLabel={t(
          wanted() === null ? 'settingsContacts.retention.keepConfirm' : 'settingsContacts.retention.confirm',
        )}
        busy={isSaving() ? t('settings.common.saving') : undefined}
        error={problem()}
        onConfirm={() => void save()}
      />
    </Card>
  )
}
