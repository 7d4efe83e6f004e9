import type { UseQueryResult } from '@tanstack/solid-query'
import type { ContactSummary } from '@worker/modules/contacts/contacts.schemas'
import type { Template } from '@worker/modules/templates/templates.schemas'
import Ban from 'lucide-solid/icons/ban'
import Search from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, createUniqueId, For, Match, on, onMount, Show, Switch } from 'solid-js'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Kbd } from '../../ui/kbd'
import { Skeleton } from '../../ui/skeleton'
import { firstNameOf, isRealName } from '../messages/composer-rules'
import { TemplatePreview } from './template-preview'
import { suggestValues } from './template-values'
import { isRefusedFor, kindOf } from './template-words'

type Page = { items: Template[]; nextCursor: string | null }
const keyOf = ({ name, language }: Template) => `${name} ${language}`

/** The approved templates, to search and choose with the keys; beside them the one that is looked at. */
export function TemplateList(props: {
  contact: ContactSummary
  query: string
  onQuery: (query: string) => void
  list: UseQueryResult<Page>
  onChoose: (template: Template) => void
  onClose: () => void
}) {
  const id = createUniqueId()
  const [active, setActive] = createSignal(0)
  const templates = createMemo(() => (props.list.isPending ? [] : (props.list.data?.items ?? [])))
  const current = createMemo(() => templates()[active()])
  const total = () => (props.query === '' && props.list.data?.nextCursor === null ? templates().length : null)
  const person = () => {
    const { displayName } = props.contact
    return isRealName(displayName) ? { firstName: firstNameOf(displayName), name: displayName } : null
  }
  const preview = createMemo(() => {
    const template = current()
    return template && { template, values: suggestValues(template, person()) }
  })
  let box: HTMLInputElement | undefined
  let list: HTMLDivElement | undefined
  onMount(() => box?.focus())
  createEffect(on(templates, () => setActive(0), { defer: true }))

  const isRefused = (template: Template) => isRefusedFor(template, props.contact)
  const whyRefused = () => (props.contact.consent === 'revoked' ? 'optedOut' : 'noConsent')
  const choose = (template: Template | undefined) => {
    if (template && !isRefused(template)) props.onChoose(template)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const count = templates().length
    if (step !== 0 && count > 0) {
      event.preventDefault()
      setActive((at) => (at + step + count) % count)
      list?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(current())
    }
  }

  return (
    <>
      <label class="mb-2 flex h-8 items-center gap-2 rounded-sm bg-surface-3 ps-2.5 pe-2 text-ink-3 focus-within:outline-2 focus-within:outline-focus max-sm:h-11">
        <Search aria-hidden="true" class="size-3.5" />
        <input
          ref={(element) => (box = element)}
          type="search"
          role="combobox"
          aria-expanded={templates().length > 0}
          aria-controls={templates().length > 0 ? id : undefined}
          aria-activedescendant={current() ? `${id}-${active()}` : undefined}
          aria-label={t('composing.templates.search', total())}
          placeholder={t('composing.templates.search', total())}
          class="min-w-0 flex-1 bg-transparent text-ink outline-none max-sm:text-lg"
          value={props.query}
          onInput={(event) => props.onQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <Switch>
        <Match when={props.list.isPending}>
          <Skeleton rows={3} />
        </Match>
        <Match when={!props.list.data && props.list.error}>
          {(error) => (
            <div role="alert" class="flex flex-wrap items-center gap-3 p-2">
              <p class="flex-1">
                <b>{t('composing.templates.loadFailed')}.</b> {errorText(error())}
              </p>
              <Button size="sm" onClick={() => void props.list.refetch()}>
                {t('ui.tryAgain')}
              </Button>
            </div>
          )}
        </Match>
        <Match when={templates().length === 0}>
          <div role="status" class="p-2 text-ink-2">
            <Show
              when={props.query === ''}
              fallback={<p>{t('composing.templates.noneFound', { query: props.query })}</p>}
            >
              <p class="font-medium text-ink">{t('composing.templates.none')}</p>
              <p>{t('composing.templates.noneText')}</p>
            </Show>
          </div>
        </Match>
        <Match when={true}>
          <div class="grid grid-cols-[minmax(0,1fr)_minmax(210px,2fr)] gap-2 @max-[560px]:grid-cols-1 max-sm:grid-cols-1 sm:grid-cols-[minmax(0,1fr)_230px]">
            <div
              ref={(element) => (list = element)}
              id={id}
              role="listbox"
              aria-label={t('composing.templates.list')}
              class="max-h-[360px] overflow-y-auto max-sm:max-h-[46dvh]"
            >
              <For each={templates()}>
                {(template, at) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search field
                  <div
                    role="option"
                    id={`${id}-${at()}`}
                    data-key={keyOf(template)}
                    aria-selected={active() === at()}
                    aria-disabled={isRefused(template) ? 'true' : undefined}
                    onPointerMove={() => setActive(at())}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => choose(template)}
                    class={cx(
                      'flex min-h-11 items-center gap-2 rounded-sm px-2 py-1',
                      active() === at() && 'bg-item-hover',
                      isRefused(template) ? 'cursor-not-allowed' : 'cursor-pointer',
                    )}
                  >
                    <span class="min-w-0 flex-1">
                      <b class="block truncate font-medium">{template.name}</b>
                      <span class="block truncate text-ink-3 text-xs">
                        {isRefused(template) ? t(`composing.templates.${whyRefused()}`) : kindOf(template)}
                      </span>
                    </span>
                    <Show
                      when={isRefused(template)}
                      fallback={
                        <Show when={active() === at()}>
                          <Kbd class="max-sm:hidden">↵</Kbd>
                        </Show>
                      }
                    >
                      <Ban aria-hidden="true" class="size-3.5 text-ink-3" />
                    </Show>
                  </div>
                )}
              </For>
            </div>
            <div class="min-w-0 max-sm:hidden">
              <Show when={preview()}>
                {(shown) => (
                  <>
                    <TemplatePreview
                      template={shown().template}
                      values={shown().values}
                      label={t('composing.templates.preview', { name: firstNameOf(props.contact.displayName) })}
                    />
                    <Show when={isRefused(shown().template)}>
                      <p class="px-1 pt-2 text-ink-2 text-xs">
                        {t(`composing.templates.${whyRefused()}Why`, { name: firstNameOf(props.contact.displayName) })}
                      </p>
                    </Show>
                  </>
                )}
              </Show>
            </div>
          </div>
        </Match>
      </Switch>
    </>
  )
}
