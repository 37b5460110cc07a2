using System.Text.Json.Nodes;
using Scanner.Fixtures;
using Scanner.Simulator;

namespace Scanner.IntegrationTests.Worker.Reports;

/// <summary>The CRDs that come with the product, and the reports on a simulated server.</summary>
internal static class ReportApis
{
    public const string Group = "wgpolicyk8s.io";
    public const string Resource = "policyreports";
    public const string Name = "ephemeral-scanner";

    public static IEnumerable<string> Files(string group) =>
        Directory.EnumerateFiles(Checkout.PathOf("charts", "ephemeral-scanner", "files", "crds"), $"*.{group}.yaml").Order(StringComparer.Ordinal);

    public static void Install(SimulatedApiServer server, string group = Group)
    {
        foreach (var file in Files(group))
            server.Store.ApplyYaml(File.ReadAllText(file));
    }

    public static void Uninstall(SimulatedApiServer server, string group = Group)
    {
        foreach (var name in Files(group).Select(f => Path.GetFileNameWithoutExtension(f)))
            server.Store.Delete("apiextensions.k8s.io", "customresourcedefinitions", null, name);
    }

    /// <summary>Null where there is none.</summary>
    public static JsonObject? Find(SimulatedApiServer server, string? ns) => ns is null
        ? server.Store.Get(Group, "clusterpolicyreports", null, Name)
        : server.Store.Get(Group, Resource, ns, Name);

    /// <summary>By namespace, empty for the cluster.</summary>
    public static Dictionary<string, string> Versions(SimulatedApiServer server) => server.Store.List(Group, Resource)
        .Concat(server.Store.List(Group, "clusterpolicyreports"))
        .ToDictionary(r => r["metadata"]!["namespace"]?.GetValue<string>() ?? "", r => r["metadata"]!["resourceVersion"]!.GetValue<string>());

    /// <summary>Writes and deletions of reports that reached the server.</summary>
    public static int Writes(SimulatedApiServer server, string? user = null) =>
        server.Requests.Count(r => IsWrite(r) && (user is null || r.User == user));

    public static bool IsWrite(ReceivedRequest request) =>
        request.Method is "PATCH" or "DELETE" && request.Path.Contains("reports", StringComparison.Ordinal);

    public static string? Annotation(JsonObject report, string name) => report["metadata"]!["annotations"]?[$"ephemeral-scanner.io/{name}"]?.GetValue<string>();

    /// <summary>When each finding was first seen, by rule.</summary>
    public static Dictionary<string, long> Times(JsonObject report) => report["results"]!.AsArray()
        .GroupBy(r => r!["policy"]!.GetValue<string>(), r => r!["timestamp"]!["seconds"]!.GetValue<long>())
        .ToDictionary(r => r.Key, r => r.Min());
}
