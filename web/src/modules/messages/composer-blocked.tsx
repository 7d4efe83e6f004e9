import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import Ban from 'lucide-solid/icons/ban'
import Eye from 'lucide-solid/icons/eye'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import Lock from 'lucide-solid/icons/lock'
import Unplug from 'lucide-solid/icons/unplug'
import { createMemo, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { Button, ButtonLink } from '../../ui/button'
import type { Icon } from '../../ui/icon'
import { Kbd } from '../../ui/kbd'
import { useCurrentMember } from '../auth/current-member'
import type { Attachments } from './attachments'
import { blockWords } from './composer-block-words'
import { composerFrame } from './composer-frame'
import { composerRequest } from './composer-requests'
import type { ComposerBlock } from './composer-rules'
import { keptForms } from './kept-forms'

const icons: Record<ComposerBlock['kind'], Icon> = {
  read_only: Eye,
  blocked: Ban,
  disconnected: Unplug,
  paused: Unplug,
  never_wrote: Lock,
  window_closed: Lock,
}

const AttachmentsStrip = later(async () => (await import('./attachments-strip')).AttachmentsStrip)

const forms = ['builder', 'location', 'contact', 'template'] as const

/** In place of the box: why no reply can be written, and the way forward. */
export default function ComposerBlocked(props: {
  block: ComposerBlock
  conversation: Conversation
  number: PhoneNumber | undefined
  /** What was being written when it became impossible. */
  draft: string
  /** The files that were to go with it; a voice note that was interrupted is one. */
  attachments: Attachments
  onTemplate: () => void
  onNote: () => void
}) {
  const member = useCurrentMember()
  const takesTemplates = () => props.block.kind === 'window_closed' || props.block.kind === 'never_wrote'
  const isNumberDown = () => props.block.kind === 'disconnected' || props.block.kind === 'paused'
  /** What can't be opened here, though it was wanted: what was refused and is to be edited. */
  const kept = createMemo(() => {
    composerRequest()
    const place = {
      organizationId: member.organizationId(),
      userId: member.me().user.id,
      conversationId: props.conversation.id,
    }
    const found = forms.filter((kind) => keptForms(kind, place).newest() !== undefined)
    return found.filter((kind) => kind !== 'template' || !takesTemplates()).map((kind) => t(`composer.${kind}`))
  })
  const words = () => blockWords(props.block, props.conversation, props.number)
  return (
    <section aria-label={t('composer.title')} class={composerFrame('reply')}>
      <Show when={props.attachments.items().length > 0}>
        <AttachmentsStrip attachments={props.attachments} />
      </Show>
      <div class="flex items-start gap-3 px-4 py-3.5">
        <span class="grid size-8 flex-none place-items-center rounded-[9px] bg-surface-3">
          <Dynamic component={icons[props.block.kind]} aria-hidden="true" />
        </span>
        <div class="min-w-0 flex-1">
          <h3 class="font-semibold text-md">
            <bdi>{words().title}</bdi>
          </h3>
          <p class="mt-px text-ink-2">
            {words().text}
            <Show when={takesTemplates() && props.conversation.contact.consent === 'revoked'}>
              {' '}
              {t('composer.blocked.optedOut')}
            </Show>
          </p>
          <Show when={props.draft.trim()}>
            {(text) => (
              <p class="mt-1.5 line-clamp-3 text-pretty text-ink-3 text-xs [overflow-wrap:anywhere]">
                {t('composer.blocked.kept')} <q dir="auto">{text()}</q>
              </p>
            )}
          </Show>
          <Show when={kept().length > 0}>
            <p role="status" class="mt-1.5 text-ink-3 text-xs">
              {t('composer.blocked.keptForms', { forms: kept().join(', ') })}
            </p>
          </Show>
          <Show when={props.block.kind !== 'read_only'}>
            <div class="mt-2.5 flex flex-wrap items-center gap-2">
              <Show when={takesTemplates()}>
                <Button
                  size="sm"
                  variant="primary"
                  icon={<LayoutTemplate aria-hidden="true" class="size-3.5" />}
                  onClick={() => props.onTemplate()}
                >
                  {t('composer.blocked.sendTemplate')}
                  <Kbd class="bg-white/16! text-white! inset-ring-0! max-sm:hidden">T</Kbd>
                </Button>
              </Show>
              <Show when={isNumberDown()}>
                <Show
                  when={member.can('phone-numbers:update')}
                  fallback={<span class="text-ink-2">{t('composer.blocked.askAdmin')}</span>}
                >
                  <ButtonLink size="sm" variant="primary" href="/settings/numbers">
                    {t('composer.blocked.numbers')}
                  </ButtonLink>
                </Show>
              </Show>
              <Button size="sm" onClick={() => props.onNote()}>
                {t('composer.blocked.writeNote')} <Kbd class="max-sm:hidden">N</Kbd>
              </Button>
            </div>
          </Show>
        </div>
      </div>
    </section>
  )
}
