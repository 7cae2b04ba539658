import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client of the JDK as it comes: it offers to upgrade to HTTP/2 with its first request, a body or none. */
class PlainClient {
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    String origin = args[0];
    String credentials = String.format(
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}", args[1], args[2]);
    String token = find("\"access_token\":\"([^\"]+)\"", post(origin + "/oauth/token", null, credentials));
    String company = origin + "/rest/v2.0/companies/" + args[3];
    String hooks = company + "/projects/" + args[4] + "/webhooks/hooks";
    System.out.println(post(hooks, token,
        "{\"payload_version\":\"v4.0\",\"namespace\":\"java\",\"destination_url\":\"https://receiver.example/java\"}"));
    System.out.println(post(company + "/events", token,
        "{\"resource_name\":\"RFIs\",\"event_type\":\"create\",\"resource_id\":1,\"project_id\":" + args[4] + "}"));
    System.out.println(send(HttpRequest.newBuilder(URI.create(hooks)).header("authorization", "Bearer " + token)));
  }

  static String post(String address, String token, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
    return send(token == null ? request : request.header("authorization", "Bearer " + token));
  }

  static String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.version() + " " + answer.body();
  }

  static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) throw new IllegalStateException(text);
    return matcher.group(1);
  }
}
