import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, For, Match, onCleanup, Switch } from 'solid-js'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { Skeleton } from '../../ui/skeleton'
import { TextField } from '../../ui/text-field'
import { useCurrentMember } from '../auth/current-member'
import { peopleSearchQuery } from './merge.queries'
import { SideNote } from './side-section'

const REST_MS = 200

/** Whom somebody means: found by a name, a number or an email. */
export function MergeSearch(props: {
  contactId: string
  onPick: (id: string) => void
  inputRef: (box: HTMLInputElement) => void
}) {
  const member = useCurrentMember()
  const [typed, setTyped] = createSignal('')
  const [search, setSearch] = createSignal('')
  createEffect(() => {
    const text = typed().trim()
    const timer = setTimeout(() => setSearch(text), REST_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const query = useQuery(() => peopleSearchQuery(member.organizationId(), search()))
  const found = () => (query.isPending ? [] : (query.data?.items ?? [])).filter(({ id }) => id !== props.contactId)
  return (
    <div class="flex min-h-64 flex-col gap-2">
      <TextField
        ref={props.inputRef}
        type="search"
        name="merge-search"
        label={t('contactPage.mergeDialog.search')}
        placeholder={t('contactPage.mergeDialog.placeholder')}
        value={typed()}
        onInput={setTyped}
        autocomplete="off"
        maxlength={200}
      />
      <Switch>
        <Match when={search() === ''}>{null}</Match>
        <Match when={query.isPending}>
          <Skeleton rows={3} />
        </Match>
        <Match when={!query.data && query.error}>
          {(error) => <SideNote onRetry={() => void query.refetch()}>{errorText(error())}</SideNote>}
        </Match>
        <Match when={found().length === 0}>
          <p class="text-ink-3" role="status">
            {t('contactPage.mergeDialog.none')}
          </p>
        </Match>
        <Match when={true}>
          <ul>
            <For each={found()}>
              {(person) => (
                <li>
                  <button
                    type="button"
                    class="flex min-h-11 w-full items-center gap-2.5 rounded-sm px-2 text-start hover:bg-surface-3"
                    onClick={() => props.onPick(person.id)}
                  >
                    <Avatar name={person.displayName} size={28} />
                    <span class="min-w-0 flex-1 truncate" dir="auto">
                      {person.displayName}
                    </span>
                    <span class="flex-none text-ink-3 text-xs tabular-nums" dir="ltr">
                      {person.displayPhone ?? person.email ?? ''}
                    </span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
    </div>
  )
}
