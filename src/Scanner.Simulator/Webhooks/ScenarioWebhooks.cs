using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Scanner.Simulator.Admission;

namespace Scanner.Simulator.Webhooks;

/// <summary>The webhooks of the sample cluster: pure functions, served by <see cref="WebhookHost"/> and plugged into the simulator alike.</summary>
public static class ScenarioWebhooks
{
    /// <summary>The port that the sample cluster's manifests name.</summary>
    public const int DefaultPort = 19443;

    /// <summary>A port of the manifests that nobody listens on.</summary>
    public const int DownPort = 19499;

    /// <summary>Path to handler.</summary>
    public static ImmutableDictionary<string, WebhookHandler> Handlers { get; } = ImmutableDictionary.CreateRange<string, WebhookHandler>(
        StringComparer.Ordinal,
        [
            new("/deny", request => DenyPrivileged(request, "initContainers", "containers", "ephemeralContainers")),
            new("/blind", request => DenyPrivileged(request, "initContainers", "containers")),
            new("/deny-ephemeral", DenyEphemeral),
            new("/strip", Strip),
            new("/warn", _ => WebhookAnswer.Allow("[debug-containers] ephemeral containers are discouraged")),
            new("/slow", _ => new WebhookAnswer.TimedOut()),
            new("/error", _ => new WebhookAnswer.HttpError(500)),
        ]);

    /// <summary>Plugs all of them in, as if they listened on 127.0.0.1.</summary>
    public static AdmissionPlugins Register(AdmissionPlugins plugins, int port = DefaultPort)
    {
        foreach (var (path, handler) in Handlers)
            plugins.OnWebhook($"https://127.0.0.1:{port}{path}", handler);
        return plugins;
    }

    /// <summary>Refuses as Gatekeeper's library does, here without a reason in the Status.</summary>
    private static WebhookAnswer DenyPrivileged(AdmissionRequest request, params ReadOnlySpan<string> lists)
    {
        foreach (var list in lists)
        {
            foreach (var container in request.Object.Object("spec").Objects(list))
            {
                if (container.Object("securityContext") is not { } context || context.Flag("privileged") != true)
                    continue;
                return WebhookAnswer.Deny(
                    403,
                    $"[psp-privileged-container] Privileged container is not allowed: {container.Text("name")}, securityContext: {Spaced(context)}");
            }
        }

        return WebhookAnswer.Allow();
    }

    /// <summary>Refuses as Kyverno does.</summary>
    private static WebhookAnswer DenyEphemeral(AdmissionRequest request) => request.Object.Object("spec").Objects("ephemeralContainers").Any()
        ? WebhookAnswer.Deny(
            403,
            $"\n\nresource Pod/{request.Namespace}/{request.Name} was blocked due to the following policies \n\n"
            + "block-ephemeral-containers:\n  block-ephemeral-containers: 'validation error: Ephemeral (debug) containers are not permitted.'")
        : WebhookAnswer.Allow();

    private static WebhookAnswer Strip(AdmissionRequest request)
    {
        JsonNode?[] steps =
        [
            .. request.Object.Object("spec").Objects("ephemeralContainers")
                .Select((container, index) => (Context: container.Object("securityContext"), Index: index))
                .Where(c => c.Context.Flag("privileged") == true)
                .Select(c => new JsonObject
                {
                    ["op"] = "replace",
                    ["path"] = $"/spec/ephemeralContainers/{c.Index}/securityContext/privileged",
                    ["value"] = false,
                }),
        ];
        return steps.Length == 0 ? WebhookAnswer.Allow() : WebhookAnswer.Patched(new JsonArray(steps));
    }

    /// <summary>JSON with a blank after each comma and colon, as the recorded messages quote it.</summary>
    private static string Spaced(JsonNode? node) => node switch
    {
        JsonObject obj => "{" + string.Join(", ", obj.Select(f => $"{JsonValue.Create(f.Key).ToJsonString()}: {Spaced(f.Value)}")) + "}",
        JsonArray array => "[" + string.Join(", ", array.Select(Spaced)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
