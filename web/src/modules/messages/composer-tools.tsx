import AtSign from 'lucide-solid/icons/at-sign'
import CircleUserRound from 'lucide-solid/icons/circle-user-round'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Smile from 'lucide-solid/icons/face-slightly-smiling'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import ListPlus from 'lucide-solid/icons/list-plus'
import MapPin from 'lucide-solid/icons/map-pin'
import Mic from 'lucide-solid/icons/mic'
import Paperclip from 'lucide-solid/icons/paperclip'
import Plus from 'lucide-solid/icons/plus'
import Zap from 'lucide-solid/icons/zap'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { Kbd } from '../../ui/kbd'
import { Menu, type MenuItem } from '../../ui/menu'
import { sendItemsOfPhone } from './composer-send'
import type { ComposerState } from './composer-state'

const square = 'size-[30px]!'

/** Lets people choose files, and hands them on. */
export function chooseFiles(state: ComposerState): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => {
    state.attachments.add([...(input.files ?? [])])
    queueMicrotask(() => state.box.focus())
  }
  input.click()
}

const rareItems = (state: ComposerState): MenuItem[] => [
  {
    label: t('composer.location'),
    icon: <MapPin aria-hidden="true" />,
    onSelect: () => state.setPanel('location'),
  },
  {
    label: t('composer.contact'),
    icon: <CircleUserRound aria-hidden="true" />,
    onSelect: () => state.setPanel('contact'),
  },
]

/** The row below the text, from 760 px on. */
export function ComposerTools(props: { state: ComposerState }) {
  const { state } = props
  const isNote = () => state.mode() === 'note'
  const tone = () => (isNote() ? 'text-note-ink-2! hover:bg-note-ink/10! hover:text-note-ink!' : '')
  return (
    <div class="flex min-w-0 items-center gap-px overflow-hidden ps-2 pt-1 pb-2 [grid-area:tools] max-sm:hidden">
      <Show when={!isNote()}>
        <IconButton
          class={square}
          label={t('composer.attach')}
          icon={<Paperclip aria-hidden="true" />}
          onClick={() => chooseFiles(state)}
        />
      </Show>
      <IconButton
        class={cx(square, tone())}
        label={t('composer.emoji')}
        shortcut=":"
        aria-expanded={state.panel() === 'emoji'}
        icon={<Smile aria-hidden="true" />}
        onClick={() => state.setPanel(state.panel() === 'emoji' ? undefined : 'emoji')}
      />
      <Show
        when={!isNote()}
        fallback={
          <IconButton
            class={cx(square, tone())}
            label={t('composer.mention')}
            shortcut="@"
            icon={<AtSign aria-hidden="true" />}
            onClick={() => state.box.type('@')}
          />
        }
      >
        <IconButton
          class={square}
          label={t('composer.voice')}
          icon={<Mic aria-hidden="true" />}
          onClick={() => state.setPanel('recorder')}
        />
        <IconButton
          class={square}
          label={t('composer.template')}
          shortcut="//"
          aria-expanded={state.panel() === 'template'}
          icon={<LayoutTemplate aria-hidden="true" />}
          onClick={() => state.setPanel(state.panel() === 'template' ? undefined : 'template')}
        />
        <IconButton
          class={square}
          label={t('composer.builder')}
          icon={<ListPlus aria-hidden="true" />}
          onClick={() => state.setPanel('builder')}
        />
        <Menu
          label={t('composer.more')}
          items={rareItems(state)}
          placement="top-start"
          triggerClass={buttonClass({ variant: 'ghost', class: 'size-[30px]! px-0!' })}
          trigger={<Ellipsis aria-hidden="true" />}
        />
        <button
          type="button"
          class={buttonClass({ variant: 'ghost', class: 'h-[30px]! px-2! @max-[560px]:hidden' })}
          onClick={() => state.box.type('/')}
        >
          <Zap aria-hidden="true" /> {t('composer.canned')} <Kbd>/</Kbd>
        </button>
      </Show>
    </div>
  )
}

/** On a phone: one button for all of it. */
export function AddMenu(props: { state: ComposerState }) {
  const { state } = props
  const items = (): MenuItem[] => [
    { label: t('composer.attach'), icon: <Paperclip aria-hidden="true" />, onSelect: () => chooseFiles(state) },
    { label: t('composer.voice'), icon: <Mic aria-hidden="true" />, onSelect: () => state.setPanel('recorder') },
    { label: t('composer.cannedLong'), icon: <Zap aria-hidden="true" />, onSelect: () => state.box.type('/') },
    {
      label: t('composer.template'),
      icon: <LayoutTemplate aria-hidden="true" />,
      onSelect: () => state.setPanel('template'),
    },
    { label: t('composer.builder'), icon: <ListPlus aria-hidden="true" />, onSelect: () => state.setPanel('builder') },
    ...rareItems(state),
    ...sendItemsOfPhone(state),
  ]
  const noteItems = (): MenuItem[] => [
    { label: t('composer.mention'), icon: <AtSign aria-hidden="true" />, onSelect: () => state.box.type('@') },
  ]
  return (
    <Menu
      label={t('composer.add')}
      items={state.mode() === 'note' ? noteItems() : items()}
      placement="top-start"
      trigger={<Plus aria-hidden="true" class="size-5" />}
      triggerClass={buttonClass({ variant: 'ghost', class: 'size-11 px-0!' })}
    />
  )
}

/** On a phone: inside the field. */
export function EmojiInside(props: { state: ComposerState }) {
  return (
    <IconButton
      class="hidden! self-end max-sm:inline-flex!"
      label={t('composer.emoji')}
      aria-expanded={props.state.panel() === 'emoji'}
      icon={<Smile aria-hidden="true" class="size-5" />}
      onClick={() => props.state.setPanel(props.state.panel() === 'emoji' ? undefined : 'emoji')}
    />
  )
}
