import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import Ban from 'lucide-solid/icons/ban'
import Copy from 'lucide-solid/icons/copy'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import TagIcon from 'lucide-solid/icons/tag'
import UserRoundPen from 'lucide-solid/icons/user-round-pen'
import { createSignal, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { currentMinute } from '../../shared/minute'
import { formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { Button, buttonClass } from '../../ui/button'
import { Menu, type MenuItem } from '../../ui/menu'
import { copyText } from '../messages/copy-text'
import type { ContactChanges } from './contact-changes'
import { countryName, localTime } from './local-time'

const ConfirmDialog = lazyPart(async () => ({ default: (await import('../../ui/confirm-dialog')).ConfirmDialog }))
const ContactEditDialog = lazyPart(() => import('./contact-edit-dialog'))
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric' })

/** Who it is, since when, what time it is there; and what can be done with a person. */
export function ContactTop(props: {
  contact: Contact
  changes: ContactChanges
  mayChange: boolean
  /** In a sheet the name stands at the start, beside the cross. */
  isSheet: boolean
  /** Undefined where tags are not chosen from here. */
  onTag: ((opener: HTMLElement) => void) | undefined
}) {
  const [isEditing, setEditing] = createSignal(false)
  const [isBlocking, setBlocking] = createSignal<boolean>()
  const isBlocked = () => props.contact.blockedAt !== null
  const where = () => {
    // A user id says it, too: "GB.1160537".
    const userId = props.contact.identities.find(({ kind }) => kind === 'bsuid')?.value
    const country = props.contact.country ?? /^([A-Z]{2})\./.exec(userId ?? '')?.[1]
    if (!country) return null
    const time = localTime(country, currentMinute())
    return time
      ? t('details.localTime', { time, place: countryName(country) })
      : t('details.localCountry', { place: countryName(country) })
  }
  const since = () => t('details.customerSince', { month: month.format(new Date(props.contact.createdAt)) })
  const items = (): MenuItem[] => {
    const { phone } = props.contact
    const copy: MenuItem[] = phone
      ? [
          {
            label: t('details.copyNumber'),
            icon: <Copy aria-hidden="true" />,
            onSelect: () => void copyText(phone, t('details.copied')),
          },
        ]
      : []
    if (!props.mayChange) return copy
    const block: MenuItem = isBlocked()
      ? {
          label: t('details.unblock'),
          icon: <Ban aria-hidden="true" />,
          onSelect: () => void props.changes.setBlocked(false),
        }
      : {
          label: t('details.block'),
          icon: <Ban aria-hidden="true" />,
          tone: 'danger',
          onSelect: () => setBlocking(true),
        }
    return copy.length > 0 ? [...copy, 'separator', block] : [block]
  }
  const phoneItems = (): MenuItem[] =>
    props.mayChange
      ? [
          {
            label: t('details.edit'),
            icon: <UserRoundPen aria-hidden="true" />,
            onSelect: () => setEditing(true),
          },
          ...items(),
        ]
      : items()

  return (
    <div
      class={
        props.isSheet
          ? 'flex flex-col border-line-soft border-b px-4 pt-1 pb-4 max-sm:border-b-0 max-sm:pb-3.5'
          : 'flex flex-col items-center border-line-soft border-b px-4 pt-[18px] pb-4 text-center'
      }
    >
      <div
        class={
          props.isSheet ? 'flex min-w-0 items-center gap-3 pe-12' : 'flex min-w-0 max-w-full flex-col items-center'
        }
      >
        <Avatar name={props.contact.displayName} size={48} />
        <div class={props.isSheet ? 'min-w-0' : 'mt-2 min-w-0 max-w-full'}>
          <h2 class="font-semibold text-[15.5px]/[22px] [overflow-wrap:anywhere]" dir="auto">
            {props.contact.displayName}
          </h2>
          <p class="text-ink-3 text-xs tabular-nums">
            <span title={formatExactly(props.contact.createdAt)}>{since()}</span>
            <Show when={where()}>{(place) => <> · {place()}</>}</Show>
          </p>
        </div>
        {/* On a phone the row below belongs to the conversation. */}
        <Show when={props.isSheet && phoneItems().length > 0}>
          <div class="-mt-1 ms-auto self-start sm:hidden">
            <Menu label={t('details.more')} items={phoneItems()} trigger={<Ellipsis aria-hidden="true" />} />
          </div>
        </Show>
      </div>
      <Show when={props.mayChange || items().length > 0}>
        <div class={props.isSheet ? 'mt-3 flex gap-2 max-sm:hidden [&>button]:flex-1' : 'mt-2.5 flex gap-1'}>
          <Show when={props.mayChange}>
            <Button
              size="sm"
              icon={<UserRoundPen aria-hidden="true" class="size-3.5" />}
              onClick={() => setEditing(true)}
            >
              {t('details.edit')}
            </Button>
            <Show when={props.onTag}>
              {(onTag) => (
                <Button
                  size="sm"
                  icon={<TagIcon aria-hidden="true" class="size-3.5" />}
                  aria-haspopup="dialog"
                  aria-keyshortcuts="L"
                  data-menu="L"
                  data-tip={t('details.tag')}
                  data-tip-keys="L"
                  onClick={(event) => onTag()(event.currentTarget)}
                >
                  {t('details.tag')}
                </Button>
              )}
            </Show>
          </Show>
          <Show when={items().length > 0}>
            <Menu
              label={t('details.more')}
              items={items()}
              trigger={<Ellipsis aria-hidden="true" class="size-3.5" />}
              triggerClass={buttonClass({ size: 'sm', class: 'w-(--h-sm) px-0! max-sm:w-auto' })}
            />
          </Show>
        </div>
      </Show>
      <Show when={isBlocked()}>
        <p class="mt-3 flex w-full items-center gap-2 rounded-sm bg-bad-soft py-1 ps-2.5 pe-1 text-start text-bad-ink text-xs">
          <Ban aria-hidden="true" class="size-3.5 flex-none" />
          <span class="min-w-0 flex-1 py-1">{t('details.banner')}</span>
          <Show when={props.mayChange}>
            <Button size="sm" variant="danger-ghost" onClick={() => void props.changes.setBlocked(false)}>
              {t('details.unblock')}
            </Button>
          </Show>
        </p>
      </Show>
      <Show when={isBlocking() !== undefined}>
        <Suspense>
          <ConfirmDialog
            open={isBlocking() === true}
            onOpenChange={setBlocking}
            title={t('details.blockTitle', { name: props.contact.displayName })}
            text={t('details.blockText')}
            confirmLabel={t('details.blockConfirm')}
            onConfirm={() => {
              setBlocking(false)
              void props.changes.setBlocked(true)
            }}
          />
        </Suspense>
      </Show>
      <Show when={isEditing()}>
        <Suspense>
          <ContactEditDialog
            contact={props.contact}
            onSave={(changes, onProblem) => props.changes.change(changes, onProblem)}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      </Show>
    </div>
  )
}
