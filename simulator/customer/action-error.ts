/** A customer cannot do that. The message is a sentence for whoever asked. */
export class ActionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ActionError'
  }
}
