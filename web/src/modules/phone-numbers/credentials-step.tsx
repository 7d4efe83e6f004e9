import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, createUniqueId, on, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { ApiError, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { CodeField } from '../../ui/code-field'
import { useCurrentMember } from '../auth/current-member'
import { CheckList } from './check-list'
import type { ConnectWizard } from './connect-wizard'
import { CredentialField } from './credential-field'
import { fieldsOf, noCredentials, refusedFields } from './credential-rules'
import { createCredentialsCheck } from './credentials-check'
import { CredentialsHelp } from './credentials-help'
import { FoundChoices } from './found-choices'
import { metaAppsQuery, rememberNumber } from './phone-numbers.queries'
import { StepFrame } from './step-frame'

/** Ids, token and secret, looked at while they are typed. What is secret stays in this component. */
export function CredentialsStep(props: { wizard: ConnectWizard; simulatorUrl: string | null }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const { way: chosen, metaAppId, wabaId, metaPhoneNumberId } = props.wizard.progress()
  const way = chosen === 'own' ? 'own' : 'platform'
  const apps = useQuery(() => metaAppsQuery(member.organizationId()))
  const knownApps = () => (apps.isPending ? [] : (apps.data?.items ?? []))
  const id = createUniqueId()
  const [pin, setPin] = createSignal('')
  const check = createCredentialsCheck({
    way,
    initial: { ...noCredentials, metaAppId, wabaId, metaPhoneNumberId },
    knownAppIds: () => knownApps().map((app) => app.metaAppId),
    ask: (input, signal) => call(api.api['phone-numbers'].check.$post({ json: input }, { init: { signal } })),
    describe: errorText,
  })
  onMount(() => {
    if (metaAppId !== '') void check.again()
  })
  // Ids are remembered as they are typed, and nothing else is.
  createEffect(
    on(
      check.values,
      (values) =>
        props.wizard.keep({
          metaAppId: values.metaAppId.trim(),
          wabaId: values.wabaId.trim(),
          metaPhoneNumberId: values.metaPhoneNumberId.trim(),
        }),
      { defer: true },
    ),
  )

  const needsPin = () => {
    const number = check.found()?.phoneNumber
    return number != null && !number.isRegistered && number.isPinSet === true
  }
  const connect = useMutation(() => ({
    mutationFn: () => {
      const given = Object.fromEntries(
        fieldsOf(way)
          .map((field) => [field, check.values()[field].trim()])
          .filter(([, value]) => value !== ''),
      )
      const { accessToken, ...ids } = { ...noCredentials, ...given }
      const numberOnly = { accessToken, wabaId: ids.wabaId, metaPhoneNumberId: ids.metaPhoneNumberId }
      const withPin = needsPin() && pin().length === 6 ? { pin: pin() } : {}
      const own = { metaAppId: ids.metaAppId, ...(ids.appSecret !== '' && { appSecret: ids.appSecret }) }
      return call(
        api.api['phone-numbers'].connect.$post({
          json:
            way === 'own'
              ? { app: 'own', ...own, ...numberOnly, ...withPin }
              : { app: 'platform', ...numberOnly, ...withPin },
        }),
      )
    },
    onSuccess: async ({ phoneNumber }) => {
      await rememberNumber(cache, member.organizationId(), phoneNumber)
      await cache.invalidateQueries({ queryKey: metaAppsQuery(member.organizationId()).queryKey })
      props.wizard.connected(phoneNumber.id)
    },
    onError: (error) => {
      if (error instanceof ApiError) check.refuse(refusedFields(error.details))
    },
  }))
  const note = () => {
    if (check.isChecking()) return t('numbers.connecting.credentials.stillChecking')
    return check.left() > 0 ? t('numbers.connecting.credentials.left', check.left()) : undefined
  }
  const knownApp = () => knownApps().find((app) => app.metaAppId === check.values().metaAppId.trim())

  return (
    <StepFrame
      onBack={props.wizard.backTo()}
      title={t('numbers.connecting.credentials.title')}
      text={t('numbers.connecting.credentials.text')}
      note={note()}
      help={<CredentialsHelp way={way} app={knownApp()} simulatorUrl={props.simulatorUrl} />}
      actions={
        <Button
          type="submit"
          form={id}
          variant="primary"
          busy={connect.isPending ? t('numbers.connecting.credentials.connecting') : undefined}
          disabled={!check.canConnect() || check.isChecking()}
        >
          {t('numbers.connecting.credentials.connect')}
        </Button>
      }
    >
      <form
        id={id}
        autocomplete="off"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          if (check.canConnect() && !check.isChecking() && !connect.isPending) connect.mutate()
        }}
        class="mt-5 grid grid-cols-2 gap-4 max-sm:grid-cols-1"
      >
        <Show when={way === 'own'}>
          <CredentialField check={check} name="metaAppId" />
          <CredentialField
            check={check}
            name="appSecret"
            hint={check.isAppKnown() ? t('numbers.connecting.credentials.appSecretKnown') : undefined}
          />
        </Show>
        <CredentialField
          check={check}
          name="accessToken"
          hint={t('numbers.connecting.credentials.accessTokenHint')}
          class="col-span-full"
        />
        <div class="flex min-w-0 flex-col gap-2">
          <CredentialField check={check} name="wabaId" />
          <FoundChoices check={check} field="wabaId" />
        </div>
        <div class="flex min-w-0 flex-col gap-2">
          <CredentialField
            check={check}
            name="metaPhoneNumberId"
            hint={t('numbers.connecting.credentials.metaPhoneNumberIdHint')}
          />
          <FoundChoices check={check} field="metaPhoneNumberId" />
        </div>
        <Show when={needsPin()}>
          <CodeField
            label={t('numbers.connecting.credentials.pin')}
            name="pin"
            value={pin()}
            onInput={setPin}
            hint={t('numbers.connecting.credentials.pinHint')}
          />
        </Show>
      </form>
      <CheckList check={check} />
      <Show when={connect.error}>
        {(error) => (
          <div class="mt-4">
            <Banner tone="bad">{errorText(error())}</Banner>
          </div>
        )}
      </Show>
    </StepFrame>
  )
}
