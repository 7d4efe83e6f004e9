import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import type { Drafts } from '../messages/drafts'
import { KeptWords } from './out-of-sight'

/** Above a list: what was written in conversations that can't be listed, as they are out of sight. */
export default function KeptOutOfSight(props: { ids: readonly string[]; drafts: Drafts }) {
  return (
    <section
      aria-label={t('thread.outOfSight.list')}
      class="flex max-h-[60%] flex-none flex-col gap-3 overflow-y-auto border-line-soft border-b bg-thread px-3 py-3"
    >
      <h2 class="text-ink-2 text-xs">{t('thread.outOfSight.list')}</h2>
      <For each={props.ids}>{(id) => <KeptWords conversationId={id} drafts={props.drafts} />}</For>
    </section>
  )
}
