import ExternalLink from 'lucide-solid/icons/external-link'
import { For, type JSX } from 'solid-js'
import { t } from '../../shared/i18n'
import { type GuideAnchor, guideHref } from '../guide/guide-anchors'
import { Emphasis } from './emphasis'

/** Numbered steps beside the form, and the way to all of them. */
export function StepHelp(props: {
  title: string
  steps: readonly string[]
  anchor: GuideAnchor
  children?: JSX.Element
}) {
  return (
    <>
      <h3 class="font-semibold text-md">{props.title}</h3>
      <ol class="mt-2.5">
        <For each={props.steps}>
          {(step, index) => (
            <li class="flex gap-2.5 py-1.5 text-ink-2 text-sm/[19px]">
              <span aria-hidden="true" class="w-3 flex-none font-semibold text-ink-3">
                {index() + 1}
              </span>
              <span>
                <Emphasis text={step} />
              </span>
            </li>
          )}
        </For>
      </ol>
      <a
        href={guideHref(props.anchor)}
        target="_blank"
        rel="noopener"
        class="link mt-1 inline-flex items-center gap-1.5 py-1.5 ps-[22px] max-sm:min-h-11"
      >
        {t('numbers.connecting.find.guide')}
        <ExternalLink aria-hidden="true" class="size-3.5" />
      </a>
      {props.children}
    </>
  )
}
