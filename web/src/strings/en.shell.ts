/** The frame around every page: rail, top bar, palette, connection, not-found. */
export const shell = {} as const
