/** The portal's own element is a child of the header, which must not make room for it. */
export const withoutBox = (element: HTMLElement | SVGElement): void => {
  element.style.display = 'contents'
}

/** Inside the top bar's or the rail's landmark where there is one, so that the menu is not outside of all of them. */
export function landmarkOf(trigger: HTMLElement | undefined): HTMLElement {
  return trigger?.closest<HTMLElement>('header, nav') ?? document.body
}
