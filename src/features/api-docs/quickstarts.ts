/**
 * The same program in three languages, with only their standard libraries: a token, then an event. CLIENT_ID,
 * CLIENT_SECRET, COMPANY and PROJECT are the reader's. There are no comments inside, because every language shows the
 * same text.
 */
export function quickstarts(publicUrl: string): { language: string; text: string }[] {
  return [
    {
      language: 'curl',
      text: `token=$(curl -sf ${publicUrl}/oauth/token \\
  -d grant_type=client_credentials -d client_id="$CLIENT_ID" -d client_secret="$CLIENT_SECRET" |
  sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -sf ${publicUrl}/rest/v2.0/companies/$COMPANY/events \\
  -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \\
  -d '{"resource_name":"RFIs","resource_id":4711,"event_type":"create","project_id":'$PROJECT'}'`,
    },
    {
      language: 'TypeScript',
      text: `const CLIENT_ID = '...';
const CLIENT_SECRET = '...';
const COMPANY = '...';
const PROJECT = '...';

async function post(path: string, body: unknown, token?: string) {
  const response = await fetch('${publicUrl}' + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: 'Bearer ' + token } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const { access_token } = await post('/oauth/token', {
  grant_type: 'client_credentials',
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
});
const event = {
  resource_name: 'RFIs',
  resource_id: 4711,
  event_type: 'create',
  project_id: PROJECT,
};
const { data } = await post('/rest/v2.0/companies/' + COMPANY + '/events', event, access_token);
console.log(JSON.stringify(data));`,
    },
    {
      language: 'Python',
      text: `import json, os
from urllib.request import Request, urlopen

def post(path, body, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    request = Request("${publicUrl}" + path, json.dumps(body).encode(), headers)
    with urlopen(request) as answer:
        return json.load(answer)

token = post("/oauth/token", {
    "grant_type": "client_credentials",
    "client_id": os.environ["CLIENT_ID"],
    "client_secret": os.environ["CLIENT_SECRET"],
})["access_token"]
event = {
    "resource_name": "RFIs",
    "resource_id": 4711,
    "event_type": "create",
    "project_id": os.environ["PROJECT"],
}
print(json.dumps(post(f"/rest/v2.0/companies/{os.environ['COMPANY']}/events", event, token)["data"]))`,
    },
  ];
}

/** A receiver's check of a body before it trusts it: with the library of Standard Webhooks, and without one. */
export const VERIFICATIONS = [
  {
    language: 'TypeScript',
    text: `import { Webhook } from 'standardwebhooks';

export function verified(body: string, headers: Record<string, string>) {
  return new Webhook('whsec_...').verify(body, headers);
}`,
  },
  {
    language: 'Python',
    text: `import base64, hashlib, hmac, json, os, time

def verified(body: bytes, headers: dict):
    key = base64.b64decode(os.environ["SIGNING_SECRET"].removeprefix("whsec_"))
    sent_at = headers["webhook-timestamp"]
    if abs(time.time() - int(sent_at)) > 300:
        raise ValueError("sent more than five minutes ago")
    signed = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    for signature in headers["webhook-signature"].split():
        if hmac.compare_digest(b"v1," + expected, signature.encode()):
            return json.loads(body)
    raise ValueError("not signed with this secret")`,
  },
];
