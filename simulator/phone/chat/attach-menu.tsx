import { Clapperboard, Contact, File, Image, MapPin, Mic, Plus, ShoppingBag, Sticker } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import { usePage } from '../store'
import { ContactSheet } from './contact-sheet'
import { LocationSheet } from './location-sheet'
import type { MediaChoice } from './media-sheet'
import { OrderSheet } from './order-sheet'
import { Menu } from './popover'

type Props = { onMedia: (choice: MediaChoice) => void; onVoice: () => void; isDisabled: boolean }

export function AttachMenu(props: Props) {
  const page = usePage()
  const [open, setOpen] = createSignal<'location' | 'contact' | 'order' | null>(null)
  const close = () => setOpen(null)
  const icon = 'size-[18px]!'
  return (
    <>
      <Menu
        label="Photo, voice, document, location, contact…"
        isGrid
        trigger={<Plus aria-hidden="true" class="size-5!" />}
        triggerClass="grid size-[38px] flex-none place-items-center rounded-full text-(--phone-meta) max-sm:size-11"
        items={[
          {
            label: 'Photo',
            icon: <Image aria-hidden="true" class={icon} />,
            run: () => props.onMedia({ kind: 'image' }),
          },
          {
            label: 'Video',
            icon: <Clapperboard aria-hidden="true" class={icon} />,
            run: () => props.onMedia({ kind: 'video' }),
          },
          {
            label: 'Document',
            icon: <File aria-hidden="true" class={icon} />,
            run: () => props.onMedia({ kind: 'document' }),
          },
          { label: 'Voice', icon: <Mic aria-hidden="true" class={icon} />, run: props.onVoice },
          { label: 'Location', icon: <MapPin aria-hidden="true" class={icon} />, run: () => setOpen('location') },
          { label: 'Contact', icon: <Contact aria-hidden="true" class={icon} />, run: () => setOpen('contact') },
          {
            label: 'Sticker',
            icon: <Sticker aria-hidden="true" class={icon} />,
            run: () => void page.act({ type: 'sticker' }),
          },
          { label: 'Order', icon: <ShoppingBag aria-hidden="true" class={icon} />, run: () => setOpen('order') },
        ]}
      />
      <Show when={open() === 'location'}>
        <LocationSheet onClose={close} />
      </Show>
      <Show when={open() === 'contact'}>
        <ContactSheet onClose={close} />
      </Show>
      <Show when={open() === 'order'}>
        <OrderSheet products={[]} onClose={close} />
      </Show>
    </>
  )
}
