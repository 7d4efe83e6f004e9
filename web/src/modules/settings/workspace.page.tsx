import { useSearchParams } from '@solidjs/router'
import { Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { AgentVisibilityCard } from './agent-visibility-card'
import { ConsentCard } from './consent-card'
import { RetentionCard } from './retention-card'
import { WorkspaceForm } from './workspace-form'

const CreateWorkspaceDialog = lazyPart(() => import('../../layouts/create-workspace-dialog'))

export default function WorkspacePage() {
  // In the address, so that "Create a workspace" can be linked to.
  const [search, setSearch] = useSearchParams<{ create: string }>()
  const creating = () => search.create === '1'
  const setCreating = (open: boolean) => setSearch({ create: open ? '1' : undefined }, { replace: true })

  return (
    <div class="flex max-w-[720px] flex-col gap-4">
      <WorkspaceForm />
      <AgentVisibilityCard />
      <ConsentCard />
      <RetentionCard />
      <Card title={t('settings.workspace.anotherTitle')} description={t('settings.workspace.anotherText')}>
        <Button onClick={() => setCreating(true)}>{t('settings.workspace.create')}</Button>
      </Card>
      <Show when={creating()}>
        <Suspense>
          <CreateWorkspaceDialog open onOpenChange={setCreating} />
        </Suspense>
      </Show>
    </div>
  )
}
