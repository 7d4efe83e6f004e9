import type { TimelineEntry } from '@worker/modules/contacts/timeline.schemas'
import GitMerge from 'lucide-solid/icons/git-merge'
import Megaphone from 'lucide-solid/icons/megaphone'
import MessageCircle from 'lucide-solid/icons/message-circle'
import MessageSquareCheck from 'lucide-solid/icons/message-square-check'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import StickyNote from 'lucide-solid/icons/sticky-note'
import TagIcon from 'lucide-solid/icons/tag'
import UserRoundPen from 'lucide-solid/icons/user-round-pen'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatClock, formatExactly } from '../../shared/times'
import { Button } from '../../ui/button'
import { kindWord } from '../conversations/message-preview'

const events = ['created', 'imported', 'changed', 'owner', 'blocked', 'unblocked'] as const

/** What happened, in a few words; what was said or noted stands below. */
export function timelineTitle(entry: TimelineEntry, personName: string): string {
  const who = entry.type.startsWith('conversation') || !('actor' in entry) ? null : entry.actor?.name
  const name = (text: string | null) => text ?? t('contactPage.timeline.somebody')
  switch (entry.type) {
    case 'message':
      return entry.direction === 'inbound'
        ? t('contactPage.timeline.they', { name: personName })
        : t('contactPage.timeline.we', { who: who ?? t('contactPage.timeline.us') })
    case 'broadcast':
      return t('contactPage.timeline.broadcast')
    case 'note':
      return t('contactPage.timeline.note', { who: who ?? t('contactPage.timeline.us') })
    case 'consent':
      return t(entry.state === 'granted' ? 'contactPage.timeline.granted' : 'contactPage.timeline.optedOut')
    case 'conversation_opened':
      return t('contactPage.timeline.opened')
    case 'conversation_closed':
      return t('contactPage.timeline.closed')
    case 'merged':
      return t('contactPage.timeline.merged', { name: name(entry.name) })
    case 'unmerged':
      return t('contactPage.timeline.unmerged', { name: name(entry.name) })
    case 'tagged':
    case 'untagged':
      return t(`contactPage.timeline.${entry.type}`, { tags: entry.tags.join(', ') })
    case 'event': {
      const known = events.find((one) => one === entry.event)
      return known ? t(`contactPage.timeline.events.${known}`) : t('contactPage.timeline.other')
    }
  }
}

/** Whose name is not in the words yet. */
const doneBy = (entry: TimelineEntry): string | null =>
  'actor' in entry && !['message', 'note'].includes(entry.type) ? (entry.actor?.name ?? null) : null

function saidIn(entry: TimelineEntry): string | null {
  if (entry.type === 'message' || entry.type === 'broadcast')
    return entry.isRevoked ? t('contactPage.timeline.revoked') : (entry.preview ?? kindWord(entry.messageType))
  if (entry.type === 'note') return entry.preview
  return entry.type === 'consent' ? entry.wording : null
}

function icon(entry: TimelineEntry): JSX.Element {
  switch (entry.type) {
    case 'message':
      return <MessageCircle aria-hidden="true" />
    case 'broadcast':
      return <Megaphone aria-hidden="true" />
    case 'note':
      return <StickyNote aria-hidden="true" />
    case 'consent':
      return <ShieldCheck aria-hidden="true" />
    case 'conversation_opened':
    case 'conversation_closed':
      return <MessageSquareCheck aria-hidden="true" />
    case 'merged':
    case 'unmerged':
      return <GitMerge aria-hidden="true" />
    case 'tagged':
    case 'untagged':
      return <TagIcon aria-hidden="true" />
    case 'event':
      return <UserRoundPen aria-hidden="true" />
  }
}

/** One line of a person's timeline. */
export function TimelineRow(props: {
  entry: TimelineEntry
  personName: string
  mayUndo: boolean
  onUndo: (mergeId: string) => Promise<void>
}) {
  const [isUndoing, setUndoing] = createSignal(false)
  const href = () => {
    const { entry } = props
    if (!('conversationId' in entry) || entry.conversationId === null) return null
    const isSaid = ['message', 'broadcast', 'note'].includes(entry.type)
    return `/inbox/${entry.conversationId}${isSaid ? `#${entry.id}` : ''}`
  }
  const undoable = () =>
    props.mayUndo && props.entry.type === 'merged' && props.entry.canUndo ? props.entry.mergeId : null
  const undo = async (mergeId: string) => {
    setUndoing(true)
    await props.onUndo(mergeId)
    setUndoing(false)
  }
  return (
    <li class="flex gap-3 py-2">
      <span class="mt-0.5 grid size-7 flex-none place-items-center rounded-full bg-surface-3 text-ink-2 [&_.lucide]:size-3.5">
        {icon(props.entry)}
      </span>
      <div class="min-w-0 flex-1">
        <p class="flex flex-wrap items-baseline gap-x-2">
          <Switch>
            <Match when={href()}>
              {(address) => (
                <a
                  href={address()}
                  class="min-w-0 font-medium hover:text-brand-ink hover:underline max-sm:py-1.5 [overflow-wrap:anywhere]"
                >
                  <bdi>{timelineTitle(props.entry, props.personName)}</bdi>
                </a>
              )}
            </Match>
            <Match when={true}>
              <span class="min-w-0 font-medium [overflow-wrap:anywhere]">
                <bdi>{timelineTitle(props.entry, props.personName)}</bdi>
              </span>
            </Match>
          </Switch>
          <Show when={doneBy(props.entry)}>
            {(who) => <span class="text-ink-2">{t('contactPage.timeline.by', { who: who() })}</span>}
          </Show>
          <time
            datetime={props.entry.at}
            title={formatExactly(props.entry.at)}
            class="ms-auto flex-none text-ink-3 text-xs tabular-nums"
          >
            {formatClock(props.entry.at)}
          </time>
        </p>
        <Show when={saidIn(props.entry)}>
          {(text) => (
            <p class="line-clamp-2 text-ink-2 [overflow-wrap:anywhere]" dir="auto">
              {text()}
            </p>
          )}
        </Show>
        <Show when={undoable()}>
          {(mergeId) => (
            <Button
              size="sm"
              class="mt-1.5"
              busy={isUndoing() ? t('contactPage.timeline.undoing') : undefined}
              onClick={() => void undo(mergeId())}
            >
              {t('contactPage.timeline.undo')}
            </Button>
          )}
        </Show>
      </div>
    </li>
  )
}
