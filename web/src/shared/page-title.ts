const ICON = '/favicon.svg'
const ICON_WITH_DOT = '/favicon-unread.svg'
const MOST = 99

let page = ''
let waiting = 0

/** What the tab is called: "(3) Inbox · Wharf". */
export function setPageTitle(title: string): void {
  page = title
  show()
}

/** How much waits to be read; none takes the number and the dot away. */
export function setTitleCount(count: number): void {
  if (count === waiting) return
  waiting = count
  show()
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (icon) icon.href = count > 0 ? ICON_WITH_DOT : ICON
}

function show(): void {
  // Nothing to put a number before yet: the page names itself in a moment.
  if (page === '') return
  document.title = waiting > 0 ? `(${waiting > MOST ? `${MOST}+` : waiting}) ${page}` : page
}
