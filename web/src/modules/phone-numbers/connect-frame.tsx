import LifeBuoy from 'lucide-solid/icons/life-buoy'
import X from 'lucide-solid/icons/x'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { type GuideAnchor, guideHref } from '../guide/guide-anchors'
import { whoCanText } from '../settings/who-can'

/** Around the wizard and around the page of Meta's window: where one is, the way out and the guide. */
export function ConnectFrame(props: { anchor: GuideAnchor; children: JSX.Element }) {
  const member = useCurrentMember()
  return (
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[
          { label: t('numbers.connecting.settings'), href: '/settings' },
          { label: t('numbers.title'), href: '/settings/numbers' },
        ]}
        title={t('numbers.connecting.title')}
        actions={
          <>
            <a href={guideHref(props.anchor)} target="_blank" rel="noopener" class={buttonClass({ variant: 'ghost' })}>
              <LifeBuoy aria-hidden="true" />
              <span class="max-sm:sr-only">{t('numbers.connecting.help')}</span>
            </a>
            <a
              href="/settings/numbers"
              aria-label={t('numbers.connecting.close')}
              data-tip={t('numbers.connecting.close')}
              class={buttonClass({ variant: 'ghost', class: 'px-2! max-sm:hidden!' })}
            >
              <X aria-hidden="true" />
            </a>
          </>
        }
      />
      <Show
        when={member.can('phone-numbers:update')}
        fallback={<NotAllowed title={t('numbers.connecting.onlyAdmins')} text={whoCanText(member.me())} />}
      >
        {props.children}
      </Show>
    </div>
  )
}

type Asked<Data> = {
  isPending: boolean
  data: Data | undefined
  error: Error | null
  refetch: () => unknown
}

/** A step that needs an answer first: its place while it is on its way, and why it did not come. */
export function StepWith<Data>(props: {
  query: Asked<Data>
  failedTitle: string
  children: (data: () => NonNullable<Data>) => JSX.Element
}) {
  const pending = createHeldPending(() => props.query.isPending)
  return (
    <Switch>
      <Match when={pending()}>
        <div class="px-9 py-6 max-sm:px-4">
          <Skeleton shape="form" rows={3} />
        </div>
      </Match>
      <Match when={!props.query.data && props.query.error}>
        {(error) => (
          <ErrorState
            title={props.failedTitle}
            text={errorText(error())}
            details={errorDetails(error())}
            onRetry={() => void props.query.refetch()}
          />
        )}
      </Match>
      <Match when={props.query.data}>{(data) => props.children(data)}</Match>
    </Switch>
  )
}
