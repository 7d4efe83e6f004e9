/** Thrown out of `fetch`: the connection ended without an answer. The stand-alone server destroys the socket. */
export class ConnectionClosed extends TypeError {
  constructor() {
    super('fetch failed')
    this.name = 'ConnectionClosed'
  }
}
