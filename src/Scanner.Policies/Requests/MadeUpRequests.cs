using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scanner.Policies.Requests;

/// <summary>The requests about a pod that is made up, of which a namespace changes nothing but its name in one place. Thread-safe.</summary>
internal static class MadeUpRequests
{
    private const string Somewhere = "a-namespace-of-which-the-name-is-put-in-later";

    /// <summary>By channel, then by the name of the variant.</summary>
    private static readonly ConcurrentDictionary<string, Template>[] s_templates = [[], [], []];

    /// <summary>Without labels of the namespace, a user, and the name of the namespace in the old object.</summary>
    public static AdmissionRequest Get(ContainerVariant variant, RequestChannel channel, string space)
    {
        var template = s_templates[(int)channel].GetOrAdd(variant.Name, _ => Make(variant, channel));
        using var document = JsonDocument.Parse(template.Before + JsonValue.Create(space).ToJsonString() + template.After);
        return template.Request with { Namespace = space, Object = document.RootElement.Clone() };
    }

    private static Template Make(ContainerVariant variant, RequestChannel channel)
    {
        var request = PodRequests.Make(
            MadeUpPod.In(Somewhere), variant.Container, channel, ImmutableDictionary<string, string>.Empty, new RequestUser("", []));
        var parts = request.Object!.Value.GetRawText().Split($"\"{Somewhere}\"");
        return new Template(request, parts[0], parts[1]);
    }

    private sealed record Template(AdmissionRequest Request, string Before, string After);
}
