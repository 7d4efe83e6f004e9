import AlarmClock from 'lucide-solid/icons/alarm-clock'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { Tag } from '../../ui/tag'
import type { Row } from '../inbox/inbox-cache'
import type { WhyLeft } from './list-order'
import { MatchLine } from './match-line'
import { MessagePreview, type RowDraft } from './message-preview'
import { createRowTouch } from './row-touch'
import { WindowRing } from './window-ring'

const SHOWN_TAGS = 2

export type ConversationRowProps = {
  conversation: Row
  isSelected: boolean
  /** Whether Tab comes here: one row of the list has it. */
  isActive: boolean
  /** Marked for an action on many. */
  isChecked: boolean
  /** Whether anything is marked: then every row shows its box. */
  isChecking: boolean
  /** It is no part of the list any more, and still here so that nothing moves. */
  whyLeft?: WhyLeft | undefined
  draft: RowDraft | undefined
  /** Name of who has it, as the team knows them. */
  assigneeName: string | undefined
  /** The message that it is opened at, instead of its end. */
  messageId?: string | undefined
  onOpen: () => void
  onCheck: (range: boolean) => void
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => void
}

/** A conversation in the list: three lines, 74 px; one more for the message that a search found. */
export function ConversationRow(props: ConversationRowProps) {
  const isUnread = () => props.conversation.unreadCount > 0
  const name = () => props.conversation.contact.displayName
  const isBoxShown = () => !props.whyLeft && (props.isChecking || props.isChecked)
  // It is another one than it was a moment ago: nobody meant to open that. What was only read is as it was.
  const isShut = () => props.whyLeft !== undefined && props.whyLeft !== 'read'
  const open = () => {
    if (!isShut()) props.onOpen()
  }
  const check = (range: boolean) => {
    if (!props.whyLeft) props.onCheck(range)
  }
  const touch = createRowTouch(() => check(false))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a finger that rests on it; keys have the box inside.
    <div
      data-conversation={props.conversation.id}
      title={props.whyLeft && t('inbox.list.left.text')}
      onPointerDown={touch.onPointerDown}
      onPointerMove={touch.onPointerMove}
      onPointerUp={touch.onPointerUp}
      onPointerCancel={touch.onPointerCancel}
      onContextMenu={touch.onContextMenu}
      class={cx(
        'group relative mx-1.5 flex min-h-[74px] gap-2.5 rounded-[10px] px-2.5 py-2 pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]',
        // The line below each; the chosen one has none, and covers that of the row above it.
        'after:absolute after:start-14 after:end-2.5 after:-bottom-px after:h-px after:bg-line-soft',
        props.isSelected
          ? 'bg-brand-soft shadow-[0_-1px_0_var(--brand-soft)] after:hidden'
          : !props.whyLeft && 'hover:bg-surface-2',
        isShut() ? 'opacity-50' : props.whyLeft && 'text-ink-3',
      )}
    >
      <label class="grid size-[34px] flex-none place-items-center">
        <Avatar
          name={name()}
          size={34}
          class={cx(
            'col-start-1 row-start-1 group-has-[input:focus-visible]:invisible',
            props.whyLeft ? 'opacity-50' : 'pointer-fine:group-hover:invisible',
            isBoxShown() && 'invisible',
          )}
        />
        <input
          type="checkbox"
          aria-label={t('inbox.list.check', { name: name() })}
          checked={props.isChecked && !props.whyLeft}
          aria-disabled={props.whyLeft !== undefined}
          tabindex={props.isActive ? 0 : -1}
          onFocus={() => props.onFocus()}
          onKeyDown={(event) => props.onKeyDown(event)}
          onClick={(event) => {
            event.stopPropagation()
            const kind = touch.takeClick()
            // Unseen it marks nothing: the picture opens, like the rest of the row.
            const isMeant = kind === 'click' || (kind === 'tap' && isBoxShown())
            if (isMeant && !props.whyLeft) return props.onCheck(event.shiftKey)
            event.preventDefault()
            if (kind === 'tap') open()
          }}
          class={cx(
            'col-start-1 row-start-1 size-4 accent-brand',
            !isBoxShown() && 'opacity-0 focus-visible:opacity-100',
            !props.whyLeft && 'pointer-fine:group-hover:opacity-100',
          )}
        />
      </label>
      <a
        href={`/inbox/${props.conversation.id}${props.messageId ? `#${props.messageId}` : ''}`}
        aria-current={props.isSelected ? 'true' : undefined}
        aria-disabled={isShut()}
        tabindex={props.isActive ? 0 : -1}
        onFocus={() => props.onFocus()}
        onKeyDown={(event) => props.onKeyDown(event)}
        onClick={(event) => {
          if (touch.takeClick() === 'held') return event.preventDefault()
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          open()
        }}
        class="flex min-w-0 flex-1 flex-col gap-px outline-offset-4"
      >
        <span class="flex items-center gap-1.5">
          <span
            class={cx('min-w-0 flex-1 truncate text-[13.5px]/5', isUnread() ? 'font-[640]' : 'font-medium')}
            dir="auto"
          >
            {name()}
          </span>
          <Show
            when={props.whyLeft}
            fallback={
              <time
                datetime={props.conversation.lastMessageAt}
                title={formatExactly(props.conversation.lastMessageAt)}
                class={cx('text-[11.5px]/4 tabular-nums', isUnread() ? 'font-medium text-brand-ink' : 'text-ink-3')}
              >
                {formatAge(props.conversation.lastMessageAt, currentMinute())}
              </time>
            }
          >
            {(why) => <span class="font-medium text-[11.5px]/4">{t(`inbox.list.left.${why()}`)}</span>}
          </Show>
        </span>
        <span class="flex items-center gap-1.5">
          <MessagePreview message={props.conversation.lastMessage} isUnread={isUnread()} draft={props.draft} />
          <Show when={isUnread()}>
            <span class="grid h-[18px] min-w-[18px] flex-none place-items-center rounded-full bg-brand px-1 text-[11px]/none font-semibold tabular-nums text-on-brand">
              <span class="sr-only">{t('inbox.list.unread')} </span>
              {props.conversation.unreadCount > 99 ? '99+' : props.conversation.unreadCount}
            </span>
          </Show>
        </span>
        <span class="mt-px flex h-[18px] items-center gap-2">
          <WindowRing endsAt={props.conversation.windowEndsAt} />
          <Show when={props.conversation.snoozedUntil}>
            {(until) => (
              <span class="inline-flex items-center gap-1 text-[11.5px]/none text-ink-3" title={formatExactly(until())}>
                <AlarmClock aria-hidden="true" class="size-3" />
                {formatExactly(until())}
              </span>
            )}
          </Show>
          <span class="flex min-w-0 flex-1 gap-1 overflow-hidden">
            <For each={props.conversation.contact.tags.slice(0, SHOWN_TAGS)}>
              {(tag) => <Tag name={tag.name} tint={tag.tint} />}
            </For>
          </span>
          <Show
            when={props.conversation.assigneeId}
            fallback={
              <span
                role="img"
                aria-label={t('inbox.list.unassigned')}
                title={t('inbox.list.unassigned')}
                class="size-[18px] flex-none rounded-full border-[1.5px] border-line-control border-dashed"
              />
            }
          >
            <span role="img" aria-label={props.assigneeName} title={props.assigneeName} class="flex-none">
              <Avatar name={props.assigneeName ?? '?'} size={18} />
            </span>
          </Show>
        </span>
        <Show when={props.conversation.match}>{(match) => <MatchLine match={match()} />}</Show>
      </a>
    </div>
  )
}
