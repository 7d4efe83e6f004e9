import { maxBytesOf } from '@worker/modules/media/file-rules.models'
import { t } from '../../shared/i18n'
import { FileError } from './file-error'

/** The sizes that are tried, longest side in pixels: a phone shows no more. */
const SIDES = [2560, 1920, 1280]
const QUALITY = 0.86

/** A picture as a JPEG that WhatsApp takes: another type, or fewer pixels. @throws FileError when it can't be read */
export async function shrinkPicture(file: File): Promise<File> {
  const picture = await createImageBitmap(file).catch(() => {
    throw unreadable(file)
  })
  try {
    for (const side of SIDES) {
      const made = await draw(picture, side, file)
      if (made.size <= maxBytesOf('image'))
        return new File([made], file.name.replace(/\.\w+$/, '').concat('.jpg'), { type: 'image/jpeg' })
    }
  } finally {
    picture.close()
  }
  throw new FileError(t('composer.files.stillTooLarge', { name: file.name }))
}

const unreadable = ({ name }: File) => new FileError(t('composer.files.unreadable', { name }))

async function draw(picture: ImageBitmap, side: number, file: File): Promise<Blob> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) throw unreadable(file)
  // What is transparent would be black in a JPEG.
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(unreadable(file))), 'image/jpeg', QUALITY),
  )
}
