import { type JSX, Show } from 'solid-js'

export type TableCardProps = {
  title?: string
  description?: JSX.Element
  actions?: JSX.Element
  children: JSX.Element
}

/** A card whose table or list runs from edge to edge. */
export function TableCard(props: TableCardProps) {
  return (
    <section class="overflow-hidden rounded-lg bg-surface ring-1 ring-line">
      <Show when={props.title || props.description}>
        <header class="flex flex-wrap items-center gap-x-4 gap-y-2 px-[18px] pt-3.5 pb-2.5 max-sm:px-4">
          <div class="min-w-0 flex-1">
            <Show when={props.title}>
              <h2 class="text-md">{props.title}</h2>
            </Show>
            <Show when={props.description}>
              <p class="text-ink-2">{props.description}</p>
            </Show>
          </div>
          {props.actions}
        </header>
      </Show>
      {props.children}
    </section>
  )
}

const cell = 'px-3 first:ps-[18px] last:pe-[18px] max-sm:first:ps-4 max-sm:last:pe-4'

export function HeaderCell(props: { children: JSX.Element; class?: string }) {
  return (
    <th
      scope="col"
      class={`${cell} whitespace-nowrap border-line border-b py-2 text-start font-medium text-ink-3 text-xs ${props.class ?? ''}`}
    >
      {props.children}
    </th>
  )
}

export function Cell(props: { children: JSX.Element; class?: string; title?: string | undefined }) {
  return (
    <td
      title={props.title}
      class={`${cell} h-[52px] border-line-soft border-b py-2 group-last:border-b-0 ${props.class ?? ''}`}
    >
      {props.children}
    </td>
  )
}

export function Row(props: { children: JSX.Element }) {
  return (
    <tr data-row tabindex="-1" class="group outline-none hover:bg-surface-2">
      {props.children}
    </tr>
  )
}
