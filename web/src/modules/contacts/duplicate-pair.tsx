import type { DuplicatePair as Pair } from '@worker/modules/contacts/duplicates.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/tag'

const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric' })
export const pairName = ({ people: [one, other] }: Pair): string =>
  t('contactPage.duplicates.pair', { one: one.displayName, other: other.displayName })

/** Two people beside each other, why they may be one, and what to do about it. */
export function DuplicatePairCard(props: { pair: Pair; mayChange: boolean; onMerge: () => void; onApart: () => void }) {
  return (
    <article aria-label={pairName(props.pair)} class="rounded-lg bg-surface ring-1 ring-line">
      <div class="grid grid-cols-2 divide-x divide-line-soft max-sm:grid-cols-1 max-sm:divide-x-0 max-sm:divide-y">
        <For each={props.pair.people}>
          {(person) => (
            <div class="flex min-w-0 gap-3 p-4">
              <Avatar name={person.displayName} size={36} />
              <div class="flex min-w-0 flex-1 flex-col gap-0.5">
                <a
                  href={`/contacts/${person.id}`}
                  class="font-medium hover:text-brand-ink hover:underline max-sm:py-1.5 [overflow-wrap:anywhere]"
                >
                  <bdi>{person.displayName}</bdi>
                </a>
                <span class="tabular-nums" dir="auto">
                  {person.displayPhone ?? <span class="text-ink-3">{t('contactPage.duplicates.noNumber')}</span>}
                </span>
                <span class="[overflow-wrap:anywhere]" dir="auto">
                  {person.email ?? <span class="text-ink-3">{t('contactPage.duplicates.noEmail')}</span>}
                </span>
                <span class="text-ink-3 text-xs">
                  {t('contactPage.duplicates.since', { month: month.format(new Date(person.createdAt)) })}
                  <Show when={person.lastMessageAt}>{(at) => <> · {formatAge(at(), currentMinute())}</>}</Show>
                </span>
                <Show when={person.tags.length > 0}>
                  <ul class="mt-1 flex flex-wrap gap-[5px]">
                    <For each={person.tags}>
                      {(tag) => (
                        <li class="flex max-w-full">
                          <Tag name={tag.name} tint={tag.tint} />
                        </li>
                      )}
                    </For>
                  </ul>
                </Show>
              </div>
            </div>
          )}
        </For>
      </div>
      <footer class="flex flex-wrap items-center gap-2 border-line-soft border-t px-4 py-2.5">
        <For each={props.pair.reasons}>
          {(reason) => (
            <Badge tone={reason.kind === 'name' ? 'neutral' : 'brand'}>
              {t(`contactPage.duplicates.reasons.${reason.kind}`)}
            </Badge>
          )}
        </For>
        <Show when={props.mayChange}>
          <div class="ms-auto flex gap-2">
            <Button size="sm" data-pair-action onClick={() => props.onApart()}>
              {t('contactPage.duplicates.apart')}
            </Button>
            <Button size="sm" variant="soft" aria-haspopup="dialog" onClick={() => props.onMerge()}>
              {t('contactPage.duplicates.merge')}
            </Button>
          </div>
        </Show>
      </footer>
    </article>
  )
}
