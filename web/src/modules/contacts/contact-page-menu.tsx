import '../../strings/register-jobs'
import { useQueryClient } from '@tanstack/solid-query'
import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import FileDown from 'lucide-solid/icons/file-down'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Menu, type MenuItem } from '../../ui/menu'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { startedJob } from '../jobs/jobs.queries'

const DeletePersonDialog = lazyPart(() => import('./delete-person-dialog'))

/** What is seldom done with a person: everything about them as a file, and deleting them. */
export function ContactPageMenu(props: { contact: Contact }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const [isDeleting, setDeleting] = createSignal(false)

  async function exportPerson(): Promise<void> {
    try {
      const job = await call(api.api.contacts[':id'].export.$post({ param: { id: props.contact.id } }))
      startedJob(client, member.organizationId(), job)
      showToast({ text: t('contactPage.export.started') })
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  const items = (): MenuItem[] => {
    const all: MenuItem[] = []
    if (member.can('privacy:manage'))
      all.push({
        label: t('contactPage.export.label'),
        icon: <FileDown aria-hidden="true" />,
        onSelect: () => void exportPerson(),
      })
    if (member.can('contacts:delete')) {
      if (all.length > 0) all.push('separator')
      all.push({
        label: t('contactPage.delete.label'),
        icon: <Trash aria-hidden="true" />,
        tone: 'danger',
        onSelect: () => setDeleting(true),
      })
    }
    return all
  }
  return (
    <Show when={items().length > 0}>
      <Menu
        label={t('contactPage.more')}
        items={items()}
        trigger={<Ellipsis aria-hidden="true" />}
        placement="bottom-end"
      />
      <Show when={isDeleting()}>
        <DeletePersonDialog contact={props.contact} onClose={() => setDeleting(false)} />
      </Show>
    </Show>
  )
}
