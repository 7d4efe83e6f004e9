import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { IconButton } from '../../ui/icon-button'
import { Cell, HeaderCell, Row } from '../settings/table-card'
import { RelativeTime } from '../settings/time'

/** What is typed, and what it becomes. */
export function CannedRepliesTable(props: {
  replies: readonly CannedReply[]
  mayChange: (reply: CannedReply) => boolean
  onEdit: (reply: CannedReply) => void
  onRemove: (reply: CannedReply) => void
}) {
  return (
    <table aria-label={t('canned.tableLabel')} class="w-full table-fixed">
      <thead>
        <tr>
          <HeaderCell class="w-44 max-sm:w-32">{t('canned.shortcut')}</HeaderCell>
          <HeaderCell>{t('canned.reply')}</HeaderCell>
          <HeaderCell class="w-24 max-sm:hidden">{t('canned.whose')}</HeaderCell>
          <HeaderCell class="w-24 max-md:hidden">{t('canned.updated')}</HeaderCell>
          <HeaderCell class="w-24">
            <span class="sr-only">{t('canned.actions')}</span>
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        <For each={props.replies}>
          {(reply) => (
            <Row>
              <Cell>
                <code class="wrap-anywhere font-mono text-[12.5px] text-brand-ink">/{reply.shortcut}</code>
                <span class="mt-1 block sm:hidden">
                  <Whose reply={reply} />
                </span>
              </Cell>
              <Cell>
                <p class="line-clamp-2 [overflow-wrap:anywhere]" dir="auto">
                  {reply.body}
                </p>
              </Cell>
              <Cell class="max-sm:hidden">
                <Whose reply={reply} />
              </Cell>
              <Cell class="text-ink-2 tabular-nums max-md:hidden">
                <RelativeTime at={reply.updatedAt} />
              </Cell>
              <Cell class="text-end">
                <Show when={props.mayChange(reply)}>
                  <span class="inline-flex">
                    <IconButton
                      label={t('canned.editLabel', { shortcut: reply.shortcut })}
                      icon={<Pencil aria-hidden="true" class="size-3.5" />}
                      onClick={() => props.onEdit(reply)}
                    />
                    <IconButton
                      label={t('canned.deleteLabel', { shortcut: reply.shortcut })}
                      icon={<Trash aria-hidden="true" class="size-3.5" />}
                      onClick={() => props.onRemove(reply)}
                    />
                  </span>
                </Show>
              </Cell>
            </Row>
          )}
        </For>
      </tbody>
    </table>
  )
}

const Whose = (props: { reply: CannedReply }) => (
  <Badge>{props.reply.isShared ? t('canned.ofTeam') : t('canned.ofMine')}</Badge>
)
