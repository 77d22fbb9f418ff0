"""A stand-in for a Schema Registry, by its documented REST interface: it knows what it was given, and counts questions.

https://docs.confluent.io/platform/current/schema-registry/develop/api.html
"""
import base64
import http.server
import json
import threading


class SchemaRegistry:
    def __init__(self, user=None, password=None):
        self.asked = []
        self.schemas = {}  # id -> what is answered
        self.versions = {}  # (subject, version) -> what is answered
        self._login = user and "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, path, login):
        self.asked.append(path)
        if self._login and login != self._login:
            return 401, {"error_code": 401, "message": "Unauthorized"}
        match path.strip("/").split("/"):
            case ["schemas", "ids", number] if int(number) in self.schemas:
                return 200, self.schemas[int(number)]
            case ["subjects", name, "versions", number] if (name, int(number)) in self.versions:
                return 200, self.versions[name, int(number)]
            case ["subjects"]:
                return 200, sorted({name for name, _ in self.versions})
        return 404, {"error_code": 40403, "message": "Schema not found"}

    def _handler(registry):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, body = registry._answer(self.path, self.headers.get("Authorization"))
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        return Handler
