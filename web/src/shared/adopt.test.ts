import { expect, it } from 'vitest'
import { adopt } from './adopt'

/** As Solid makes elements. */
function fromTemplate(): Element {
  const template = document.createElement('template')
  template.innerHTML = '<section><div></div></section>'
  return (template.content.firstElementChild as Element).cloneNode(true) as Element
}

it('gives what a template made a window, and leaves it where it is in its tree', () => {
  const section = fromTemplate()
  const inner = section.firstElementChild as Element
  expect(inner.ownerDocument.defaultView).toBeNull()
  expect(adopt(inner)).toBe(inner)
  expect(inner.ownerDocument.defaultView).toBe(window)
  expect(inner.parentElement).toBe(section)
})

it('does nothing to what is on the page', () => {
  const section = fromTemplate()
  document.body.append(section)
  adopt(section)
  expect(section.parentElement).toBe(document.body)
  section.remove()
})
