import {
  Ban,
  BookOpenCheck,
  EllipsisVertical,
  Inbox,
  Megaphone,
  Phone,
  PhoneMissed,
  ShieldQuestion,
  Sparkles,
} from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/fields'
import { Menu } from './popover'

/** What people do now and then: calls, ads, things the Cloud API cannot show. */
export function ChatMenu() {
  const page = usePage()
  const [isEchoing, setEchoing] = createSignal(false)
  const items = () => [
    {
      label: 'Read everything now',
      icon: <BookOpenCheck aria-hidden="true" />,
      run: () => void page.act({ type: 'open', listen: true }),
    },
    {
      label: 'Write from an ad',
      icon: <Megaphone aria-hidden="true" />,
      run: () => void page.act({ type: 'text', text: 'Can I get more info about this?', referral: {} }),
    },
    { label: 'Call', icon: <Phone aria-hidden="true" />, run: () => void page.act({ type: 'call' }) },
    {
      label: 'Call, not answered',
      icon: <PhoneMissed aria-hidden="true" />,
      run: () => void page.act({ type: 'call', outcome: 'missed' }),
    },
    {
      label: 'Send a poll',
      icon: <ShieldQuestion aria-hidden="true" />,
      run: () => void page.act({ type: 'unsupported' }),
    },
    {
      label: 'Send a type from the future',
      icon: <Sparkles aria-hidden="true" />,
      run: () => void page.act({ type: 'unknown' }),
    },
    { label: 'The owner writes by phone', icon: <Inbox aria-hidden="true" />, run: () => setEchoing(true) },
    {
      label: 'Block this business',
      icon: <Ban aria-hidden="true" />,
      isBad: true,
      run: () => void page.act({ type: 'block' }),
    },
  ]
  return (
    <>
      <Menu
        label="More of this chat"
        trigger={<EllipsisVertical aria-hidden="true" />}
        triggerClass="grid size-8 place-items-center rounded-sm text-(--phone-ink) max-sm:size-11"
        items={items()}
      />
      <Show when={isEchoing()}>
        <Echo onClose={() => setEchoing(false)} />
      </Show>
    </>
  )
}

/** The owner answers in the WhatsApp Business app: the dashboard gets an echo of it. */
function Echo(props: { onClose: () => void }) {
  const page = usePage()
  const [text, setText] = createSignal('')
  const send = async (event: Event) => {
    event.preventDefault()
    const [from, to] = [page.number()?.id, page.customer()?.id]
    if (from && to && (await page.attempt(() => api.echo(from, to, text())))) props.onClose()
  }
  return (
    <Dialog
      title="The owner writes by phone"
      onClose={props.onClose}
      footer={
        <Button look="primary" type="submit" form="echo">
          Send
        </Button>
      }
    >
      <form id="echo" onSubmit={send} class="flex flex-col gap-3">
        <p class="text-ink-2">
          From the WhatsApp Business app of {page.number()?.verifiedName}. The dashboard hears of it as an echo.
        </p>
        <TextField label="Message" value={text()} onText={setText} required dir="auto" />
      </form>
    </Dialog>
  )
}
