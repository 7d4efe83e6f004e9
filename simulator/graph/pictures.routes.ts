import { Hono } from 'hono'
import type { World } from '../core/world'
import type { GraphEnv } from './auth'
import { PICTURES_PATH, pictureOf } from './pictures'

/** Meta's CDN: answered without a token. */
export const picturesRoutes = (world: World): Hono<GraphEnv> =>
  new Hono<GraphEnv>().get(`${PICTURES_PATH}:name`, (c) => {
    const picture = pictureOf(world, c.req.param('name'))
    return picture ? c.body(picture.bytes, 200, { 'content-type': picture.type }) : c.text('URL signature expired', 404)
  })
