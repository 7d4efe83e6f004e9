import { Tabs as Kobalte } from '@kobalte/core/tabs'
import { For, type JSX, Show } from 'solid-js'

export type TabsProps<Value extends string> = {
  label: string
  tabs: readonly { value: Value; label: string; count?: number; content: () => JSX.Element }[]
  value: Value
  onChange: (value: Value) => void
}

/** Sections of a page, with counts. For exclusive views use Segmented. */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const choose = (value: string) => {
    const tab = props.tabs.find((candidate) => candidate.value === value)
    if (tab) props.onChange(tab.value)
  }
  return (
    <Kobalte value={props.value} onChange={choose} class="flex min-h-0 flex-1 flex-col">
      <Kobalte.List
        aria-label={props.label}
        class="flex flex-none gap-[18px] overflow-x-auto border-line-soft border-b px-6 max-sm:px-4"
      >
        <For each={props.tabs}>
          {(tab) => (
            <Kobalte.Trigger
              value={tab.value}
              class="inline-flex h-10 flex-none items-center gap-1.5 border-transparent border-b-2 pt-0.5 font-medium text-ink-2 hover:text-ink aria-selected:border-brand aria-selected:text-ink max-sm:h-11"
            >
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="font-regular text-ink-3 tabular-nums">{tab.count}</span>
              </Show>
            </Kobalte.Trigger>
          )}
        </For>
      </Kobalte.List>
      <For each={props.tabs}>
        {(tab) => (
          <Kobalte.Content value={tab.value} class="min-h-0 flex-1">
            {tab.content()}
          </Kobalte.Content>
        )}
      </For>
    </Kobalte>
  )
}
