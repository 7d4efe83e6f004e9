import { For, type JSX, Match, Switch } from 'solid-js'
import type { Block, Inline } from './parse-markdown'

/** Blocks of a guide. Everything is a text node. */
export function Markdown(props: { blocks: readonly Block[] }) {
  return <For each={props.blocks}>{(block) => <BlockView block={block} />}</For>
}

function BlockView(props: { block: Block }) {
  const is = <Kind extends Block['kind']>(kind: Kind) => {
    const { block } = props
    return block.kind === kind ? (block as Extract<Block, { kind: Kind }>) : undefined
  }
  return (
    <Switch>
      <Match when={is('heading')}>{(heading) => <Heading heading={heading()} />}</Match>
      <Match when={is('paragraph')}>
        {(paragraph) => (
          <p class="mt-4">
            <Inlines inlines={paragraph().inlines} />
          </p>
        )}
      </Match>
      <Match when={is('list')?.isOrdered && is('list')}>
        {(list) => (
          <ol class="mt-4 flex list-decimal flex-col gap-2 ps-6 marker:font-semibold marker:text-ink-3">
            <Items items={list().items} />
          </ol>
        )}
      </Match>
      <Match when={is('list')}>
        {(list) => (
          <ul class="mt-4 flex list-disc flex-col gap-2 ps-6 marker:text-ink-3">
            <Items items={list().items} />
          </ul>
        )}
      </Match>
      <Match when={is('table')}>{(table) => <Table table={table()} />}</Match>
    </Switch>
  )
}

function Heading(props: { heading: Extract<Block, { kind: 'heading' }> }) {
  return (
    <Switch>
      <Match when={props.heading.level === 1}>
        <h1 tabindex="-1" class="display text-[30px]/9 text-ink tracking-[-.03em] outline-none">
          <Inlines inlines={props.heading.inlines} />
        </h1>
      </Match>
      <Match when={props.heading.level === 2}>
        <h2
          id={props.heading.id}
          tabindex="-1"
          class="mt-10 scroll-mt-6 text-xl text-ink tracking-[-.02em] outline-none"
        >
          <Inlines inlines={props.heading.inlines} />
        </h2>
      </Match>
      <Match when={true}>
        <h3 id={props.heading.id} tabindex="-1" class="mt-6 scroll-mt-6 text-lg text-ink outline-none">
          <Inlines inlines={props.heading.inlines} />
        </h3>
      </Match>
    </Switch>
  )
}

function Items(props: { items: readonly Inline[][] }) {
  return (
    <For each={props.items}>
      {(item) => (
        <li class="ps-1">
          <Inlines inlines={item} />
        </li>
      )}
    </For>
  )
}

function Table(props: { table: Extract<Block, { kind: 'table' }> }) {
  return (
    <section
      aria-label={props.table.head[0]?.map(({ text }) => text).join('') ?? ''}
      tabindex="0"
      class="mt-4 overflow-x-auto"
    >
      <table class="w-full border-collapse text-sm">
        <thead>
          <tr>
            <For each={props.table.head}>
              {(cell) => (
                <th scope="col" class="border-line border-b px-3 py-2 text-start font-medium text-ink-3 first:ps-0">
                  <Inlines inlines={cell} />
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.table.rows}>
            {(row) => (
              <tr>
                <For each={row}>
                  {(cell) => (
                    <td class="min-w-36 border-line-soft border-b px-3 py-2 align-top first:ps-0">
                      <Inlines inlines={cell} />
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}

function Inlines(props: { inlines: readonly Inline[] }) {
  return <For each={props.inlines}>{(inline) => toElement(inline)}</For>
}

function toElement(inline: Inline): JSX.Element {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'strong':
      return <strong class="text-ink">{inline.text}</strong>
    case 'emphasis':
      return <em>{inline.text}</em>
    case 'code':
      return <code class="break-words rounded-xs bg-surface-3 px-1 py-px font-mono text-[.9em]">{inline.text}</code>
    case 'link':
      return <GuideLink href={inline.href} text={inline.text} />
  }
}

function GuideLink(props: { href: string; text: string }) {
  const isHere = () => props.href.startsWith('#')
  return (
    <a
      href={props.href}
      target={isHere() ? '_self' : '_blank'}
      rel={isHere() ? undefined : 'noopener noreferrer'}
      class="link underline underline-offset-2"
    >
      {props.text}
    </a>
  )
}
