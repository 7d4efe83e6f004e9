/** Why a file cannot be sent, in words for a person. What else is thrown is not read out. */
export class FileError extends Error {
  override readonly name = 'FileError'
}
