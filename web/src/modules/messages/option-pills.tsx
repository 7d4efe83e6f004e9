import type { Message } from '@worker/modules/messages/messages.schemas'
import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import ExternalLink from 'lucide-solid/icons/external-link'
import List from 'lucide-solid/icons/list'
import MapPin from 'lucide-solid/icons/map-pin'
import Phone from 'lucide-solid/icons/phone'
import UserRound from 'lucide-solid/icons/user-round'
import Workflow from 'lucide-solid/icons/workflow'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import type { Icon } from '../../ui/icon'
import { BubbleMeta } from './bubble'
import type { ListSection, Option, OptionKind } from './choices'
import { findPicked } from './picked'
import { useThread } from './thread-context'

const icons: Partial<Record<OptionKind, Icon>> = {
  link: ExternalLink,
  phone: Phone,
  copy: Copy,
  flow: Workflow,
  place: MapPin,
  person: UserRound,
  items: List,
}
const pill =
  'inline-flex min-h-[25px] max-w-full items-center gap-[5px] rounded-[8px] px-[9px] py-[3px] text-start font-medium text-[12.5px]/[17px] max-sm:min-h-[30px] [&_.lucide]:size-3'
const rest = 'bg-option text-brand-ink inset-ring inset-ring-bubble-out-line'
const filled = 'bg-brand text-on-brand'

/** What a message of ours offers to tap; what was picked is filled. Time and ticks stand at the end of the last line. */
export function OptionPills(props: {
  message: Message
  options: readonly Option[]
  sections?: readonly ListSection[] | undefined
  /** Below a picture: no wider than that. */
  isNarrow?: boolean | undefined
}) {
  const thread = useThread()
  const [isOpen, setOpen] = createSignal(false)
  const answer = createMemo(() => thread.answers().get(props.message.wamid ?? ''))
  const sections = () => props.sections ?? []
  const isPicked = (option: Option) => findPicked(props.options, answer()?.picked) === option
  const pickedRow = () =>
    findPicked(
      sections().flatMap(({ rows }) => rows),
      answer()?.picked,
    )
  // A question with one thing to tap has no ids: an answer of any kind is its answer.
  const isAnswered = () => props.options.length === 1 && answer() !== undefined && sections().length === 0
  return (
    <>
      <div
        class={cx('-mx-[3px] mt-1.5 mb-0.5 flex flex-wrap items-center gap-[5px]', props.isNarrow && 'max-w-[300px]')}
      >
        <For each={props.options}>
          {(option) => (
            <Show
              when={sections().length > 0}
              fallback={<Pill option={option} isPicked={isPicked(option) || isAnswered()} />}
            >
              <button
                type="button"
                aria-expanded={isOpen()}
                class={cx(pill, rest, 'hover:brightness-97')}
                onClick={() => setOpen((open) => !open)}
              >
                <List aria-hidden="true" />
                {option.title}
              </button>
              <Show when={pickedRow()}>
                {(row) => <Pill option={{ id: row().id, title: row().title, kind: 'reply' }} isPicked />}
              </Show>
            </Show>
          )}
        </For>
        <Show when={!isOpen()}>
          <span class="ms-auto inline-flex self-end ps-2.5 pe-[3px]">
            <BubbleMeta message={props.message} place="end" />
          </span>
        </Show>
      </div>
      <Show when={isOpen()}>
        <Rows sections={sections()} picked={pickedRow()?.id} />
        <span class="flex">
          <BubbleMeta message={props.message} place="end" />
        </span>
      </Show>
    </>
  )
}

function Pill(props: { option: Option; isPicked: boolean }): JSX.Element {
  const inside = () => (
    <>
      <Show
        when={props.isPicked}
        fallback={
          <Show when={icons[props.option.kind]}>{(icon) => <Dynamic component={icon()} aria-hidden="true" />}</Show>
        }
      >
        <Check role="img" aria-label={t('thread.choice.chosen')} />
      </Show>
      <span class="min-w-0" dir="auto">
        {props.option.title}
      </span>
    </>
  )
  return (
    <Show when={props.option.href} fallback={<span class={cx(pill, props.isPicked ? filled : rest)}>{inside()}</span>}>
      {(href) => (
        <a href={href()} target="_blank" rel="noopener noreferrer" class={cx(pill, rest, 'hover:underline')}>
          {inside()}
        </a>
      )}
    </Show>
  )
}

function Rows(props: { sections: readonly ListSection[]; picked: string | undefined }) {
  return (
    <div class="mt-1 mb-1.5 flex flex-col gap-1.5 border-bubble-out-line border-t pt-1.5 text-[13px]/[18px]">
      <For each={props.sections}>
        {(section) => (
          <div>
            <Show when={section.title}>
              <p class="font-medium text-2xs text-bubble-out-meta" dir="auto">
                {section.title}
              </p>
            </Show>
            <ul>
              <For each={section.rows}>
                {(row) => (
                  <li class="flex items-start gap-1.5 py-0.5" dir="auto">
                    <span class="min-w-0 flex-1">
                      {row.title}
                      <Show when={row.description}>
                        <span class="block text-bubble-out-meta text-xs">{row.description}</span>
                      </Show>
                    </span>
                    <Show when={row.id === props.picked}>
                      <Check role="img" aria-label={t('thread.choice.chosen')} class="mt-0.5 size-3.5 text-brand-ink" />
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </For>
    </div>
  )
}
