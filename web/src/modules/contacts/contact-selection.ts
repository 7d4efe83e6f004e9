/** Some people, one by one; or all that the filter finds, but for a few. */
export type Selection = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> }

/** As many as the API takes by id. More are chosen by their filter. */
export const SOME_MOST = 1000
export const nobody: Selection = { kind: 'some', ids: new Set() }
export const everybody: Selection = { kind: 'all', except: new Set() }

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id)

export const isNobody = (selection: Selection): boolean => selection.kind === 'some' && selection.ids.size === 0

/** `total`: of the filter; undefined while it is being counted. */
export function selectedCount(selection: Selection, total: number | undefined): number | undefined {
  if (selection.kind === 'some') return selection.ids.size
  return total === undefined ? undefined : Math.max(0, total - selection.except.size)
}

function change(selection: Selection, ids: readonly string[], isOn: boolean): Selection {
  // In "all", what is selected is what is not left out.
  const set = new Set(selection.kind === 'some' ? selection.ids : selection.except)
  const isAdded = selection.kind === 'some' ? isOn : !isOn
  for (const id of ids) {
    if (!isAdded) set.delete(id)
    else if (selection.kind === 'all' || set.size < SOME_MOST) set.add(id)
  }
  return selection.kind === 'some' ? { kind: 'some', ids: set } : { kind: 'all', except: set }
}

export const toggle = (selection: Selection, id: string): Selection =>
  change(selection, [id], !isSelected(selection, id))

/** From the one ticked before to this one, all as this one becomes. */
export function toggleRange(
  selection: Selection,
  from: string | undefined,
  to: string,
  order: readonly string[],
): Selection {
  const [a, b] = [from === undefined ? -1 : order.indexOf(from), order.indexOf(to)]
  if (a < 0 || b < 0) return toggle(selection, to)
  return change(selection, order.slice(Math.min(a, b), Math.max(a, b) + 1), !isSelected(selection, to))
}

/** What the box in the head says. */
export function headState(selection: Selection, loaded: readonly string[]): 'none' | 'some' | 'all' {
  const count = loaded.filter((id) => isSelected(selection, id)).length
  if (count === 0) return isNobody(selection) || loaded.length === 0 ? 'none' : 'some'
  return count === loaded.length ? 'all' : 'some'
}

/** The box in the head: those that are loaded, or nobody. */
export function toggleLoaded(selection: Selection, loaded: readonly string[]): Selection {
  return headState(selection, loaded) === 'all'
    ? nobody
    : selection.kind === 'all'
      ? everybody
      : change(selection, loaded, true)
}
