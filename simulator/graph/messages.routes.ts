import { Hono } from 'hono'
import type { World } from '../core/world'
import type { GraphEnv } from './auth'

/** Sending, marking as read, typing. */
export const messagesRoutes = (_world: World) => new Hono<GraphEnv>()
