import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { MergeChoices } from '@worker/modules/contacts/merges.schemas'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorDetails, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { mergePreviewQuery, refreshPeople, type Side, undoMerge } from './merge.queries'
import { MergeChoicesForm } from './merge-choices'
import { MergeSearch } from './merge-search'

/** Two contacts become one: who the other one is, unless that is known; then what they would be together. */
export default function MergeDialog(props: {
  contact: { id: string; displayName: string }
  /** Known already: nobody has to be found. */
  otherId?: string | undefined
  onClose: () => void
  onMerged: (keptId: string) => void
}) {
  const [otherId, setOtherId] = createSignal(props.otherId)
  let box: HTMLInputElement | undefined
  return (
    <Switch>
      <Match when={otherId()}>
        {(id) => (
          <Preview
            contactId={props.contact.id}
            otherId={id()}
            onBack={props.otherId === undefined ? () => setOtherId(undefined) : undefined}
            onClose={props.onClose}
            onMerged={props.onMerged}
          />
        )}
      </Match>
      <Match when={true}>
        <Dialog
          open
          onOpenChange={(open) => !open && props.onClose()}
          title={t('contactPage.mergeDialog.title')}
          description={<bdi>{props.contact.displayName}</bdi>}
          initialFocus={() => box}
          footer={<Button onClick={() => props.onClose()}>{t('contactPage.mergeDialog.cancel')}</Button>}
        >
          <MergeSearch contactId={props.contact.id} onPick={setOtherId} inputRef={(element) => (box = element)} />
        </Dialog>
      </Match>
    </Switch>
  )
}

function Preview(props: {
  contactId: string
  otherId: string
  onBack: (() => void) | undefined
  onClose: () => void
  onMerged: (keptId: string) => void
}) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const organizationId = member.organizationId()
  const [keep, setKeep] = createSignal<Side>()
  const [choices, setChoices] = createSignal<MergeChoices>({})
  const [problem, setProblem] = createSignal<string>()
  const [isMerging, setMerging] = createSignal(false)
  const query = useQuery(() => mergePreviewQuery(organizationId, props.contactId, props.otherId, keep()))
  // While another one is to stay, what was there remains: nothing jumps.
  const preview = () => {
    const now = query.isPending ? shown : query.data
    shown = now ?? shown
    return now
  }
  let shown: typeof query.data

  async function merge(kept: Side) {
    setMerging(true)
    setProblem(undefined)
    try {
      const { mergeId, contact } = await call(
        api.api.contacts[':id'].merge.$post({
          param: { id: props.contactId },
          json: { contactId: props.otherId, keep: kept, choices: choices() },
        }),
      )
      refreshPeople(client, organizationId, [props.contactId, props.otherId])
      showToast({
        tone: 'ok',
        text: t('contactPage.mergeDialog.done', { name: contact.displayName }),
        action: {
          label: t('contactPage.mergeDialog.undo'),
          isUndo: true,
          onSelect: () => void undoMerge(client, organizationId, mergeId),
        },
      })
      props.onMerged(contact.id)
    } catch (error) {
      setProblem(errorText(error))
      setMerging(false)
      void query.refetch()
    }
  }

  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && props.onClose()}
      title={t('contactPage.mergeDialog.title')}
      footer={
        <>
          <Show
            when={props.onBack}
            fallback={<Button onClick={() => props.onClose()}>{t('contactPage.mergeDialog.cancel')}</Button>}
          >
            {(back) => <Button onClick={() => back()()}>{t('contactPage.mergeDialog.back')}</Button>}
          </Show>
          <Show when={preview()}>
            {(both) => (
              <Button
                variant="primary"
                busy={isMerging() ? t('contactPage.mergeDialog.merging') : undefined}
                onClick={() => void merge(both().kept)}
              >
                {t('contactPage.mergeDialog.confirm')}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <Switch>
        <Match when={preview()}>
          {(both) => <MergeChoicesForm preview={both()} choices={choices()} onKeep={setKeep} onChoose={setChoices} />}
        </Match>
        <Match when={query.error}>
          {(error) => (
            <ErrorState
              title={t('contactPage.mergeDialog.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void query.refetch()}
            />
          )}
        </Match>
        <Match when={true}>
          <Skeleton rows={4} />
        </Match>
      </Switch>
      <Show when={problem()}>
        {(text) => (
          <p role="alert" class="mt-3 text-bad-ink">
            {text()}
          </p>
        )}
      </Show>
    </Dialog>
  )
}
