import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import LayoutTemplate from 'lucide-solid/icons/layout-template'
import { createMemo, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BubbleMeta } from './bubble'
import { Words } from './choice-content'
import { templateOptions } from './choices'
import { HeaderMedia } from './header-media'
import { OptionPills } from './option-pills'

type TemplateSaid = Extract<MessageContent, { type: 'template' }>

/** A template as it was received, under one muted line that says which it was. */
export function TemplateContent(props: { message: Message; content: TemplateSaid }) {
  const rendering = () => props.content.rendering
  const options = createMemo(() => templateOptions(rendering()?.buttons ?? []))
  return (
    <>
      <p class="mb-[3px] flex items-start gap-1.5 font-medium text-2xs text-ink-3 group-data-ours/message:text-bubble-out-meta">
        <LayoutTemplate aria-hidden="true" class="mt-0.5 size-3" />
        <span class="min-w-0">{templateLine(props.content)}</span>
      </p>
      <Show when={props.message.media}>{(media) => <HeaderMedia message={props.message} kind={media().kind} />}</Show>
      <Show when={rendering()} fallback={<span class="italic opacity-80">{t('thread.template.unknown')}</span>}>
        {(shown) => (
          <Words
            isNarrow={props.message.media !== null}
            header={shown().header}
            body={shown().body}
            footer={shown().footer}
          />
        )}
      </Show>
      <Show when={options().length > 0} fallback={<BubbleMeta message={props.message} />}>
        <OptionPills isNarrow={props.message.media !== null} message={props.message} options={options()} />
      </Show>
    </>
  )
}

/** "order_shipped_v2 · Utility · British English" */
export function templateLine({ name, language, rendering }: TemplateSaid): string {
  const categories: Record<string, string> = {
    MARKETING: t('thread.template.categories.MARKETING'),
    UTILITY: t('thread.template.categories.UTILITY'),
    AUTHENTICATION: t('thread.template.categories.AUTHENTICATION'),
  }
  const category = rendering && (categories[rendering.category] ?? rendering.category)
  return [name, category, languageName(language)].filter(Boolean).join(' · ')
}

const languages = new Intl.DisplayNames(['en-GB'], { type: 'language' })
function languageName(code: string): string {
  try {
    return languages.of(code.replace('_', '-')) ?? code
  } catch {
    return code
  }
}
