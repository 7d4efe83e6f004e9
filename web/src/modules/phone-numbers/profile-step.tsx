import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createSignal, createUniqueId, Match, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { TextField } from '../../ui/text-field'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import type { ConnectWizard } from './connect-wizard'
import { createProfileForm } from './create-profile-form'
import { profileQuery, rememberNumber } from './phone-numbers.queries'
import type { BusinessProfile } from './profile-changes'
import { ProfileFields } from './profile-fields'
import { StepFrame, type StepFrameProps } from './step-frame'
import { StepHelp } from './step-help'

type Props = { wizard: ConnectWizard; number: PhoneNumber }

/** The name for the team, and what customers find. */
export function ProfileStep(props: Props) {
  const member = useCurrentMember()
  const profile = useQuery(() => profileQuery(member.organizationId(), props.number.id))
  const pending = createHeldPending(() => profile.isPending)
  return (
    <Switch>
      <Match when={pending()}>
        <Frame wizard={props.wizard} actions={<Skip wizard={props.wizard} />}>
          <Skeleton shape="form" rows={4} />
        </Frame>
      </Match>
      <Match when={!profile.data && profile.error}>
        {(error) => (
          <Frame wizard={props.wizard} actions={<Skip wizard={props.wizard} />}>
            <ErrorState
              title={t('numbers.profile.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void profile.refetch()}
            />
          </Frame>
        )}
      </Match>
      <Match when={profile.data}>{(data) => <Form {...props} profile={data()} />}</Match>
    </Switch>
  )
}

function Form(props: Props & { profile: BusinessProfile }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const id = createUniqueId()
  const [name, setName] = createSignal(props.number.name)
  const [nameError, setNameError] = createSignal<string>()
  const profile = createProfileForm({
    numberId: props.number.id,
    profile: props.profile,
    onSaved: () => props.wizard.next(),
  })
  const rename = useMutation(() => ({
    mutationFn: (wanted: string) =>
      call(api.api['phone-numbers'][':id'].$patch({ param: { id: props.number.id }, json: { name: wanted } })),
    onSuccess: (saved) => rememberNumber(cache, member.organizationId(), saved),
    onError: (error) => setNameError(errorText(error)),
  }))
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = name().trim()
    if (wanted === '') {
      setNameError(t('numbers.settings.nameEmpty'))
      return
    }
    if (wanted !== props.number.name) {
      const saved = await rename.mutateAsync(wanted).catch(() => null)
      if (!saved) return
    }
    await profile.form.submit(event)
  }
  const isSaving = () => rename.isPending || profile.form.submitting()
  return (
    <Frame
      wizard={props.wizard}
      actions={
        <>
          <Skip wizard={props.wizard} />
          <Button
            type="submit"
            form={id}
            variant="primary"
            busy={isSaving() ? t('numbers.connecting.profile.saving') : undefined}
            disabled={profile.form.waitSeconds() > 0}
          >
            {t('numbers.connecting.profile.saveContinue')}
          </Button>
        </>
      }
    >
      <form id={id} novalidate onSubmit={(event) => void save(event)} class="mt-5 flex max-w-[640px] flex-col gap-4">
        <TextField
          label={t('numbers.settings.name')}
          name="name"
          value={name()}
          onInput={(value) => {
            setName(value)
            setNameError(undefined)
          }}
          error={nameError()}
          hint={
            props.number.verifiedName === ''
              ? t('numbers.settings.nameHintOnly')
              : t('numbers.settings.nameHint', { name: props.number.verifiedName })
          }
          maxlength={80}
          required
        />
        <ProfileFields profile={profile} name={props.number.verifiedName || name()} readonly={false} />
        <FormError form={profile.form} />
      </form>
    </Frame>
  )
}

function Skip(props: { wizard: ConnectWizard }) {
  return (
    <Button variant="ghost" onClick={() => props.wizard.next()}>
      {t('numbers.connecting.skip')}
    </Button>
  )
}

function Frame(props: Pick<StepFrameProps, 'actions' | 'children'> & { wizard: ConnectWizard }) {
  return (
    <StepFrame
      onBack={props.wizard.backTo()}
      title={t('numbers.connecting.profile.title')}
      text={t('numbers.connecting.profile.text')}
      actions={props.actions}
      help={
        <StepHelp
          title={t('numbers.connecting.profile.findTitle')}
          anchor="fill-in-the-profile"
          steps={[
            t('numbers.connecting.profile.find.first'),
            t('numbers.connecting.profile.find.second'),
            t('numbers.connecting.profile.find.third'),
          ]}
        />
      }
    >
      {props.children}
    </StepFrame>
  )
}
