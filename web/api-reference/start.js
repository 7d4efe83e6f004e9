// Starts Swagger UI on /api/docs. A file of its own: the page's Content-Security-Policy allows no inline script.
window.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 2,
  displayRequestDuration: true,
  // Their colours are inline and know one theme only.
  syntaxHighlight: { activated: false },
  // Their badge would send the address of the document to another host.
  validatorUrl: 'none',
  plugins: [
    () => ({
      wrapComponents: {
        // A link inside the button that opens an operation: two controls in one. The button sets the address as well.
        DeepLink:
          (_, { React }) =>
          (props) =>
            React.createElement('span', null, props.text),
      },
    }),
  ],
})

// Swagger UI gives the editor of a request body no name, and its examples scroll without being reached by the keyboard.
new MutationObserver(() => {
  for (const editor of document.querySelectorAll('.body-param__text:not([aria-label])'))
    editor.setAttribute('aria-label', 'Request body')
  for (const example of document.querySelectorAll('.microlight:not([tabindex])')) example.tabIndex = 0
}).observe(document.body, { childList: true, subtree: true })
