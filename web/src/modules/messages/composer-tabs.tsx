import CloudOff from 'lucide-solid/icons/cloud-off'
import Lock from 'lucide-solid/icons/lock'
import Reply from 'lucide-solid/icons/reply'
import X from 'lucide-solid/icons/x'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { online } from '../../shared/online'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { Kbd } from '../../ui/kbd'
import { closesIn, firstNameOf } from './composer-rules'
import type { ComposerMode, ComposerProps, ComposerState } from './composer-state'

/** Reply or note, and at the end what one should know before sending. */
export function ComposerTabs(props: ComposerProps & { state: ComposerState }) {
  const { state } = props
  return (
    <div class="flex min-h-8 items-center gap-2 px-2 pt-1.5">
      <Show
        when={state.note.editing()}
        fallback={
          <div
            role="radiogroup"
            aria-label={t('composer.modes')}
            class="flex gap-0.5 max-sm:rounded-sm max-sm:bg-surface-3 max-sm:p-0.5"
          >
            <Tab state={state} mode="reply" />
            <Tab state={state} mode="note" />
          </div>
        }
      >
        <span class="flex h-[26px] items-center gap-1.5 px-2 font-medium text-[12.5px] text-note-ink">
          <Lock aria-hidden="true" class="size-3.5" />
          {t('composer.editingNote')}
        </span>
        <IconButton
          size="sm"
          label={t('composer.stopEditing')}
          shortcut="esc"
          icon={<X aria-hidden="true" class="size-3.5" />}
          onClick={() => state.cancelNote()}
        />
      </Show>
      <span class="flex-1" />
      <Hint {...props} />
    </div>
  )
}

function Tab(props: { state: ComposerState; mode: ComposerMode }) {
  const isOn = () => props.state.mode() === props.mode
  const isNote = () => props.state.mode() === 'note'
  const choose = (mode: ComposerMode) => {
    props.state.setMode(mode)
    queueMicrotask(() => props.state.box.focusAtEnd())
  }
  return (
    // A button and not an input: choosing goes on to the text at once.
    // biome-ignore lint/a11y/useSemanticElements: as above
    <button
      type="button"
      role="radio"
      aria-checked={isOn()}
      tabindex={isOn() ? 0 : -1}
      onClick={() => choose(props.mode)}
      onKeyDown={(event) => {
        if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return
        event.preventDefault()
        choose(props.mode === 'reply' ? 'note' : 'reply')
      }}
      class={cx(
        'inline-flex h-[26px] items-center gap-1.5 rounded-sm px-[9px] font-medium text-[12.5px]/none max-sm:h-11 max-sm:px-3.5 max-sm:text-md/none',
        isOn()
          ? isNote()
            ? 'bg-note-ink/12 text-note-ink max-sm:bg-segment-on max-sm:text-ink max-sm:shadow-sm'
            : 'bg-surface-3 text-ink max-sm:bg-segment-on max-sm:shadow-sm'
          : isNote()
            ? 'text-note-ink-2 hover:text-note-ink max-sm:text-ink-2'
            : 'text-ink-3 hover:text-ink max-sm:text-ink-2',
      )}
    >
      {props.mode === 'reply' ? (
        <Reply aria-hidden="true" class="size-3.5 max-sm:hidden" />
      ) : (
        <Lock aria-hidden="true" class="size-3.5" />
      )}
      {t(`composer.${props.mode}`)}
      <Show when={props.mode === 'note' && !isOn()}>
        <Kbd class="max-sm:hidden">N</Kbd>
      </Show>
    </button>
  )
}

/** The one thing that matters most right now. */
function Hint(props: ComposerProps & { state: ComposerState }) {
  const writers = () => props.live.viewers().filter(({ writing }) => writing !== null)
  const replying = () => writers().find(({ writing }) => writing === 'reply')
  const noting = () => writers().find(({ writing }) => writing === 'note')
  const minutes = createMemo(() => closesIn(props.conversation, currentMinute()))
  const isReply = () => props.state.mode() === 'reply'
  return (
    <span aria-live="polite" class="flex min-w-0 items-center gap-[5px] pe-1 text-xs [&_.lucide]:size-3.5">
      <Switch>
        <Match when={!online()}>
          <span class="flex items-center gap-[5px] text-warn-ink">
            <CloudOff aria-hidden="true" />
            {t('composer.offline', props.state.waiting())}
          </span>
        </Match>
        <Match when={isReply() && replying()}>
          {(viewer) => (
            <span class="flex min-w-0 items-center gap-[5px] text-warn-ink">
              <Avatar name={viewer().name} size={16} />
              <span class="truncate">{t('composer.writingReply', { name: firstNameOf(viewer().name) })}</span>
            </span>
          )}
        </Match>
        <Match when={isReply() && minutes() !== null}>
          <span
            class="flex items-center gap-1 text-warn-ink tabular-nums before:size-[11px] before:rounded-full before:border-2 before:border-warn before:opacity-70"
            title={t('composer.closesInHint')}
          >
            {t('composer.closesIn', { minutes: minutes() ?? 0 })}
          </span>
        </Match>
        <Match when={replying() ?? noting()}>
          {(viewer) => (
            <span class={cx('flex min-w-0 items-center gap-[5px]', isReply() ? 'text-ink-3' : 'text-note-ink-2')}>
              <Avatar name={viewer().name} size={16} />
              <span class="truncate">
                {t(viewer().writing === 'note' ? 'composer.writingNote' : 'composer.writingReply', {
                  name: firstNameOf(viewer().name),
                })}
              </span>
            </span>
          )}
        </Match>
        <Match when={!isReply()}>
          <span class="text-note-ink-2 max-sm:hidden">{t('composer.onlyTeam')}</span>
        </Match>
      </Switch>
    </span>
  )
}
