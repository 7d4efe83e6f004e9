import { createSignal, Show } from 'solid-js'
import { api } from '../api'
import { usePage } from '../store'
import { Range, Select } from '../ui/fields'
import { Section } from './section'

/** Reasons that a team meets: the sentence first, the code last. */
const AFTER_ACCEPTING: [code: number, sentence: string][] = [
  [131026, 'not reachable'],
  [131047, 'wrote more than 24 hours ago'],
  [131049, 'too much marketing lately'],
  [131050, 'wants no marketing'],
  [131053, 'the file could not be fetched'],
  [131051, 'type not supported'],
  [130472, 'part of an experiment'],
  [131042, 'payment problem'],
  [131000, 'something went wrong'],
]
const AT_ONCE: [code: number, sentence: string][] = [
  [130429, 'too many messages'],
  [131056, 'too many to this person'],
  [131048, 'too many were marked as spam'],
  [131031, 'the account is locked'],
  [190, 'the token has expired'],
  [132015, 'the template is paused'],
  [131016, 'service unavailable'],
  [2, 'temporarily down'],
]

const options = [
  { value: '', label: 'Goes through' },
  ...AFTER_ACCEPTING.map(([code, sentence]) => ({ value: `later ${code}`, label: `Fails: ${sentence} (${code})` })),
  ...AT_ONCE.map(([code, sentence]) => ({ value: `now ${code}`, label: `Refused: ${sentence} (${code})` })),
]

export function NextMessage() {
  const page = usePage()
  const [dragged, setDragged] = createSignal<number | null>(null)
  const chosen = () => {
    const failure = page.number()?.chaos.nextFailures[0]
    return failure ? `${failure.asStatus ? 'later' : 'now'} ${failure.code}` : ''
  }
  const choose = (value: string) => {
    const id = page.number()?.id
    const [when, code] = value.split(' ')
    const nextFailures = value ? [{ code: Number(code), asStatus: when === 'later' }] : []
    if (id) void page.attempt(() => api.changeChaos(id, { nextFailures }))
  }
  const delay = () => dragged() ?? page.number()?.chaos.delayMs[1] ?? 0
  const setDelay = async (milliseconds: number) => {
    const id = page.number()?.id
    if (!id) return
    setDragged(milliseconds)
    // A network that is slow varies; the order of things may suffer, as it does in life.
    const delayMs: [number, number] = [Math.round(milliseconds * 0.75), milliseconds]
    await page.attempt(() => api.changeChaos(id, { delayMs }))
    await page.refresh()
    setDragged(null)
  }
  return (
    <Section title="Next message from the team">
      <Select label="Next message from the team" hideLabel value={chosen()} options={options} onChange={choose} />
      <Show when={(page.number()?.chaos.nextFailures.length ?? 0) > 1}>
        <p class="mt-1 text-xs text-ink-3">And {(page.number()?.chaos.nextFailures.length ?? 1) - 1} more after it.</p>
      </Show>
      <div class="mt-2.5">
        <Range
          label="Network delay"
          value={delay()}
          max={3000}
          step={100}
          text={(value) => `${value} ms`}
          onChange={setDelay}
        />
      </div>
    </Section>
  )
}
