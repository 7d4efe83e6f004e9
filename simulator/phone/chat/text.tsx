import { For, type JSX } from 'solid-js'
import { type Part, partsOf } from './text-parts'

export function FormattedText(props: { text: string }) {
  const isOnlyEmoji = () =>
    /^(\p{Extended_Pictographic}\uFE0F?(\u200D\p{Extended_Pictographic}\uFE0F?)*){1,3}$/u.test(props.text)
  return (
    <span dir="auto" class={isOnlyEmoji() ? 'text-[34px]/10' : 'whitespace-pre-line'}>
      <For each={partsOf(props.text)}>{render}</For>
    </span>
  )
}

function render({ kind, text }: Part): JSX.Element {
  switch (kind) {
    case 'bold':
      return <b>{text}</b>
    case 'italic':
      return <i>{text}</i>
    case 'strike':
      return <s>{text}</s>
    case 'mono':
      return <code class="font-mono text-[12px]">{text}</code>
    case 'link':
      // Looks like a link; the phone is a pretence and opens nothing.
      return (
        <span class="text-(--phone-link) underline" title="Not opened: the phone is simulated">
          {text}
        </span>
      )
    default:
      return text
  }
}
