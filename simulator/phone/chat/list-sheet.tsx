import { For, Show } from 'solid-js'
import type { Card } from '../../customer/card-parts'
import { usePage } from '../store'
import { Sheet } from './sheet'

/** The rows of a list message; picking one answers. */
export function ListSheet(props: {
  title: string
  sections: Card['sections']
  messageId: string
  onClose: () => void
}) {
  const page = usePage()
  return (
    <Sheet title={props.title} onClose={props.onClose}>
      {(shut) => (
        <div class="flex flex-col gap-4">
          <For each={props.sections}>
            {(section) => (
              <section>
                <Show when={section.title}>
                  <h3 dir="auto" class="mb-1 text-xs font-medium text-(--phone-meta)">
                    {section.title}
                  </h3>
                </Show>
                <ul class="overflow-hidden rounded-lg bg-(--phone-in)">
                  <For each={section.rows}>
                    {(row) => (
                      <li>
                        <button
                          type="button"
                          class="phone-line block min-h-11 w-full border-b px-3 py-2 text-start hover:bg-(--phone-ink)/5"
                          onClick={async () => {
                            if (await page.act({ type: 'pick', messageId: props.messageId, rowId: row.id })) shut()
                          }}
                        >
                          <span dir="auto" class="block font-medium">
                            {row.title}
                          </span>
                          <span dir="auto" class="block text-xs text-(--phone-meta)">
                            {row.description}
                          </span>
                        </button>
                      </li>
                    )}
                  </For>
                </ul>
              </section>
            )}
          </For>
        </div>
      )}
    </Sheet>
  )
}
