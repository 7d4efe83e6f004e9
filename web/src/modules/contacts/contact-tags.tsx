import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { For, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { IconButton } from '../../ui/icon-button'
import { Tag } from '../../ui/tag'
import { SideNote, SideSection } from './side-section'

const TagPicker = lazyPart(() => import('./tag-picker'))

export type TagsChange = { add: TagRow[]; remove: string[] }

/** The person's tags. They are the same on all their conversations. */
export function ContactTags(props: {
  tags: readonly TagRow[]
  onChange: (change: TagsChange) => void
  mayChange: boolean
  /** The button that the picker hangs on; undefined while it is closed. */
  opener: HTMLElement | undefined
  onOpen: (opener: HTMLElement | undefined) => void
}) {
  const tags = () => props.tags
  const toggle = (tag: TagRow) => {
    const has = tags().some(({ id }) => id === tag.id)
    props.onChange(has ? { add: [], remove: [tag.id] } : { add: [tag], remove: [] })
  }
  return (
    <SideSection
      title={t('details.tags.title')}
      end={
        <Show when={props.mayChange}>
          <IconButton
            size="sm"
            class="-me-[7px]"
            label={t('details.tags.add')}
            aria-haspopup="dialog"
            icon={<Plus aria-hidden="true" class="size-3.5" />}
            onClick={(event) => props.onOpen(event.currentTarget)}
          />
        </Show>
      }
    >
      <Show when={tags().length > 0} fallback={<SideNote>{t('details.tags.empty')}</SideNote>}>
        <ul class="flex flex-wrap gap-[5px]">
          <For each={tags()}>
            {(tag) => (
              <li class="group/tag relative flex max-w-full">
                <Tag name={tag.name} tint={tag.tint} />
                {/* For a finger it is too small: there the picker takes them away. */}
                <Show when={props.mayChange}>
                  <button
                    type="button"
                    aria-label={t('details.tags.remove', { name: tag.name })}
                    data-tip={t('details.tags.remove', { name: tag.name })}
                    class="absolute end-0 top-0 grid h-[18px] w-5 place-items-center rounded-xs bg-surface-3 text-ink-2 opacity-0 hover:text-ink focus-visible:opacity-100 group-hover/tag:opacity-100 max-sm:hidden pointer-coarse:hidden"
                    onClick={() => toggle(tag)}
                  >
                    <X aria-hidden="true" class="size-3" />
                  </button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={props.opener} keyed>
        {(opener) => (
          <Suspense>
            <TagPicker anchor={opener} chosen={tags()} onToggle={toggle} onClose={() => props.onOpen(undefined)} />
          </Suspense>
        )}
      </Show>
    </SideSection>
  )
}
