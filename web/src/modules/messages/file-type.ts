/** How a document's tile looks: its ending in letters, and a colour that goes with it. */
export type FileType = { label: string; tint: 'pdf' | 'text' | 'sheet' | 'slides' | 'video' | 'other' }

const tints: Record<string, FileType['tint']> = {
  ...{ PDF: 'pdf', DOC: 'text', DOCX: 'text', ODT: 'text', TXT: 'text', RTF: 'text', PAGES: 'text' },
  ...{ XLS: 'sheet', XLSX: 'sheet', CSV: 'sheet', ODS: 'sheet', PPT: 'slides', PPTX: 'slides', ODP: 'slides' },
  ...{ MP4: 'video', MOV: 'video', '3GP': 'video', WEBM: 'video' },
}
const byMime: Record<string, string> = {
  'application/pdf': 'PDF',
  'text/plain': 'TXT',
  'text/csv': 'CSV',
  'application/msword': 'DOC',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.ms-powerpoint': 'PPT',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/zip': 'ZIP',
  'video/mp4': 'MP4',
  'video/3gpp': '3GP',
}

export function fileType(filename: string | null | undefined, mimeType: string): FileType {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(filename ?? '')?.[1]?.toUpperCase()
  const label = ending ?? byMime[mimeType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'FILE'
  return { label: label.slice(0, 4), tint: tints[label] ?? 'other' }
}
