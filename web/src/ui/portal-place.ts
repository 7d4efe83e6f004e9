/** The portal's own element is a child of the header, which must not make room for it. */
export const withoutBox = (element: HTMLElement | SVGElement): void => {
  element.style.display = 'contents'
}

/** Inside the button's landmark where there is one, such as the top bar, so that what floats is not outside of all of them. */
export function landmarkOf(trigger: HTMLElement | undefined, where: string): HTMLElement {
  return trigger?.closest<HTMLElement>(where) ?? document.body
}
