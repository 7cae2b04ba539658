# The whole life of a hook by Procore's Ruby gem against a running installation, by hand:
#   ruby [-I path/to/the/gem/lib] tests/compat/ruby-sdk.rb HOST CLIENT_ID CLIENT_SECRET COMPANY PROJECT ENDPOINT
# Prints a line for each step; docs/api-compatibility.md has what it printed last.
require "active_support"
require "active_support/all"
require "procore"

host, client_id, client_secret, company, project, endpoint = ARGV
Procore.configure do |config|
  config.host = host
  config.login_host = host
  config.max_retries = 0
end

credentials = { client_id: client_id, client_secret: client_secret }
store = Procore::Auth::Stores::Memory.new(key: "token")
store.save(Procore::Auth::ClientCredentials.new(**credentials, host: host).refresh)
client = Procore::Client.new(**credentials, store: store)
place = { project_id: project.to_i }
asked = { options: { company_id: company } }

puts "me: #{client.get("me").body[:name]}"
hook = client.post(
  "webhooks/hooks",
  body: { **place, hook: { api_version: "v2", namespace: "ruby", destination_url: endpoint } },
  **asked,
)
own = "webhooks/hooks/#{hook.body[:id]}"
puts "create a hook: #{hook.code}"
choice = { resource_name: "RFIs", event_type: "create" }
trigger = client.post("#{own}/triggers", body: { **place, api_version: "v2", trigger: choice }, **asked)
puts "add a trigger: #{trigger.code} #{trigger.body[:event_type]}"
choices = [{ **choice, event_type: "update" }, { **choice, resource_name: "Nothing" }]
bulk = client.post("#{own}/triggers/bulk", body: { **place, api_version: "v2", triggers: choices }, **asked)
puts "add two, one of them wrong: #{bulk.code} #{bulk.body[:success].size} and #{bulk.body[:failed].size}"
list = client.get("webhooks/hooks", query: { **place, page: 1, per_page: 10 }, **asked)
puts "list: #{list.code} #{list.body.size}, pages #{list.pagination.keys.join(" ")}"
changed = client.patch(own, body: { **place, hook: { namespace: "ruby-2" } }, **asked)
puts "change: #{changed.code} #{changed.body[:namespace]}"
failing = client.get("#{own}/deliveries", query: { **place, filters: { status: "failing" } }, **asked)
puts "failing deliveries: #{failing.code} #{failing.body.size}"
resources = client.get("webhooks/resources", query: { **place, api_version: "v2" }, **asked)
puts "resources: #{resources.code} #{resources.body.size}"
begin
  client.post("webhooks/hooks", body: { **place, hook: { api_version: "v9", destination_url: endpoint } }, **asked)
rescue Procore::InvalidRequestError => error
  puts "a format that is none: #{error.response.code} #{error.response.body[:errors].keys.join(" ")}"
end
begin
  client.get("webhooks/hooks/999999/triggers", **asked)
rescue Procore::NotFoundError => error
  puts "a hook that is none: #{error.response.code}"
end
puts "remove the trigger: #{client.delete("#{own}/triggers/#{trigger.body[:id]}").code}"
puts "delete the hook: #{client.delete(own).code}"
puts "left: #{client.get("webhooks/hooks", query: place, **asked).body.size}"
