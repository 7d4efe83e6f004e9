import { useQueryClient } from '@tanstack/solid-query'
import type { Segment, SegmentDefinition } from '@worker/modules/segments/segments.schemas'
import { createSignal, Match, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { ApiError, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Drawer } from '../../ui/drawer'
import { Spinner } from '../../ui/spinner'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { isWhole } from './condition-kinds'
import { ConditionLines } from './condition-lines'
import type { createConditionSources } from './condition-sources'
import { createLiveCount, type LiveCount } from './live-count'
import { segmentsKey } from './segments.queries'

export type SegmentDraft = { id?: string; name: string; definition: SegmentDefinition }

/** Writes a segment: its name, its conditions, and how many it finds meanwhile. */
export default function SegmentDrawer(props: {
  draft: SegmentDraft
  sources: ReturnType<typeof createConditionSources>
  onSaved: (segment: Segment) => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [name, setName] = createSignal(props.draft.name)
  const [definition, setDefinition] = createSignal<SegmentDefinition>(props.draft.definition)
  const [nameProblem, setNameProblem] = createSignal<string>()
  const [problem, setProblem] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const count = createLiveCount(definition)
  let nameBox: HTMLInputElement | undefined

  const change = (part: Partial<SegmentDefinition>) => {
    setProblem(undefined)
    setDefinition((before) => ({ ...before, ...part }))
  }
  async function save(): Promise<void> {
    if (busy()) return
    if (name().trim() === '') {
      setNameProblem(t('segments.drawer.nameMissing'))
      nameBox?.focus()
      return
    }
    if (!isWhole(definition())) {
      setProblem(t('segments.drawer.incomplete'))
      return
    }
    setBusy(true)
    const json = { name: name().trim(), definition: definition() }
    try {
      const saved = props.draft.id
        ? await call(api.api.segments[':id'].$patch({ param: { id: props.draft.id }, json }))
        : await call(api.api.segments.$post({ json }))
      await cache.invalidateQueries({ queryKey: segmentsKey(member.organizationId()) })
      showToast({ tone: 'ok', text: t('segments.drawer.saved', { name: saved.name }) })
      props.onSaved(saved)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'segments.name_taken') {
        setNameProblem(errorText(error))
        nameBox?.focus()
      } else setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <Drawer
      open
      onOpenChange={() => props.onClose()}
      title={t(props.draft.id ? 'segments.drawer.editTitle' : 'segments.drawer.createTitle')}
      footer={
        <>
          <CountLine count={count()} />
          <span class="flex-1" />
          <Button variant="ghost" onClick={() => props.onClose()}>
            {t('ui.cancel')}
          </Button>
          <Button variant="primary" busy={busy() ? t('segments.drawer.saving') : undefined} onClick={() => void save()}>
            {t('segments.drawer.save')}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-5">
        <TextField
          label={t('segments.drawer.name')}
          name="name"
          dir="auto"
          autocomplete="off"
          maxlength={60}
          value={name()}
          onInput={(value) => {
            setName(value)
            setNameProblem(undefined)
          }}
          hint={t('segments.drawer.nameHint')}
          error={nameProblem()}
          ref={(element) => (nameBox = element)}
        />
        <section class="flex flex-col gap-2">
          <h3 class="font-medium text-[12.5px]/[18px]">{t('segments.drawer.conditions')}</h3>
          <Switch>
            <Match when={definition().conditions.length === 0}>
              <p class="text-ink-3 text-sm">{t('segments.drawer.none')}</p>
            </Match>
          </Switch>
          <ConditionLines
            match={definition().match}
            lines={definition().conditions}
            sources={props.sources}
            onMatch={(match) => change({ match })}
            onLines={(conditions) => change({ conditions })}
          />
        </section>
        <Switch>
          <Match when={problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Match>
        </Switch>
      </div>
    </Drawer>
  )
}

function CountLine(props: { count: LiveCount }) {
  const people = () => (props.count.count === undefined ? '' : t('segments.drawer.count', props.count.count))
  return (
    <p role="status" class="flex min-h-8 min-w-0 items-center gap-2 text-ink-2 tabular-nums">
      <Switch>
        <Match when={props.count.state === 'failed'}>
          <span class="text-bad-ink">{t('segments.drawer.countFailed')}</span>
        </Match>
        <Match when={props.count.state === 'unfinished'}>
          <span class="text-ink-3 text-xs">{t('segments.drawer.countStale')}</span>
        </Match>
        <Match when={true}>
          <span class="font-medium text-ink">{people() || t('segments.drawer.counting')}</span>
          {/* The old figure stays; that it is being counted anew is for the eye only. */}
          <span aria-hidden="true" class={props.count.state === 'counting' ? 'text-ink-3' : 'invisible'}>
            <Spinner />
          </span>
        </Match>
      </Switch>
    </p>
  )
}
