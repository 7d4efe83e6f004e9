/** The dialog for another workspace. */
export const createWorkspace = {
  createText: 'People, numbers and conversations are kept apart from your other workspaces.',
  name: 'Workspace name',
  creating: 'Creating',
  created: '{{ name }} is ready',
} as const
