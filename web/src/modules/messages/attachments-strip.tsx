import CircleAlert from 'lucide-solid/icons/circle-alert'
import FileText from 'lucide-solid/icons/file-text'
import Image from 'lucide-solid/icons/image'
import Mic from 'lucide-solid/icons/mic'
import Music from 'lucide-solid/icons/music'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Shrink from 'lucide-solid/icons/shrink'
import Video from 'lucide-solid/icons/video'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, Index, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { formatSize } from '../../shared/times'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import type { Attachment, Attachments } from './attachments'

const icons = { image: Image, video: Video, audio: Music, document: FileText, sticker: Image }

/** The files that go with what is written, in their order, and what is wrong with one. */
export function AttachmentsStrip(props: { attachments: Attachments; onRemoved?: () => void }) {
  const problem = createMemo(() => props.attachments.items().find((item) => item.problem !== null)?.problem?.sentence)
  return (
    <div class="px-3 pt-2 pb-0.5">
      <ul aria-label={t('composer.files.list')} class="flex max-h-40 flex-wrap gap-2 overflow-y-auto p-px">
        {/* By place: what changes is how far a file is, not which one it is. */}
        <Index each={props.attachments.items()}>
          {(item) => (
            <Chip
              item={item()}
              attachments={props.attachments}
              onRemove={() => {
                props.attachments.remove(item().id)
                props.onRemoved?.()
              }}
            />
          )}
        </Index>
      </ul>
      <Show when={problem()}>
        <p role="alert" class="pt-1.5 text-bad-ink text-xs">
          {problem()}
        </p>
      </Show>
    </div>
  )
}

function Chip(props: { item: Attachment; attachments: Attachments; onRemove: () => void }) {
  const isBad = () => props.item.problem !== null
  // Called a picture, and isn't one: the server will say so.
  const [brokenUrl, setBrokenUrl] = createSignal<string>()
  const preview = () => (props.item.previewUrl === brokenUrl() ? null : props.item.previewUrl)
  const percent = () => Math.round(props.item.progress * 100)
  return (
    <li
      class={cx(
        'relative flex items-center gap-2 overflow-hidden rounded-[9px] py-[7px] ps-2 pe-1 inset-ring',
        // Why one is refused is never cut.
        isBad() ? 'max-w-full bg-bad-soft inset-ring-bad-line' : 'w-[168px] bg-surface inset-ring-line',
      )}
    >
      <span
        class={cx(
          'grid size-[30px] flex-none place-items-center overflow-hidden rounded-sm',
          isBad() ? 'text-bad-ink' : 'bg-surface-3',
        )}
      >
        <Switch
          fallback={
            <Dynamic component={props.item.isVoice ? Mic : icons[props.item.kind ?? 'document']} aria-hidden="true" />
          }
        >
          <Match when={isBad()}>
            <CircleAlert aria-hidden="true" />
          </Match>
          <Match when={preview()}>
            {(url) => <img src={url()} alt="" class="size-full object-cover" onError={() => setBrokenUrl(url())} />}
          </Match>
        </Switch>
      </span>
      <span class={cx('min-w-0 flex-1 text-xs', isBad() && 'max-w-60')}>
        <b class="block truncate font-medium text-ink" title={props.item.name} dir="auto">
          {props.item.name}
        </b>
        <span class={cx('block tabular-nums', isBad() ? 'text-bad-ink' : 'truncate text-ink-3')}>
          <Switch>
            <Match when={props.item.problem}>{(problem) => problem().short}</Match>
            <Match when={props.item.state === 'checking'}>{t('composer.files.checking')}</Match>
            <Match when={props.item.state === 'uploading'}>
              {t('composer.files.progress', { size: formatSize(props.item.size), percent: percent() })}
            </Match>
            <Match when={true}>
              <span class="text-ok-ink">{t('composer.files.ready')}</span>
            </Match>
          </Switch>
        </span>
      </span>
      <Show when={props.item.canShrink}>
        <IconButton
          size="sm"
          label={t('composer.files.shrink')}
          icon={<Shrink aria-hidden="true" class="size-3.5" />}
          onClick={() => void props.attachments.shrink(props.item.id)}
        />
      </Show>
      <Show when={props.item.state === 'failed'}>
        <IconButton
          size="sm"
          label={t('composer.files.retry')}
          icon={<RotateCw aria-hidden="true" class="size-3.5" />}
          onClick={() => props.attachments.retry(props.item.id)}
        />
      </Show>
      <IconButton
        size="sm"
        label={t('composer.files.remove', { name: props.item.name })}
        icon={<X aria-hidden="true" class="size-3" />}
        onClick={() => props.onRemove()}
      />
      <Show when={props.item.state === 'uploading'}>
        <span
          aria-hidden="true"
          class="absolute start-0 bottom-0 h-0.5 bg-brand transition-[width]"
          style={{ width: `${percent()}%` }}
        />
      </Show>
    </li>
  )
}
