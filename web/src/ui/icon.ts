import type { Component } from 'solid-js'

/** A lucide icon, as far as we use its props. */
export type Icon = Component<{ 'aria-hidden': 'true'; class?: string }>
