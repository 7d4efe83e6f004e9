import type { Message } from '@worker/modules/messages/messages.schemas'
import ExternalLink from 'lucide-solid/icons/external-link'
import Forward from 'lucide-solid/icons/forward'
import Megaphone from 'lucide-solid/icons/megaphone'
import ShoppingBag from 'lucide-solid/icons/shopping-bag'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { safeUrl } from './safe-url'

/** A muted line on top of a bubble, with its icon. */
export function Via(props: { icon: JSX.Element; children: JSX.Element }) {
  return (
    <div class="mb-px flex items-center gap-1 text-2xs/[15px] text-ink-3 [&_.lucide]:size-3 group-data-ours/message:text-bubble-out-meta">
      {props.icon}
      <span>{props.children}</span>
    </div>
  )
}

/** Where a message came from, beside what it says: forwarded, from an ad, about a product. */
export function BubbleMarks(props: { message: Message }) {
  const context = () => props.message.context
  return (
    <>
      <Show when={context()?.forwarded || context()?.frequentlyForwarded}>
        <Via icon={<Forward aria-hidden="true" />}>
          {t(context()?.frequentlyForwarded ? 'thread.forwardedOften' : 'thread.forwarded')}
        </Via>
      </Show>
      <Show when={context()?.referredProduct}>
        {(product) => (
          <Via icon={<ShoppingBag aria-hidden="true" />}>
            {t('thread.choice.aboutProduct', { id: product().productRetailerId })}
          </Via>
        )}
      </Show>
      <Show when={context()?.referral}>{(referral) => <Ad referral={referral()} />}</Show>
    </>
  )
}

/** The ad that was clicked, in words: its pictures are on other hosts. */
function Ad(props: { referral: Record<string, unknown> }) {
  const text = (key: string) => {
    const value = props.referral[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const isPost = () => text('source_type') === 'post'
  const url = () => safeUrl(text('source_url'))
  return (
    <div class="-mx-1 mb-1.5 min-w-[180px] rounded-[7px] bg-[color-mix(in_srgb,var(--ink)_5%,transparent)] px-2 py-[5px] text-[12.5px]/[17px]">
      <span class="flex items-center gap-1 text-2xs/[15px] text-ink-3">
        <Megaphone aria-hidden="true" class="size-3" />
        {t(isPost() ? 'thread.ad.titlePost' : 'thread.ad.title')}
      </span>
      <Show when={text('headline')}>
        {(headline) => (
          <b class="block font-medium" dir="auto">
            {headline()}
          </b>
        )}
      </Show>
      <Show when={text('body')}>
        {(body) => (
          <span class="block text-ink-2" dir="auto">
            {body()}
          </span>
        )}
      </Show>
      <Show when={url()}>
        {(address) => (
          <a
            href={address()}
            target="_blank"
            rel="noopener noreferrer"
            class="inline-flex items-center gap-1 text-brand-ink hover:underline"
          >
            {t(isPost() ? 'thread.ad.openPost' : 'thread.ad.open')}
            <ExternalLink aria-hidden="true" class="size-3" />
          </a>
        )}
      </Show>
    </div>
  )
}
