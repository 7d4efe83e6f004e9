import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'

export type LoadMoreProps = {
  hasMore: boolean
  loading: boolean
  failed: boolean
  failedText: string
  /** How many are shown: read out after each page. */
  shownText: string
  onLoad: () => void
}

/** The foot of a list that comes in pages. */
export function LoadMore(props: LoadMoreProps) {
  return (
    <div class="flex flex-col gap-3 px-[18px] py-3 max-sm:px-4">
      <Show when={props.failed}>
        <Banner tone="bad">{props.failedText}</Banner>
      </Show>
      <div class="flex items-center justify-between gap-3">
        <p role="status" class="text-ink-3 text-xs">
          {props.shownText}
        </p>
        <Show when={props.hasMore}>
          <Button
            size="sm"
            busy={props.loading ? t('settings.common.loadingMore') : undefined}
            onClick={() => props.onLoad()}
          >
            {props.failed ? t('ui.tryAgain') : t('settings.common.loadMore')}
          </Button>
        </Show>
      </div>
    </div>
  )
}
