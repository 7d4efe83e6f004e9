import {
  ClipboardCopy,
  ContactRound,
  ExternalLink,
  List,
  MapPin,
  Phone,
  PhoneIncoming,
  Reply,
  ShoppingBag,
  SquarePen,
} from 'lucide-solid'
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { MessageView } from '../../control/message-view'
import type { Card, Button as CardButtonOf } from '../../customer/card-parts'
import { usePage } from '../store'
import { FormSheet } from './form-sheet'
import { ListSheet } from './list-sheet'
import { OrderSheet } from './order-sheet'
import { Sheet, SheetButton } from './sheet'

const icons = {
  reply: Reply,
  url: ExternalLink,
  phone: Phone,
  copy: ClipboardCopy,
  flow: SquarePen,
  list: List,
  products: ShoppingBag,
  location: MapPin,
  'contact-info': ContactRound,
  address: SquarePen,
  call: Phone,
  'call-permission': PhoneIncoming,
} as const

type Props = { message: MessageView; card: Card; button: CardButtonOf; index: number; cardIndex?: number }

export function CardButton(props: Props) {
  const page = usePage()
  const [isOpen, setOpen] = createSignal(false)
  const close = () => setOpen(false)
  const messageId = () => props.message.id

  const tap = async () => {
    const { button } = props
    switch (button.kind) {
      case 'reply':
        await page.act({
          ...{ type: 'tap', messageId: messageId(), button: props.index },
          ...(props.cardIndex !== undefined && { card: props.cardIndex }),
        })
        return
      case 'location':
        await page.act({
          ...{ type: 'location', latitude: 38.7139, longitude: -9.1334, replyTo: messageId() },
          ...{ name: 'Miradouro da Graça', address: 'Calçada da Graça, 1100-265 Lisboa' },
        })
        return
      case 'contact-info':
        await page.act({ type: 'contact-info', messageId: messageId() })
        return
      case 'call':
        await page.act({ type: 'call' })
        return
      case 'url':
        page.tell(`Would open ${button.url || 'the payment'}`)
        return
      case 'phone':
        page.tell(`Would call ${button.phone}`)
        return
      case 'copy':
        await navigator.clipboard?.writeText(button.code).catch(() => undefined)
        page.tell(`Copied ${button.code}`)
        return
      default:
        setOpen(true)
    }
  }
  const icon = () => icons[props.button.kind]

  return (
    <>
      <button type="button" class="pbtn" onClick={() => void tap()} disabled={page.customer()?.isOnline === false}>
        <Icon of={icon()} />
        <span dir="auto">{props.button.title}</span>
      </button>
      <Show when={isOpen()}>
        <Switch>
          <Match when={props.button.kind === 'list'}>
            <ListSheet
              title={props.button.title}
              sections={props.card.sections}
              messageId={messageId()}
              onClose={close}
            />
          </Match>
          <Match when={props.button.kind === 'products'}>
            <OrderSheet products={props.card.products} messageId={messageId()} onClose={close} />
          </Match>
          <Match when={props.button.kind === 'flow' || props.button.kind === 'address'}>
            <FormSheet button={props.button} messageId={messageId()} onClose={close} />
          </Match>
          <Match when={props.button.kind === 'call-permission'}>
            <Sheet title="May they call you?" onClose={close}>
              {(shut) => {
                const answer = async (response: 'accept' | 'reject', permanent = false) => {
                  if (await page.act({ type: 'call-permission', messageId: messageId(), response, permanent })) shut()
                }
                return (
                  <div class="flex flex-col gap-2">
                    <SheetButton onClick={() => answer('accept')}>Allow for 7 days</SheetButton>
                    <SheetButton onClick={() => answer('accept', true)}>Always allow</SheetButton>
                    <SheetButton onClick={() => answer('reject')}>Don’t allow</SheetButton>
                  </div>
                )
              }}
            </Sheet>
          </Match>
        </Switch>
      </Show>
    </>
  )
}

function Icon(props: { of: (typeof icons)[keyof typeof icons] }) {
  return <props.of aria-hidden="true" class="size-3.5!" />
}
