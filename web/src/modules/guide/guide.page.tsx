import { useLocation } from '@solidjs/router'
import { createEffect, For, onMount } from 'solid-js'
import source from '../../../../docs/whatsapp-setup-guide.md?raw'
import { t } from '../../shared/i18n'
import { Wordmark } from '../../ui/wordmark'
import { Markdown } from './markdown'
import { type Block, parseMarkdown } from './parse-markdown'

const blocks = parseMarkdown(source)
const sections = blocks.filter(
  (block): block is Extract<Block, { kind: 'heading' }> => block.kind === 'heading' && block.level === 2,
)
const wordsOf = (block: Extract<Block, { kind: 'heading' }> | undefined) =>
  block?.inlines.map(({ text }) => text).join('') ?? ''
const title = wordsOf(blocks.find((block) => block.kind === 'heading'))

/** The guide of the repository, as a page: for the person with the Facebook account, who need not have one here. */
export default function GuidePage() {
  const location = useLocation()
  let isFirst = true
  onMount(() => {
    document.title = t('shell.title', { page: title })
  })
  createEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1))
    const heading = id === '' ? null : document.getElementById(id)
    // The page is drawn by a script: the browser looked for the heading before there was one.
    heading?.scrollIntoView({ block: 'start' })
    if (heading || !isFirst) heading?.focus({ preventScroll: true })
    isFirst = false
  })
  return (
    <div class="min-h-dvh bg-surface px-10 py-8 max-md:px-5 max-md:py-6">
      <header>
        <a href="/" class="inline-block rounded-sm">
          <Wordmark />
        </a>
      </header>
      <div class="mx-auto mt-14 grid max-w-[1000px] grid-cols-[220px_minmax(0,1fr)] gap-12 max-md:mt-8 max-md:block">
        <nav aria-label={t('shell.guide.contents')} class="max-md:mb-8">
          <div class="sticky top-8">
            <p class="font-medium text-ink-3 text-xs">{t('shell.guide.contents')}</p>
            <ul class="mt-1.5">
              <For each={sections}>
                {(section) => (
                  <li>
                    <a
                      href={`#${section.id}`}
                      target="_self"
                      aria-current={location.hash === `#${section.id}` ? 'true' : undefined}
                      class="flex min-h-8 items-center rounded-xs py-1 text-ink-2 hover:text-ink aria-[current]:font-medium aria-[current]:text-brand-ink max-md:min-h-11"
                    >
                      {wordsOf(section)}
                    </a>
                  </li>
                )}
              </For>
            </ul>
          </div>
        </nav>
        <main class="max-w-[680px] pb-24 text-ink-2 text-lg/7">
          <Markdown blocks={blocks} />
        </main>
      </div>
    </div>
  )
}
