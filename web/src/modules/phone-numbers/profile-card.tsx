import { useQuery } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { Match, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import { createProfileForm } from './create-profile-form'
import { profileQuery } from './phone-numbers.queries'
import type { BusinessProfile } from './profile-changes'
import { ProfileFields } from './profile-fields'

type Props = { number: PhoneNumber; mayUpdate: boolean }

/** What customers see when they tap the name. */
export function ProfileCard(props: Props) {
  const member = useCurrentMember()
  const profile = useQuery(() => profileQuery(member.organizationId(), props.number.id))
  const pending = createHeldPending(() => profile.isPending)
  return (
    <Switch>
      <Match when={pending()}>
        <Card title={t('numbers.profile.title')} description={t('numbers.profile.text')}>
          <Skeleton shape="form" rows={4} />
        </Card>
      </Match>
      <Match when={!profile.data && profile.error}>
        {(error) => (
          <Card title={t('numbers.profile.title')} description={t('numbers.profile.text')}>
            <ErrorState
              title={t('numbers.profile.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void profile.refetch()}
            />
          </Card>
        )}
      </Match>
      <Match when={profile.data}>{(data) => <Form {...props} profile={data()} />}</Match>
    </Switch>
  )
}

function Form(props: Props & { profile: BusinessProfile }) {
  const profile = createProfileForm({
    numberId: props.number.id,
    profile: props.profile,
    onSaved: (isChanged) => {
      if (isChanged) showToast({ text: t('numbers.profile.saved'), tone: 'ok' })
    },
  })
  return (
    <form novalidate onSubmit={profile.form.submit}>
      <Card
        title={t('numbers.profile.title')}
        description={t('numbers.profile.text')}
        footer={
          props.mayUpdate ? (
            <Button
              type="submit"
              variant={profile.isDirty() ? 'primary' : 'secondary'}
              busy={profile.form.submitting() ? t('numbers.profile.saving') : undefined}
              disabled={profile.form.waitSeconds() > 0}
            >
              {t('numbers.profile.save')}
            </Button>
          ) : undefined
        }
      >
        <ProfileFields
          profile={profile}
          name={props.number.verifiedName || props.number.name}
          readonly={!props.mayUpdate}
        />
        <div class="mt-4 empty:hidden">
          <FormError form={profile.form} />
        </div>
      </Card>
    </form>
  )
}
