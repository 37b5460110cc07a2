using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Catalog;

/// <summary>Turns CustomResourceDefinition objects into served types.</summary>
internal static class CustomResourceReader
{
    /// <summary>The order that a real server's discovery of custom resources has.</summary>
    private static readonly ImmutableArray<string> Verbs =
        ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    public static IEnumerable<ResourceType> Read(JsonObject definition)
    {
        var spec = definition.Object("spec");
        var names = spec?.Object("names");
        if (spec?.Text("group") is not { } group || names?.Text("plural") is not { } plural || names.Text("kind") is not { } kind)
            yield break;

        var storage = spec.Objects("versions").FirstOrDefault(v => v.Flag("storage"))?.Text("name");
        foreach (var version in spec.Objects("versions").Where(v => v.Flag("served")))
        {
            var hasStatus = version.Object("subresources")?.ContainsKey("status") == true;
            yield return new ResourceType(group, version.Text("name") ?? "", plural, kind, spec.Text("scope") == "Namespaced")
            {
                Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
                Verbs = Verbs,
                ShortNames = [.. names.Texts("shortNames")],
                Categories = [.. names.Texts("categories")],
                StorageVersionHash = Hash($"{group}/{storage}/{kind}"),
                HasGeneration = true,
                Subresources = hasStatus ? [new SubresourceType("status", kind, ["get", "patch", "update"], null)] : [],
                Custom = new CustomResource(
                    names.Text("listKind") ?? kind + "List",
                    version.Object("schema")?.Object("openAPIV3Schema"),
                    [.. version.Objects("additionalPrinterColumns")]),
            };
        }
    }

    // As k8s.io/apiserver/pkg/endpoints/discovery computes it.
    private static string Hash(string text) =>
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
