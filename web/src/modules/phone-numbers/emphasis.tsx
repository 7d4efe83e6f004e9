import { For, Show } from 'solid-js'

/** Words between asterisks stand out: "Pick *WhatsApp, API setup*." */
export function Emphasis(props: { text: string }) {
  return (
    <For each={props.text.split('*')}>
      {(part, index) => (
        <Show when={index() % 2 === 1} fallback={part}>
          <b class="text-ink">{part}</b>
        </Show>
      )}
    </For>
  )
}
