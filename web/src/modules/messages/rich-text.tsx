import { For, type JSX } from 'solid-js'
import { parseText, type TextPart } from './parse-text'

/** Text as WhatsApp shows it: *bold*, _italic_, ~struck~, `code`, and links. Text nodes only: nothing in it can execute. */
export function RichText(props: { text: string }): JSX.Element {
  return (
    <span dir="auto" class="whitespace-pre-wrap">
      <For each={parseText(props.text)}>{(part) => <Part part={part} />}</For>
    </span>
  )
}

function Part(props: { part: TextPart }): JSX.Element {
  const part = props.part
  switch (part.kind) {
    case 'bold':
      return <b class="font-semibold">{part.text}</b>
    case 'italic':
      return <i>{part.text}</i>
    case 'struck':
      return <s>{part.text}</s>
    case 'code':
      return <code class="rounded-xs bg-surface-3 px-1 font-mono text-[.92em]">{part.text}</code>
    case 'link':
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer"
          class="text-brand-ink underline underline-offset-2"
        >
          {part.text}
        </a>
      )
    default:
      return part.text
  }
}
