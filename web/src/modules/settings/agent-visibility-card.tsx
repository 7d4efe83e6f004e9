import '../../strings/register-notifications'
import { useQueryClient } from '@tanstack/solid-query'
import type { Organization } from '@worker/modules/organizations/organizations.schemas'
import { createSignal, createUniqueId, For } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Card } from '../../ui/card'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { rememberOrganization } from '../organizations/organizations.queries'

type Visibility = Organization['agentVisibility']
const choices = [
  { value: 'all', label: 'notifications.visibility.all', hint: 'notifications.visibility.allHint' },
  { value: 'own', label: 'notifications.visibility.own', hint: 'notifications.visibility.ownHint' },
] as const

/** Who sees what of the inbox. Asked again before it is saved: it takes effect on every agent's screen at once. */
export function AgentVisibilityCard() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [wanted, setWanted] = createSignal<Visibility>('own')
  const [isAsking, setAsking] = createSignal(false)
  const [isSaving, setSaving] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const name = createUniqueId()
  const current = () => member.me().organization.agentVisibility

  const ask = (value: Visibility) => {
    setWanted(value)
    setProblem(undefined)
    setAsking(true)
  }
  const save = async () => {
    setSaving(true)
    try {
      rememberOrganization(
        cache,
        await call(api.api.organizations.current.$patch({ json: { agentVisibility: wanted() } })),
      )
      setAsking(false)
      showToast({ text: t('notifications.visibility.saved'), tone: 'ok' })
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  const word = () => (wanted() === 'own' ? 'Own' : 'All')

  return (
    <Card title={t('notifications.visibility.title')} description={t('notifications.visibility.text')}>
      <fieldset class="flex flex-col gap-3" disabled={!member.can('organization:update')}>
        <legend class="sr-only">{t('notifications.visibility.title')}</legend>
        <For each={choices}>
          {(choice) => (
            <label class="flex items-start gap-2.5 max-sm:min-h-11">
              <input
                type="radio"
                name={name}
                value={choice.value}
                checked={current() === choice.value}
                // It stays where it is until it is confirmed and saved.
                onClick={(event) => {
                  event.preventDefault()
                  if (current() !== choice.value) ask(choice.value)
                }}
                class="mt-[3px] size-4 flex-none accent-(--brand)"
              />
              <span class="min-w-0">
                <span class="block font-medium">{t(choice.label)}</span>
                <span class="block text-ink-3 text-xs">{t(choice.hint)}</span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <ConfirmDialog
        open={isAsking()}
        onOpenChange={setAsking}
        title={t(`notifications.visibility.confirm${word()}`)}
        text={t(`notifications.visibility.confirm${word()}Text`)}
        confirmLabel={t(`notifications.visibility.confirm${word()}Button`)}
        tone="primary"
        busy={isSaving() ? t('settings.common.saving') : undefined}
        onConfirm={() => void save()}
      >
        {problem() ? <Banner tone="bad">{problem()}</Banner> : undefined}
      </ConfirmDialog>
    </Card>
  )
}
