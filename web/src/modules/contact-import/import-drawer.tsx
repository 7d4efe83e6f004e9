import '../../strings/register-contact-import'
import '../../strings/register-details'
import '../../strings/register-jobs'
import '../../strings/register-segments'
import { useQueryClient } from '@tanstack/solid-query'
import Check from 'lucide-solid/icons/check'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Drawer } from '../../ui/drawer'
import { ErrorState } from '../../ui/error-state'
import { Spinner } from '../../ui/spinner'
import { useCurrentMember } from '../auth/current-member'
import { hasEnded } from '../jobs/job-state'
import { changeJob, type JobChange } from '../jobs/jobs.queries'
import { ColumnsStep } from './columns-step'
import { FileLine, FileStep } from './file-step'
import { importQuery } from './import.queries'
import { createImportFlow, type ImportFlow, type ImportStep } from './import-flow'
import { RulesStep } from './rules-step'
import { RunStep } from './run-step'

const steps: readonly ImportStep[] = ['file', 'columns', 'rules', 'run']

/** Imports people from a file: what is done is kept, so closing it loses nothing. */
export default function ImportDrawer(props: {
  importId: string | undefined
  /** The import that it is now about; undefined after one was given up. */
  onCreated: (id: string | undefined) => void
  onClose: () => void
}) {
  const flow = createImportFlow({ importId: () => props.importId, onCreated: (id) => props.onCreated(id) })
  const { current, step } = flow
  const giveUp = async () => {
    if (await flow.discard()) props.onClose()
  }
  const replace = () => (current()?.job.state === 'waiting' ? () => void flow.discard() : undefined)
  return (
    <Drawer
      open
      onOpenChange={() => props.onClose()}
      title={t('contactImport.title')}
      headerEnd={<Steps step={step()} />}
      footer={<Footer flow={flow} onClose={props.onClose} onGiveUp={() => void giveUp()} />}
    >
      <Switch>
        <Match when={flow.query.isError && !current()}>
          <ErrorState
            title={t('contactImport.loadFailed')}
            text={errorText(flow.query.error)}
            details={errorDetails(flow.query.error)}
            onRetry={() => void flow.query.refetch()}
          />
        </Match>
        <Match when={props.importId !== undefined && !current()}>
          <div class="grid place-items-center py-16">
            <Spinner />
          </div>
        </Match>
        <Match when={step() === 'file'}>
          <FileStep
            stopped={current()}
            sending={flow.sending()}
            problem={flow.problem()}
            onFile={(file) => void flow.send(file)}
            onRetry={flow.retry()}
          />
        </Match>
        <Match when={current()}>
          {(found) => (
            <div class="flex flex-col gap-4">
              <Show when={step() === 'run'}>
                <RunStep found={found()} />
              </Show>
              <FileLine found={found()} onReplace={replace()} />
              <Show when={step() === 'columns' && found().file}>
                {(file) => (
                  <ColumnsStep
                    file={file()}
                    choices={flow.choices()}
                    fields={flow.fields()}
                    problems={flow.problems()}
                    onChoice={flow.choose}
                    onNewField={(at) => void flow.addField(at)}
                  />
                )}
              </Show>
              <Show when={step() === 'rules'}>
                <RulesStep rules={flow.rules()} onChange={flow.changeRules} />
              </Show>
              <Show when={flow.problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
              <Show when={step() === 'columns' && flow.problems()[0]}>
                {(first) => (
                  <Banner tone="warn">
                    {(() => {
                      const one = first()
                      if (one.kind === 'nobody') return t('contactImport.columns.nobody')
                      const name = found().file?.columns[one.index]?.name ?? ''
                      return t('contactImport.columns.pickFormat', { name })
                    })()}
                  </Banner>
                )}
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </Drawer>
  )
}

function Steps(props: { step: ImportStep }) {
  const at = () => steps.indexOf(props.step)
  return (
    <ol aria-label={t('contactImport.steps')} class="flex flex-wrap items-center gap-x-1.5 text-sm">
      <For each={steps}>
        {(one, index) => (
          <li
            aria-current={one === props.step ? 'step' : undefined}
            class={cx(
              'inline-flex items-center gap-1.5 [&_.lucide]:size-3.5',
              index() <= at() ? 'font-medium text-ink' : 'text-ink-3',
            )}
          >
            <Show when={index() > 0}>
              <ChevronRight aria-hidden="true" class="text-ink-3 rtl:rotate-180" />
            </Show>
            <Show when={index() < at()}>
              <Check aria-hidden="true" class="text-ok" />
            </Show>
            {t(`contactImport.step.${one}`)}
          </li>
        )}
      </For>
    </ol>
  )
}

function Footer(props: { flow: ImportFlow; onClose: () => void; onGiveUp: () => void }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const job = () => props.flow.current()?.job
  const change = async (what: JobChange) => {
    const now = job()
    if (!now) return
    await changeJob(client, member.organizationId(), now, what)
    await client.invalidateQueries({ queryKey: importQuery(member.organizationId(), now.id).queryKey })
  }
  const giveUp = () => (
    <Show when={props.flow.current() || props.flow.sending()}>
      <Button variant="ghost" onClick={() => props.onGiveUp()}>
        {t('contactImport.discard')}
      </Button>
    </Show>
  )
  return (
    <Switch>
      <Match when={props.flow.step() === 'file'}>
        {giveUp()}
        <span class="flex-1" />
        <Button onClick={() => props.onClose()}>{t('contactImport.run.close')}</Button>
      </Match>
      <Match when={props.flow.step() === 'columns'}>
        {giveUp()}
        <span class="flex-1" />
        <span class="text-ink-2 text-xs max-sm:hidden">{t('contactImport.notSaved')}</span>
        <Button variant="primary" disabled={props.flow.problems().length > 0} onClick={() => props.flow.toRules()}>
          {t('contactImport.continue')}
        </Button>
      </Match>
      <Match when={props.flow.step() === 'rules'}>
        <Button variant="ghost" onClick={() => props.flow.toColumns()}>
          {t('contactImport.back')}
        </Button>
        <span class="flex-1" />
        <span class="text-ink-2 text-xs max-sm:hidden">{t('contactImport.notSaved')}</span>
        <Button
          variant="primary"
          busy={props.flow.isBusy() ? t('contactImport.rules.starting') : undefined}
          onClick={() => void props.flow.start()}
        >
          {t('contactImport.rules.start')}
        </Button>
      </Match>
      <Match when={job()}>
        {(now) => (
          <>
            <Show when={!hasEnded(now())}>
              <Button variant="ghost" onClick={() => void change('cancel')}>
                {t('contactImport.run.cancel')}
              </Button>
              <Button onClick={() => void change(now().state === 'paused' ? 'resume' : 'pause')}>
                {t(now().state === 'paused' ? 'contactImport.run.resume' : 'contactImport.run.pause')}
              </Button>
            </Show>
            <span class="flex-1" />
            <Button variant="primary" onClick={() => props.onClose()}>
              {t('contactImport.run.close')}
            </Button>
          </>
        )}
      </Match>
    </Switch>
  )
}
