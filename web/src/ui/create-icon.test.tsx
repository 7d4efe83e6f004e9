import { render } from '@solidjs/testing-library'
import Copy from 'lucide-solid/icons/copy'
import { createSignal } from 'solid-js'
import { expect, test } from 'vitest'

const drawn = (container: Element) => container.querySelector('svg') as SVGElement

test('an icon is the drawing, hidden from screen readers unless it has a name', () => {
  const { container } = render(() => <Copy />)
  expect([...drawn(container).children].map(({ tagName }) => tagName)).toEqual(['rect', 'path'])
  expect(drawn(container).querySelector('[key]')).toBeNull()
  expect(drawn(container).getAttribute('aria-hidden')).toBe('true')
  const named = drawn(render(() => <Copy role="img" aria-label="Copied" />).container)
  expect(named.hasAttribute('aria-hidden')).toBe(false)
  expect(named.getAttribute('aria-label')).toBe('Copied')
})

test('its class follows, beside the one that our own styles know', () => {
  const [size, setSize] = createSignal('size-3')
  const { container } = render(() => <Copy class={size()} />)
  expect(drawn(container).getAttribute('class')).toBe('lucide size-3')
  setSize('size-5')
  expect(drawn(container).getAttribute('class')).toBe('lucide size-5')
})
