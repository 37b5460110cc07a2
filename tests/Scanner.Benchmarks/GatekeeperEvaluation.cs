using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Scanner.ApiServer.Yaml;
using Scanner.Policies.Decisions;
using Scanner.Policies.Gatekeeper;
using Scanner.Policies.Objects;
using Scanner.Policies.Requests;

namespace Scanner.Benchmarks;

/// <summary>
/// What it costs to compile templates of Gatekeeper with a constraint each, and to ask them about containers in three channels; and which of them
/// say no where.
/// </summary>
internal static class GatekeeperEvaluation
{
    private const string Pod = """{"metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}""";
    private const string Privileged = """{"variants":{"privileged":{"name":"dbg","image":"registry.example/dbg:1","securityContext":{"privileged":true,"allowPrivilegeEscalation":true}}}}""";

    private static readonly RequestChannel[] s_channels = [RequestChannel.Regular, RequestChannel.Ephemeral, RequestChannel.EphemeralAsCreate];

    /// <param name="directory">With files <c>template.yaml</c>, and constraints below <c>samples</c> beside each.</param>
    /// <param name="variants">A JSON file whose <c>variants</c> are containers by name; one privileged container where there is none.</param>
    public static void Run(string directory, string? variants)
    {
        using var pod = JsonDocument.Parse(Pod);
        using var containers = JsonDocument.Parse(variants is null ? Privileged : File.ReadAllText(variants));
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "shop" };
        AdmissionRequest[][] requests = [.. s_channels.Select(c => containers.RootElement.GetProperty("variants").EnumerateObject()
            .Select(v => PodRequests.Make(pod.RootElement, v.Value, c, labels, new RequestUser("eve", []))).ToArray())];
        var objects = Directory.GetFiles(directory, "template.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetRelativePath(directory, Path.GetDirectoryName(f)!), Objects: Read(f))).Where(o => o.Objects.Count > 1).ToArray();

        var (policies, compile) = Timed(() => objects.Select(o => (o.Name, GatekeeperEngine.Compile(new PolicyObjects(o.Objects), minor: 36)[0])).ToArray());
        var (_, cold) = Timed(() => Count(policies, requests));
        var (answers, warm) = Timed(() => Count(policies, requests));
        foreach (var (name, says) in answers)
            Console.WriteLine($"{name,-70} {says}");
        var evaluations = policies.Length * requests.Sum(r => r.Length);
        Console.WriteLine($"{policies.Length} templates compiled in {compile.TotalMilliseconds:0} ms");
        Console.WriteLine($"{evaluations} evaluations: {cold.TotalMilliseconds:0} ms at first, then {warm.TotalMilliseconds:0} ms, {warm.TotalMicroseconds / evaluations:0.0} µs each");
    }

    /// <summary>How many containers each denies, by channel.</summary>
    private static (string Name, string Says)[] Count((string Name, IPolicy Policy)[] policies, AdmissionRequest[][] requests) =>
    [
        .. policies.Select(p => (p.Name, string.Join("  ", requests.Select((r, i) => $"{s_channels[i]} {Summary([.. r.SelectMany(q => p.Policy.Decide(q))])}")))),
    ];

    private static string Summary(ImmutableArray<RuleDecision> decisions)
    {
        var denied = decisions.Count(d => d.Decision is PolicyDecision.Denied or PolicyDecision.Reported or PolicyDecision.Failed { IsDenied: true });
        var unknown = decisions.Count(d => d.Decision is PolicyDecision.Unknown or PolicyDecision.Failed { IsDenied: false });
        return unknown > 0 ? $"{denied} (undecided {unknown})" : $"{denied}";
    }

    private static List<JsonElement> Read(string template)
    {
        var samples = Path.Combine(Path.GetDirectoryName(template)!, "samples");
        var constraint = Directory.Exists(samples) ? Directory.GetFiles(samples, "constraint.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        var objects = new List<JsonElement>();
        foreach (var file in (string?[])[template, constraint])
        {
            if (file is null)
                continue;
            try
            {
                objects.AddRange(Documents(file));
            }
            catch (YamlDotNet.Core.YamlException wrong)
            {
                Console.WriteLine($"{file}: {wrong.Message}");
            }
        }

        return objects;
    }

    private static IEnumerable<JsonElement> Documents(string file)
    {
        var reader = new YamlNodeReader(new StringReader(File.ReadAllText(file)));
        while (reader.NextDocument())
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
                YamlToJson.Write(json, reader.Read());
            using var document = JsonDocument.Parse(stream.ToArray());
            yield return document.RootElement.Clone();
        }
    }

    private static (T Result, TimeSpan Took) Timed<T>(Func<T> action)
    {
        var started = Stopwatch.GetTimestamp();
        var result = action();
        return (result, Stopwatch.GetElapsedTime(started));
    }
}
