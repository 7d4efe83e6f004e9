import CheckCheck from 'lucide-solid/icons/check-check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import Clock from 'lucide-solid/icons/clock'
import SendHorizontal from 'lucide-solid/icons/send-horizontal'
import { Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { online } from '../../shared/online'
import { shortcutLabel } from '../../shared/shortcuts'
import { Button, buttonClass } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Kbd } from '../../ui/kbd'
import { Menu, type MenuItem } from '../../ui/menu'
import type { ComposerProps, ComposerState } from './composer-state'

const COUNTED_FROM = 0.9
const height = 'h-[30px]! max-sm:min-h-11! max-sm:w-11! max-sm:rounded-[22px]! max-sm:px-0!'
const onBrand = 'bg-white/16! text-white! inset-ring-0!'

const hasSomething = (state: ComposerState) => state.text().trim() !== '' || state.attachments.items().length > 0

/** What Send does besides sending. */
const sendItems = (state: ComposerState): MenuItem[] => [
  {
    label: t(state.isSomebodyReplying() ? 'composer.sendAnywayAndClose' : 'composer.sendAndClose'),
    icon: <CheckCheck aria-hidden="true" />,
    shortcut: shortcutLabel('mod+enter'),
    onSelect: () => state.send({ close: true }),
  },
  {
    label: t('composer.sendLater'),
    icon: <Clock aria-hidden="true" />,
    disabled: !hasSomething(state),
    onSelect: () => state.setPanel('schedule'),
  },
]

/** The same for the plus of a phone, where the button has no menu: nothing while there is nothing to send. */
export const sendItemsOfPhone = (state: ComposerState): MenuItem[] =>
  hasSomething(state) && online() && !state.attachments.isAwaited() ? ['separator', ...sendItems(state)] : []

/** The way out of the box: send, add the note, queue, or send all the same. */
export function ComposerSend(props: ComposerProps & { state: ComposerState }) {
  const { state } = props
  const isNote = () => state.mode() === 'note'
  const left = () => state.limit() - state.text().length
  const isCounted = () => state.text().length >= state.limit() * COUNTED_FROM
  const words = (label: string) => (
    <>
      <SendHorizontal aria-hidden="true" class="hidden max-sm:block" />
      <span class="max-sm:sr-only">{label}</span>
    </>
  )
  return (
    <div class="flex items-center gap-2.5 self-end pe-2 pb-2 [grid-area:send] max-sm:p-0">
      <Show when={isCounted()}>
        <span
          role="status"
          class={cx('text-xs tabular-nums max-sm:hidden', left() < 0 ? 'font-medium text-bad-ink' : 'text-ink-3')}
        >
          {t('composer.left', left())}
        </span>
      </Show>
      <Switch>
        <Match when={isNote()}>
          <Button class={cx(height, 'bg-note-ink! text-note! shadow-none! inset-ring-0!')} onClick={() => state.send()}>
            {words(state.note.editing() ? t('composer.saveNote') : t('composer.addNote'))}
            <Kbd class="bg-transparent! text-inherit! inset-ring-0! max-sm:hidden">↵</Kbd>
          </Button>
        </Match>
        <Match when={state.attachments.isAwaited()}>
          <Button
            class="h-[30px]!"
            aria-label={t('composer.stopUploading')}
            onClick={() => state.attachments.stopWaiting()}
          >
            <span role="status" class="tabular-nums">
              {t('composer.uploading', { percent: Math.round(state.attachments.progress() * 100) })}
            </span>
          </Button>
        </Match>
        <Match when={!online()}>
          <Button class={height} onClick={() => state.send()}>
            {words(t('composer.queue'))} <Kbd class="max-sm:hidden">↵</Kbd>
          </Button>
        </Match>
        <Match when={state.isSomebodyReplying()}>
          <Button class={height} onClick={() => state.send()}>
            {words(t('composer.sendAnyway'))} <Kbd class="max-sm:hidden">↵</Kbd>
          </Button>
        </Match>
        <Match when={true}>
          <span class="inline-flex gap-px">
            <Button variant="primary" class={cx(height, 'sm:rounded-e-none!')} onClick={() => state.send()}>
              {words(t('composer.send'))} <Kbd class={cx(onBrand, 'max-sm:hidden')}>↵</Kbd>
            </Button>
            <span class="contents max-sm:hidden">
              <Menu
                label={t('composer.sendAnd')}
                items={sendItems(state)}
                trigger={<ChevronDown aria-hidden="true" class="size-3.5" />}
                triggerClass={buttonClass({
                  variant: 'primary',
                  class: 'h-[30px]! w-[26px] rounded-s-none! px-0! max-sm:hidden',
                })}
              />
            </span>
          </span>
        </Match>
      </Switch>
    </div>
  )
}
