using System.Text.Json.Nodes;
using Scanner.Simulator.Objects;

namespace Scanner.Simulator.Patching;

/// <summary>
/// RFC 6902 as API servers apply it (gopkg.in/evanphx/json-patch.v4), which takes more than the RFC does: negative indices count from the
/// end, an absent key of an object reads as null, and what stands before the first slash of a path is ignored.
/// </summary>
internal static class JsonPatch
{
    /// <summary>The patched document.</summary>
    /// <exception cref="PatchException">An operation is malformed, its path is missing, or a test fails.</exception>
    public static JsonNode Apply(JsonObject target, JsonArray patch)
    {
        JsonNode root = target.DeepClone();
        foreach (var operation in patch)
            root = Step(root, operation as JsonObject ?? []);
        return root;
    }

    private static JsonNode Step(JsonNode root, JsonObject step)
    {
        var path = step.Text("path");
        switch (step.Text("op"))
        {
            case "test":
                Test(root, step, path ?? throw new PatchException("test operation failed to decode path"));
                return root;
            case "add":
                Parent(root, path).Add(step["value"]);
                return root;
            case "replace" when path?.Length == 0:
                return step["value"] is JsonObject or JsonArray
                    ? step["value"]!.DeepClone()
                    : throw new PatchException("replace operation value must be object or array");
            case "replace":
                Parent(root, path).Replace(step["value"]);
                return root;
            case "remove":
                Parent(root, path).Remove();
                return root;
            case "copy":
                var copied = Parent(root, step.Text("from")).Get();
                Parent(root, path).Add(copied);
                return root;
            case "move":
                var from = Parent(root, step.Text("from"));
                var moved = from.Get();
                from.Remove();
                Parent(root, path).Add(moved);
                return root;
            default:
                throw new PatchException($"Unexpected kind: {step.Text("op") ?? "unknown"}");
        }
    }

    private static void Test(JsonNode root, JsonObject step, string path)
    {
        var found = path.Length == 0 ? root : Parent(root, path).Get();
        if (!JsonNode.DeepEquals(found, step["value"]))
            throw new PatchException($"testing value {path} failed: test failed");
    }

    private static JsonPatchPlace Parent(JsonNode root, string? path)
    {
        var parts = (path ?? throw new PatchException("the operation has no path")).Split('/');
        JsonNode? at = parts.Length < 2 ? null : root;
        foreach (var part in parts.Skip(1).SkipLast(1))
            at = at is null ? null : new JsonPatchPlace(at, Unescape(part), path).Get();
        return at is JsonObject or JsonArray
            ? new JsonPatchPlace(at, Unescape(parts[^1]), path)
            : throw new PatchException($"doc is missing path: \"{path}\": missing value");
    }

    private static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
