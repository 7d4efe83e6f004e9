import { useMutation, useQuery } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Select } from '../../ui/select'
import { Skeleton } from '../../ui/skeleton'
import { TextField } from '../../ui/text-field'
import { useCurrentMember } from '../auth/current-member'
import { needsNothing } from './test-message'
import { TestOutcome } from './test-outcome'

/** The number writes first: a template without blanks, to a phone of one's own. */
export function TestTemplate(props: { number: PhoneNumber }) {
  const member = useCurrentMember()
  const templates = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'test-templates', props.number.id),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(
        api.api.templates.$get(
          { query: { phoneNumberId: props.number.id, status: 'APPROVED', limit: '100' } },
          { init: { signal } },
        ),
      ),
  }))
  const pending = createHeldPending(() => templates.isPending)
  const ready = createMemo(() => (templates.isPending ? [] : (templates.data?.items ?? []).filter(needsNothing)))
  const options = createMemo(() =>
    ready().map(({ name, language }) => ({ value: `${name}\n${language}`, label: `${name} · ${language}` })),
  )
  const [chosen, setChosen] = createSignal<string>()
  const [to, setTo] = createSignal('')
  const template = () => chosen() ?? options()[0]?.value ?? ''
  const send = useMutation(() => ({
    mutationFn: () => {
      const [name = '', language = ''] = template().split('\n')
      return call(
        api.api.messages.template.$post({ json: { phoneNumberId: props.number.id, to: to().trim(), name, language } }),
      )
    },
  }))
  return (
    <section class="mt-6 border-line-soft border-t pt-5">
      <h3 class="font-semibold text-md">{t('numbers.connecting.test.templateTitle')}</h3>
      <p class="text-ink-2">{t('numbers.connecting.test.templateText')}</p>
      <Switch>
        <Match when={pending()}>
          <Skeleton shape="form" rows={1} />
        </Match>
        <Match when={!templates.data && templates.error}>
          {(error) => (
            <div class="mt-3">
              <Banner
                tone="bad"
                action={
                  <Button size="sm" onClick={() => void templates.refetch()}>
                    {t('ui.tryAgain')}
                  </Button>
                }
              >
                {errorText(error())}
              </Banner>
            </div>
          )}
        </Match>
        <Match when={ready().length === 0}>
          <p class="mt-2 text-ink-3 text-xs">{t('numbers.connecting.test.templateNone')}</p>
        </Match>
        <Match when={true}>
          <form
            novalidate
            class="mt-3 grid grid-cols-2 gap-4 max-sm:grid-cols-1"
            onSubmit={(event) => {
              event.preventDefault()
              if (to().trim() !== '' && !send.isPending) send.mutate()
            }}
          >
            <TextField
              label={t('numbers.connecting.test.to')}
              name="to"
              type="tel"
              autocomplete="tel"
              dir="ltr"
              value={to()}
              onInput={(value) => {
                setTo(value)
                send.reset()
              }}
              hint={t('numbers.connecting.test.toHint')}
              error={send.error ? errorText(send.error) : undefined}
            />
            <Select
              label={t('numbers.connecting.test.template')}
              options={options()}
              value={template()}
              onChange={(value) => {
                setChosen(value)
                send.reset()
              }}
              hint={t('numbers.connecting.test.templateCost')}
            />
            <div class="col-span-full">
              <Button
                type="submit"
                busy={send.isPending ? t('numbers.connecting.test.replying') : undefined}
                disabled={to().trim() === ''}
              >
                {t('numbers.connecting.test.templateSend')}
              </Button>
              <Show when={send.data?.id} keyed>
                {(id) => <TestOutcome messageId={id} />}
              </Show>
            </div>
          </form>
        </Match>
      </Switch>
    </section>
  )
}
