import { createEffect, For } from 'solid-js'
import { t } from '../../shared/i18n'
import type { legal } from '../../strings/en.legal'
import { Wordmark } from '../../ui/wordmark'

/** What a self-hosted copy can honestly say before its operator has published a text. */
export function LegalText(props: { text: (typeof legal)['terms' | 'privacy'] }) {
  createEffect(() => {
    document.title = t('shell.title', { page: props.text.title })
  })
  return (
    <div class="min-h-dvh bg-surface px-10 py-8 max-md:px-5 max-md:py-6">
      <header>
        <a href="/" class="inline-block rounded-sm">
          <Wordmark />
        </a>
      </header>
      <main class="mx-auto mt-14 max-w-[620px]">
        <h1 tabindex="-1" class="display text-[30px]/9 tracking-[-.03em]">
          {props.text.title}
        </h1>
        <For each={props.text.paragraphs}>{(paragraph) => <p class="mt-4 text-ink-2 text-lg">{paragraph}</p>}</For>
        <p class="mt-4 text-lg">{props.text.ask}</p>
      </main>
    </div>
  )
}
