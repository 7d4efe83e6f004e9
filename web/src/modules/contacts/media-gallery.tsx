import type { Media } from '@worker/modules/media/media.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { MediaThumb } from './media-thumb'

/** All files of a person. */
export default function MediaGallery(props: {
  media: readonly Media[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
  onOpen: (mediaId: string) => void
  onClose: () => void
}) {
  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('details.media.title')} size="lg">
      <ul class="grid grid-cols-5 gap-2 pb-2 max-sm:grid-cols-3">
        <For each={props.media}>
          {(media) => (
            <li>
              <MediaThumb media={media} onOpen={props.onOpen} />
            </li>
          )}
        </For>
      </ul>
      <Show when={props.hasMore}>
        <div class="flex justify-center py-2">
          <Button
            size="sm"
            busy={props.isLoadingMore ? t('details.media.more') : undefined}
            onClick={() => props.onMore()}
          >
            {t('details.media.more')}
          </Button>
        </div>
      </Show>
    </Dialog>
  )
}
