import CopyCheck from 'lucide-solid/icons/copy-check'
import Download from 'lucide-solid/icons/download'
import Plus from 'lucide-solid/icons/plus'
import Upload from 'lucide-solid/icons/upload'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button, ButtonLink } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { useCurrentMember } from '../auth/current-member'
import { type ExportFormat, exportContacts, toApiSelection } from './contact-bulk'
import { everybody } from './contact-selection'
import type { ListPlace } from './list-place'

const trigger =
  'inline-flex h-[34px] flex-none items-center gap-1.5 rounded-sm px-2.5 font-medium text-sm text-ink-2 hover:bg-surface-3 hover:text-ink aria-expanded:bg-surface-3 max-sm:h-11 max-sm:px-3 [&_.lucide]:size-4'
/** On a phone the icon says it. */
const words = 'max-sm:sr-only'

/** How many there are, and the ways in and out. */
export function ContactsHeader(props: {
  count: number | undefined
  place: ListPlace
  onAdd: () => void
  onImport: () => void
}) {
  const member = useCurrentMember()
  const exportAs = (format: ExportFormat) => void exportContacts(toApiSelection(everybody, props.place), format)
  return (
    <header class="flex min-h-14 flex-none items-center gap-2 border-line-soft border-b py-2 ps-6 pe-5 max-sm:flex-wrap max-sm:gap-1 max-sm:px-4">
      <h1 tabindex="-1" class="text-[17px]/6 tracking-[-.015em] max-sm:text-[26px]/[34px] max-sm:tracking-[-.025em]">
        {t('contactsList.title')}
      </h1>
      <span class="ms-1 flex-1 text-ink-3 tabular-nums">
        <Show when={props.count !== undefined}>{t('contactsList.count', props.count ?? 0)}</Show>
      </span>
      <Show when={member.can('contacts:update')}>
        <ButtonLink href="/contacts/duplicates" variant="ghost" icon={<CopyCheck aria-hidden="true" />}>
          <span class={words}>{t('contactsList.duplicates')}</span>
        </ButtonLink>
      </Show>
      <Show when={member.can('contacts:export')}>
        <Menu
          label={t('contactsList.bulk.export')}
          items={[
            { label: t('contactsList.bulk.exportCsv'), onSelect: () => exportAs('csv') },
            { label: t('contactsList.bulk.exportJson'), onSelect: () => exportAs('jsonl') },
          ]}
          triggerClass={trigger}
          trigger={
            <>
              <Download aria-hidden="true" />
              <span class={words}>{t('contactsList.bulk.export')}</span>
            </>
          }
          placement="bottom-end"
        />
      </Show>
      <Show when={member.can('contacts:import')}>
        <Button icon={<Upload aria-hidden="true" />} onClick={() => props.onImport()}>
          <span class={words}>{t('contactsList.import')}</span>
        </Button>
      </Show>
      <Show when={member.can('contacts:update')}>
        <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => props.onAdd()}>
          <span class={words}>{t('contactsList.add')}</span>
        </Button>
      </Show>
    </header>
  )
}
