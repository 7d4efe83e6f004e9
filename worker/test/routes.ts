import { type Permission, permissionNames } from '../tenancy/permissions.schemas'
import { app } from './worker'

export type Route = { method: string; path: string; name: string; permission: Permission | undefined }

/** Every endpoint the app has, as the router knows them, with the permission it asks for. */
export function listRoutes(): Route[] {
  const asked = new Map<string, Permission>()
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== 'route') continue
    const {
      method,
      path,
      'x-permission': permission,
    } = definition.route as { method: string; path: string; 'x-permission'?: Permission }
    if (permission && permissionNames.includes(permission))
      asked.set(`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`, permission)
  }
  const names = new Set(
    app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`),
  )
  return [...names].map((name) => {
    const [method = '', path = ''] = name.split(' ')
    return { method, path, name, permission: asked.get(name) }
  })
}

export const fillPath = (path: string, params: Record<string, string>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? name)
