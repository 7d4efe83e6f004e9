/**
 * Gives an element that is not on the page yet, with the tree around it, a window. What a template made belongs to a document
 * without one until it is inserted, and a pane that waits for its data is inserted late: whatever observes sizes would fail.
 */
export function adopt<E extends Element>(element: E): E {
  if (!element.isConnected) document.adoptNode(element.getRootNode())
  return element
}
