import { type ClientRequestOptions, hc } from 'hono/client'
import type { App } from './app'

/** The dashboard's typed client. Types only: nothing of the Worker reaches the browser. */
export const createClient = (baseUrl: string, options?: ClientRequestOptions) => hc<App>(baseUrl, options)
