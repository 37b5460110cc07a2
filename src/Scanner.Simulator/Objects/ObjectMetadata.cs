using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Scanner.Simulator.Catalog;

namespace Scanner.Simulator.Objects;

/// <summary>The metadata that the server itself writes.</summary>
internal static class ObjectMetadata
{
    // As k8s.io/apimachinery/pkg/util/rand: no vowels, nothing that looks alike.
    private const string NameAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Seconds, UTC, as <c>metav1.Time</c> is written.</summary>
    public static string Timestamp(TimeProvider time) =>
        time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Sets uid, creationTimestamp and generation, from <paramref name="old"/> where there is one.</summary>
    public static void Complete(JsonObject obj, JsonObject? old, ResourceType type, SimulatorOptions options)
    {
        var metadata = obj.Metadata();
        var before = old?.Metadata();
        metadata.Remove("selfLink");
        metadata["uid"] = before?.Text("uid") ?? metadata.Text("uid") ?? options.NewUid().ToString();
        metadata["creationTimestamp"] = before?.Text("creationTimestamp") ?? metadata.Text("creationTimestamp") ?? Timestamp(options.TimeProvider);
        if (type.HasGeneration)
            metadata["generation"] = old is null ? 1 : NextGeneration(obj, old, type);
        else if (type.Key.Resource != "pods" && old is not null)
            KeepGeneration(metadata, before!);
        if (!type.Namespaced)
            metadata.Remove("namespace");
    }

    /// <summary>Gives a name when only <c>generateName</c> is there.</summary>
    public static void GenerateName(JsonObject obj)
    {
        var metadata = obj.Metadata();
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + RandomNumberGenerator.GetString(NameAlphabet, 5);
    }

    /// <summary>Starts a graceful deletion.</summary>
    public static void MarkDeleted(JsonObject obj, long graceSeconds, TimeProvider time)
    {
        var metadata = obj.Metadata();
        if (!metadata.ContainsKey("deletionTimestamp"))
        {
            metadata["deletionTimestamp"] = time.GetUtcNow().AddSeconds(graceSeconds).UtcDateTime
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        metadata["deletionGracePeriodSeconds"] = graceSeconds;
    }

    /// <summary>Whether storing <paramref name="obj"/> would change anything but the times in managedFields.</summary>
    public static bool IsSame(JsonObject obj, JsonObject old) =>
        JsonNode.DeepEquals(Comparable(obj), Comparable(old));

    private static JsonNode Comparable(JsonObject obj)
    {
        var copy = (JsonObject)obj.DeepClone();
        var metadata = copy.Metadata();
        metadata.Remove("resourceVersion");
        foreach (var entry in metadata.Objects("managedFields"))
            entry.Remove("time");
        return copy;
    }

    // Kinds that count nothing keep the number that the object was created with.
    private static void KeepGeneration(JsonObject metadata, JsonObject before)
    {
        if (before.Number("generation") is { } generation)
            metadata["generation"] = generation;
        else
            metadata.Remove("generation");
    }

    // Generation counts changes of what is wanted: everything but metadata and status, and of a Deployment its annotations too.
    private static long NextGeneration(JsonObject obj, JsonObject old, ResourceType type)
    {
        var generation = old.Metadata().Number("generation") ?? 1;
        var same = Wanted(obj).All(p => JsonNode.DeepEquals(p.Value, old[p.Key])) && Wanted(old).All(p => obj.ContainsKey(p.Key));
        var deletionStarts = obj.Metadata().ContainsKey("deletionTimestamp") && !old.Metadata().ContainsKey("deletionTimestamp");
        same &= type.Kind != "Deployment" || JsonNode.DeepEquals(obj.Metadata()["annotations"], old.Metadata()["annotations"]);
        return same && !deletionStarts ? generation : generation + 1;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Wanted(JsonObject obj) =>
        obj.Where(p => p.Key is not ("kind" or "apiVersion" or "metadata" or "status"));
}
