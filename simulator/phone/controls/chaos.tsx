import { Tornado } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { Chaos } from '../../core/chaos'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Range, Switch, TextField } from '../ui/fields'
import { Section } from './section'

type Rate = Exclude<
  { [Key in keyof Chaos]: Chaos[Key] extends number ? Key : never }[keyof Chaos],
  'seed' | 'step' | 'batch'
>

const groups: { title: string; rates: { rate: Rate; label: string; hint?: string }[] }[] = [
  {
    title: 'What the dashboard is told',
    rates: [
      { rate: 'duplicate', label: 'Told twice', hint: 'The same bytes, two deliveries.' },
      { rate: 'reorder', label: 'Out of order' },
      { rate: 'drop', label: 'Never told' },
      { rate: 'statusBeforeMessage', label: 'A status before its message' },
      { rate: 'skipDelivered', label: 'Read without delivered' },
      { rate: 'corruptMedia', label: 'Media arrives broken' },
    ],
  },
  {
    title: 'When the dashboard sends',
    rates: [
      { rate: 'statusBeforeResponse', label: 'The status is quicker than the answer' },
      { rate: 'failWith5xx', label: 'Answered with a server error' },
      { rate: 'acceptBeforeFailing', label: '… though it was sent', hint: 'Of the server errors.' },
      { rate: 'hang', label: 'Never answered, though sent' },
      { rate: 'closeConnection', label: 'Connection lost, though sent' },
      { rate: 'throttle', label: 'Refused: too many messages (130429)' },
    ],
  },
]
const rates = groups.flatMap((group) => group.rates.map(({ rate }) => rate))
const percent = (value: number) => `${Math.round(value * 100)} %`

export function ChaosSection() {
  const page = usePage()
  const [isOpen, setOpen] = createSignal(false)
  const wild = () => {
    const chaos = page.number()?.chaos
    if (!chaos) return 0
    return rates.filter((rate) => chaos[rate] > 0).length + Number(chaos.batch > 1) + Number(Boolean(chaos.expireToken))
  }
  return (
    <Section title="Chaos">
      <Button
        size="sm"
        class="w-full"
        icon={<Tornado aria-hidden="true" class="size-3.5!" />}
        onClick={() => setOpen(true)}
      >
        Misbehave like the real thing
        <Show when={wild() > 0}>
          <span class="rounded-full bg-buoy-soft px-1.5 py-0.5 text-[11px]/none text-buoy-ink">{wild()} on</span>
        </Show>
      </Button>
      <Show when={isOpen() && page.number()}>
        {(number) => <Drawer chaos={number().chaos} onClose={() => setOpen(false)} />}
      </Show>
    </Section>
  )
}

function Drawer(props: { chaos: Chaos; onClose: () => void }) {
  const page = usePage()
  const [dragged, setDragged] = createSignal<Partial<Record<keyof Chaos, number>>>({})
  const change = async (key: Rate | 'batch' | 'seed', value: number) => {
    const id = page.number()?.id
    if (!id) return
    setDragged((all) => ({ ...all, [key]: value }))
    await page.attempt(() => api.changeChaos(id, { [key]: value }))
    await page.refresh()
    setDragged(({ [key]: _, ...rest }) => rest)
  }
  const expireToken = async (expires: boolean) => {
    const id = page.number()?.id
    if (!id) return
    await page.attempt(() => api.changeChaos(id, { expireToken: expires }))
    await page.refresh()
  }
  const calm = () => {
    const id = page.number()?.id
    if (id) void page.attempt(() => api.calm(id))
  }
  return (
    <Dialog title="Chaos" isDrawer onClose={props.onClose} footer={<Button onClick={calm}>Calm again</Button>}>
      <p class="text-ink-2">
        For <b>{page.number()?.verifiedName}</b>. The same seed makes the same decisions, so that a failing run can be
        repeated exactly.
      </p>
      <For each={groups}>
        {(group) => (
          <section class="flex flex-col gap-3">
            <h3 class="text-xs font-medium text-ink-3">{group.title}</h3>
            <For each={group.rates}>
              {({ rate, label, hint }) => (
                <Range
                  label={label}
                  {...(hint && { hint })}
                  value={dragged()[rate] ?? props.chaos[rate]}
                  max={1}
                  step={0.05}
                  text={percent}
                  onChange={(value) => change(rate, value)}
                />
              )}
            </For>
          </section>
        )}
      </For>
      <Switch
        label="The access token has expired (190)"
        checked={Boolean(props.chaos.expireToken)}
        onChange={expireToken}
      />
      <Range
        label="Updates in one delivery"
        value={dragged().batch ?? props.chaos.batch}
        max={50}
        step={1}
        text={(value) => (value <= 1 ? 'one' : String(value))}
        onChange={(value) => change('batch', Math.max(1, value))}
      />
      <TextField
        label="Seed"
        inputmode="numeric"
        value={String(props.chaos.seed)}
        hint={`${props.chaos.step} decisions made with it.`}
        onCommit={(text) => /^-?\d{1,10}$/.test(text) && change('seed', Number(text))}
      />
    </Dialog>
  )
}
