import { useQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Template } from '@worker/modules/templates/templates.schemas'
import { createSignal, onCleanup, onMount, Show, untrack } from 'solid-js'
import { t } from '../../shared/i18n'
import { queryClient } from '../../shared/query'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { composerPopover } from '../messages/composer-frame'
import type { KeptForms } from '../messages/kept-forms'
import { TemplateFilling } from './template-filling'
import { TemplateList } from './template-list'
import type { TemplateContent } from './template-values'
import { approvedTemplatesQuery } from './templates.queries'

const SEARCH_DELAY_MS = 200

/** Which template, with what in it: first the list beside a preview, then its values beside the same preview. */
export default function TemplatePicker(props: {
  conversation: Conversation
  /** One that was filled in and not sent: it is gone on with. */
  kept: KeptForms<'template'>
  /** What is sought first. */
  query: string
  onSend: (content: TemplateContent, scheduledFor: string | undefined) => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const [typed, setTyped] = createSignal(untrack(() => props.query))
  const [search, setSearch] = createSignal(typed().trim())
  const [chosen, setChosen] = createSignal<Template>()
  const list = useQuery(() =>
    approvedTemplatesQuery(member.organizationId(), props.conversation.phoneNumberId, search()),
  )
  const kept = props.kept.open()
  const [before, setBefore] = createSignal(kept.before)
  const isBefore = ({ name, language }: Template) => before()?.name === name && before()?.language === language
  const open = before()
  if (open) {
    const { phoneNumberId } = props.conversation
    queryClient.fetchQuery(approvedTemplatesQuery(member.organizationId(), phoneNumberId, open.name)).then(
      ({ items }) => setChosen((now) => now ?? items.find(isBefore)),
      // The list says what is wrong.
      () => {},
    )
  }
  function fill(content: TemplateContent): void {
    kept.write(content)
    setBefore(content)
  }
  let frame: HTMLDivElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  onMount(() => {
    const onOutside = (event: PointerEvent) => {
      const target = event.target instanceof Element ? event.target : null
      // A dialog on top of it, a menu or the box below belong to it.
      if (!target || frame?.parentElement?.contains(target) || target.closest('[role="dialog"], [role="menu"]')) return
      if (!chosen()) props.onClose()
    }
    document.addEventListener('pointerdown', onOutside)
    onCleanup(() => document.removeEventListener('pointerdown', onOutside))
  })
  onCleanup(() => clearTimeout(timer))

  return (
    <div
      ref={(element) => (frame = element)}
      role="dialog"
      aria-label={t('composing.templates.title')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        if (chosen()) setChosen(undefined)
        else props.onClose()
      }}
      class={cx(composerPopover, 'max-h-[min(520px,calc(100dvh-220px))] overflow-y-auto p-2 max-sm:scroll-pb-18')}
    >
      <Show
        when={chosen()}
        keyed
        fallback={
          <TemplateList
            contact={props.conversation.contact}
            query={typed()}
            onQuery={(query) => {
              setTyped(query)
              clearTimeout(timer)
              timer = setTimeout(() => setSearch(query.trim()), SEARCH_DELAY_MS)
            }}
            list={list}
            onChoose={setChosen}
            onClose={props.onClose}
          />
        }
      >
        {(template) => (
          <TemplateFilling
            template={template}
            contact={props.conversation.contact}
            filled={untrack(() => (isBefore(template) ? before() : undefined))}
            onFill={fill}
            onBack={() => setChosen(undefined)}
            onSend={(content, scheduledFor) => {
              kept.drop()
              props.onSend(content, scheduledFor)
            }}
          />
        )}
      </Show>
    </div>
  )
}
