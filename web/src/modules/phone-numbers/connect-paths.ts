export const CONNECT_PATH = '/settings/numbers/connect'
/** Its document has a Content-Security-Policy of its own (`web/public/_headers`): load it, don't navigate to it. */
export const CONNECT_WITH_META_PATH = '/settings/numbers/connect/meta'
export const numberPath = (id: string): string => `/settings/numbers/${id}`
