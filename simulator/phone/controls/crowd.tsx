import { UsersRound } from 'lucide-solid'
import { createSignal } from 'solid-js'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Section } from './section'

export function Crowd() {
  const page = usePage()
  const [isBusy, setBusy] = createSignal(false)
  const gather = async () => {
    const id = page.number()?.id
    if (!id) return
    setBusy(true)
    if (await page.attempt(() => api.crowd(id))) page.tell('50 people have written')
    setBusy(false)
  }
  return (
    <Section title="Crowd">
      <Button
        size="sm"
        class="w-full"
        disabled={isBusy()}
        icon={<UsersRound aria-hidden="true" class="size-3.5!" />}
        onClick={gather}
      >
        50 customers write at once
      </Button>
    </Section>
  )
}
