import Copy from 'lucide-solid/icons/copy'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { copyText } from '../messages/copy-text'

/** One line: what it is, and a way to copy it. */
export function Fact(props: { name: string; copy?: string | undefined; children: JSX.Element }) {
  return (
    <div class="group/fact grid min-h-7 grid-cols-[96px_minmax(0,1fr)] items-center max-sm:min-h-11 max-sm:border-line-soft max-sm:border-b">
      <dt class="truncate pe-2 text-ink-3" dir="auto" title={props.name}>
        {props.name}
      </dt>
      <dd class={cx('relative flex min-w-0 items-center gap-1', props.copy && 'max-sm:pe-11 pointer-coarse:pe-7')}>
        {props.children}
        <Show when={props.copy}>
          {(text) => (
            <IconButton
              size="sm"
              class="absolute! end-0 size-6! bg-surface opacity-0 focus-visible:opacity-100 group-hover/fact:opacity-100 max-sm:size-11! max-sm:opacity-100 pointer-coarse:opacity-100"
              label={t('details.facts.copy', { what: props.name })}
              icon={<Copy aria-hidden="true" class="size-3.5" />}
              onClick={() => void copyText(text(), t('details.copied'))}
            />
          )}
        </Show>
      </dd>
    </div>
  )
}
