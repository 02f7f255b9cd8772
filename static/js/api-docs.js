// Shows the OpenAPI document with Swagger UI. Nothing is fetched from another host.
"use strict";

const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
});
