import '../../strings/register-settings-contacts'
import '../../strings/register-segments'
import { useQueryClient } from '@tanstack/solid-query'
import type { Organization } from '@worker/modules/organizations/organizations.schemas'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { linesOf } from '../../shared/lines'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Select } from '../../ui/select'
import { TextArea } from '../../ui/text-area'
import { TextField, type TextFieldProps } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { rememberOrganization } from '../organizations/organizations.queries'
import { regionOptions } from '../segments/countries'

const NO_COUNTRY = '-'
const textOf = (words: readonly string[]): string => words.join('\n')

/** How numbers are read that have no country code, and by which words people stop and resume marketing. */
export function ConsentCard() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const organization = () => member.me().organization
  const mayUpdate = () => member.can('organization:update')
  const [country, setCountry] = createSignal(organization().defaultCountry ?? NO_COUNTRY)
  const [optOut, setOptOut] = createSignal(textOf(organization().consentKeywords.optOut))
  const [optIn, setOptIn] = createSignal(textOf(organization().consentKeywords.optIn))
  const answers = () => organization().consentKeywords.confirmation
  const [afterOptOut, setAfterOptOut] = createSignal(answers()?.optOut ?? '')
  const [afterOptIn, setAfterOptIn] = createSignal(answers()?.optIn ?? '')
  const [problem, setProblem] = createSignal<string>()
  const [isSaving, setSaving] = createSignal(false)

  async function save(changes: Parameters<typeof api.api.organizations.current.$patch>[0]['json']): Promise<void> {
    if (isSaving()) return
    setSaving(true)
    setProblem(undefined)
    try {
      const saved: Organization = await call(api.api.organizations.current.$patch({ json: changes }))
      rememberOrganization(cache, saved)
      setOptOut(textOf(saved.consentKeywords.optOut))
      setOptIn(textOf(saved.consentKeywords.optIn))
      setAfterOptOut(answers()?.optOut ?? '')
      setAfterOptIn(answers()?.optIn ?? '')
      showToast({ text: t('settings.common.saved'), tone: 'ok' })
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const words = { optOut: linesOf(optOut()), optIn: linesOf(optIn()) }
    if (words.optOut.length === 0) return void setProblem(t('settingsContacts.consent.optOutMissing'))
    const confirmation = { optOut: afterOptOut().trim() || null, optIn: afterOptIn().trim() || null }
    void save({
      defaultCountry: country() === NO_COUNTRY ? null : country(),
      consentKeywords: { ...words, ...((confirmation.optOut || confirmation.optIn) && { confirmation }) },
    })
  }
  return (
    <form onSubmit={submit} novalidate>
      <Card
        title={t('settingsContacts.consent.card')}
        description={t('settingsContacts.consent.text')}
        footer={
          <Show when={mayUpdate()}>
            <Button variant="ghost" disabled={isSaving()} onClick={() => void save({ consentKeywords: null })}>
              {t('settingsContacts.consent.usual')}
            </Button>
            <Button type="submit" busy={isSaving() ? t('settings.common.saving') : undefined}>
              {t('settingsContacts.consent.save')}
            </Button>
          </Show>
        }
      >
        <div class="flex flex-col gap-4">
          <Select
            label={t('settingsContacts.consent.country')}
            options={[{ value: NO_COUNTRY, label: t('settingsContacts.consent.noCountry') }, ...regionOptions()]}
            value={country()}
            onChange={setCountry}
            disabled={!mayUpdate()}
            hint={t('settingsContacts.consent.countryHint')}
          />
          <TextArea
            label={t('settingsContacts.consent.optOut')}
            name="optOut"
            rows={4}
            readonly={!mayUpdate()}
            hint={t('settingsContacts.consent.wordsHint')}
            value={optOut()}
            onInput={setOptOut}
          />
          <Answer
            label={t('settingsContacts.consent.afterOptOut')}
            name="afterOptOut"
            value={afterOptOut()}
            onInput={setAfterOptOut}
            readonly={!mayUpdate()}
          />
          <TextArea
            label={t('settingsContacts.consent.optIn')}
            name="optIn"
            rows={3}
            readonly={!mayUpdate()}
            hint={t('settingsContacts.consent.wordsHint')}
            value={optIn()}
            onInput={setOptIn}
          />
          <Answer
            label={t('settingsContacts.consent.afterOptIn')}
            name="afterOptIn"
            value={afterOptIn()}
            onInput={setAfterOptIn}
            readonly={!mayUpdate()}
          />
          <Show when={problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
        </div>
      </Card>
    </form>
  )
}

type AnswerProps = Pick<TextFieldProps, 'label' | 'name' | 'value' | 'onInput' | 'readonly'>
const Answer = (props: AnswerProps) => (
  <TextField
    {...props}
    dir="auto"
    autocomplete="off"
    maxlength={1000}
    hint={t('settingsContacts.consent.answerHint')}
  />
)
