import { serveAsset } from '../../../worker/shared/http/missing-assets'

type Context = { request: Request; env: { ASSETS: { fetch(request: Request): Promise<Response> } } }

/** As on the Worker: a missing file is 404, never the page under a script's address. */
export const onRequest = ({ request, env }: Context) => serveAsset(request, env.ASSETS)
